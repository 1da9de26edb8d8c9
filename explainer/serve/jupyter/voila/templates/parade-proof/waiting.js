// Loading and trouble, in words. Voilà calls voila_process and voila_finish while it sends the page.
const words = {
  failed: "This page could not be opened. Reload it; if that does not help, the program's log says why.",
  lost: "The connection is lost. Reload the page; your design is kept in the link.",
};
let finished = false;
const loading = () => document.getElementById("loading");
const trouble = (text) => {
  const strip = document.getElementById("trouble");
  strip.textContent = text;
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

// The kernel's channel: nothing on the page answers any more once the kernel is gone, or the channel closed and no new one
// opened within four seconds. Jupyter tells the former in a short status message and a page without menus shows neither.
let open = 0, leaving = false, dead = false;
addEventListener("pagehide", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
const gone = (data) => {
  if ((data.byteLength ?? data.length) > 3000) return false;
  const text = typeof data === "string" ? data : new TextDecoder().decode(data);
  return /"execution_state": ?"(dead|restarting|autorestarting)"/.test(text);
};
window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    if (!/\/api\/kernels\/[^/]+\/channels/.test(this.url)) return;
    let counted = false;
    this.addEventListener("open", () => { open += 1; counted = true; if (!dead) trouble(""); });
    this.addEventListener("message", ({ data }) => {
      if (!gone(data)) return;
      dead = true;  // a new kernel may take its place, but it knows nothing of this page
      trouble(words.lost);
    });
    this.addEventListener("close", () => {
      if (counted) open -= 1;
      setTimeout(() => open > 0 || leaving || trouble(words.lost), 4000);
    });
  }
};
