// The kernel's channel: nothing on the page answers any more once the kernel is gone, or the channel closed and no new one
// opened within four seconds. Jupyter tells the former in a short status message and a page without menus shows neither.
// A line that is cut without a word closes nothing, so the server is asked every four seconds whether the kernel runs.
let open = 0, leaving = false, dead = false, silent = false, kernel = "";
addEventListener("pagehide", () => { leaving = true; });
// The kernel is ended here already, while this page stands until the next one answers; a page that stays says so later.
addEventListener("beforeunload", () => { leaving = true; setTimeout(() => { leaving = false; }, 20000); });
addEventListener("pageshow", () => { leaving = false; });
const gone = (data) => {
  if ((data.byteLength ?? data.length) > 3000) return false;
  const text = typeof data === "string" ? data : new TextDecoder().decode(data);
  return /"execution_state": ?"(dead|restarting|autorestarting)"/.test(text);
};
const lost = (forGood) => {
  if (leaving) return;
  dead ||= forGood;  // a new kernel may take its place, but it knows nothing of this page
  trouble(words.lost);
};
window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    if (!/\/api\/kernels\/[^/]+\/channels/.test(this.url)) return;
    kernel = this.url.replace(/^ws/, "http").replace(/\/channels.*/, "?no_track_activity=1");
    let counted = false;
    this.addEventListener("open", () => { open += 1; counted = true; if (!dead) trouble(""); });
    this.addEventListener("message", ({ data }) => { if (gone(data)) lost(true); });
    this.addEventListener("close", () => {
      if (counted) open -= 1;
      setTimeout(() => open > 0 || lost(false), 4000);
    });
  }
};

const asked = async () => {
  try {
    return (await fetch(kernel, { cache: "no-store", signal: AbortSignal.timeout(2500) })).status;
  } catch {
    return 0;
  }
};
const ask = async () => {
  if (kernel && !leaving && !document.hidden) {
    let status = await asked();
    if (!status || status >= 500) status = await asked();  // once may be a busy moment
    const now = !status || status >= 500;
    if (now || status === 404) lost(!now);
    else if (silent && open > 0 && !dead) trouble("");
    silent = now;
  }
  setTimeout(ask, 4000);
};
setTimeout(ask, 4000);
