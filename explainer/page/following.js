// The address of a page that Voilà serves follows what the page shows: loaded again, also after its kernel was lost, it
// shows the same. The kernel sends the code of a state once the visitor rests; the code takes its place behind the `?`,
// beside whatever else stands there, without a new entry in the history, and never under a pressed pointer. In
// JupyterLab the address is not the page's.
//
// With the code the entry remembers what this browser then kept (`data-keep`). So an address that only followed is told
// from a link of somebody else when the page opens, and answers given later in another tab are not lost to it.

const FOLLOWED = "parade-proof"; // the place in the entry of the history

const besideLink = (search) => search.slice(1).split("&").filter((part) => part && !part.startsWith("s="));
const mayFollow = () => Boolean(document.body.dataset.voila) && document.querySelectorAll(".pp-page").length === 1;

function follow(S, news = S.news) {
  S.news = news;
  if (!news || S.pressed || !mayFollow()) return;
  S.news = null;
  const rest = besideLink(location.search).filter((part) => !news.without.includes(part.split("=")[0]));
  const [{root} = {}] = S.views;
  const kept = root?.querySelector("[data-keep]")?.dataset.value;
  const search = `?${[...rest, `s=${news.address}`].join("&")}`;
  try {
    history.replaceState({...history.state, [FOLLOWED]: kept}, "", search + location.hash);
  } catch {
    // a browser may find it too often; the next code will do
  }
}

// The act with which a page opens, of what stands in its address.
function arrival(view) {
  const [then, key] = [history.state?.[FOLLOWED], view.root.querySelector("[data-keep]")?.dataset.keep];
  const now = (key && store()?.getItem(key)) || "";
  if (then === undefined || !now) return {act: "opened", value: location.search};
  if (then === now) return {act: "returned", value: location.search};
  return {act: "opened", value: `?${besideLink(location.search).join("&")}`};
}

function watchFollowing(S, view) {
  const pressed = (now) => () => {
    S.pressed = now;
    follow(S);
  };
  const options = {capture: true, signal: view.off.signal};
  for (const [name, now] of [["pointerdown", true], ["pointerup", false], ["pointercancel", false]]) {
    window.addEventListener(name, pressed(now), options);
  }
}
