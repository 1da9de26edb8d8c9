// Loading and trouble, in words. Voilà calls voila_process and voila_finish while it sends the page.
const words = {
  failed: {{ tr("This page could not be opened. Reload it; if that does not help, the program's log says why.") | tojson }},
  lost: {{ tr("The connection is lost, so this page does not answer any more. Reload it to go on.") | tojson }},
  reload: {{ tr("Reload") | tojson }},
};
let finished = false;
// The same address once more, with all that stands behind the `?`: what a link holds comes back with it.
const again = () => location.reload();
const loading = () => document.getElementById("loading");
const trouble = (text) => {
  const strip = document.getElementById("trouble");
  if (strip.dataset.text === text) return;  // said once; a screen reader would say it again
  strip.dataset.text = text;
  const told = document.createElement("span"), button = document.createElement("button");
  [told.textContent, button.textContent, button.type] = [text, words.reload, "button"];
  button.addEventListener("click", again);
  strip.replaceChildren(told, button);
  strip.hidden = !text;
  if (text && loading()) loading().hidden = true;
};
const opened = (page) => !page.querySelector(".jupyter-widgets:empty, .jupyter-widgets > script");

window.voila_heartbeat = () => {};
window.voila_process = () => {};
window.update_loading_text = () => {};
window.voila_finish = window.display_cells = () => {
  finished = true;
  const page = document.getElementById("rendered_cells");
  const look = () => {
    if (!opened(page)) return;
    watch.disconnect();
    if (loading()) loading().hidden = true;
  };
  const watch = new MutationObserver(look);
  watch.observe(page, { childList: true, subtree: true });
  look();
};
addEventListener("load", () => finished || trouble(words.failed));
