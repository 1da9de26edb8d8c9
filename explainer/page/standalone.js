// A page without a kernel: a small model stands where the kernel's would, and says what the page may know of it.
//
// `modelOf` is what the page's own front end asks for: it gets values, listens and sends. What it sends goes to `answer`,
// which may answer with a message, as a kernel would. In a file of its own there is nobody to answer: what would need
// somebody cannot be used, and a click that comes all the same is told so.

const ARRIVED = Symbol.for("parade-proof.plotly-here");
const OWN_ACTS = new Set(["minute", "kept", "opened"]); // told to a kernel by the page itself, never asked for by a visitor
const SAID_MS = 5000;
const UNUSABLE = "[data-act], [data-tick], [data-file], [data-echo], [data-takes]";

// Arrays travel as text in a file; the page takes them as bytes.
function revived(value) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return typeof value[0] === "string" ? value : value.map(revived);
  if (typeof value.bdata === "string") return {...value, bdata: Uint8Array.from(atob(value.bdata), (c) => c.charCodeAt(0))};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revived(item)]));
}

function modelOf(state, answer) {
  const listeners = new Map();
  const of = (event) => listeners.get(event) ?? [];
  const model = {
    get: (key) => state[key],
    set: (key, value) => void (state[key] = value),
    save_changes() {},
    on: (event, listener) => void listeners.set(event, [...of(event), listener]),
    off: (event, listener) => void listeners.set(event, listener ? of(event).filter((other) => other !== listener) : []),
    send: (content) => answer(content, (message) => of("msg:custom").forEach((listener) => listener(message, []))),
  };
  return model;
}

// plotly.js is in another script, or in another file: whoever asks for it on this page is given this promise.
function expectPlotly(promise) {
  globalThis[Symbol.for("parade-proof.plotly")] = new Map([["", promise.then(lean)]]);
}

function open(state, answer) {
  const model = modelOf(revived(state), answer);
  const front = frontEnd();
  front.initialize({model});
  front.render({model, el: document.getElementById("pp-here")});
}

function setStill(place) {
  for (const control of place.querySelectorAll(UNUSABLE)) {
    control.disabled = true;
    const alone = control.matches("[data-file], select, input:not([type=radio], [type=checkbox], [data-echo])");
    if (alone) (control.closest("details:not(.pp-twin)") ?? control.closest("label") ?? control).hidden = true;
  }
  for (const link of place.querySelectorAll("a[data-page]")) link.removeAttribute("href");
  place.querySelector(".pp-bar nav")?.after(element("span", {class: "pp-note"}, tr("A picture of one state")));
}

function openStill() {
  const said = document.getElementById("pp-said");
  const state = JSON.parse(document.getElementById("pp-state").textContent);
  let quiet;
  expectPlotly(new Promise((resolve) => (globalThis[ARRIVED] = resolve)));
  open(state, ({act}) => {
    if (OWN_ACTS.has(act)) return;
    clearTimeout(quiet);
    said.textContent = state.said;
    quiet = setTimeout(() => (said.textContent = ""), SAID_MS);
  });
  setStill(document.getElementById("pp-here"));
}
