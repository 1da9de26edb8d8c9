// What the page does by itself, between two answers of the kernel: a value that follows a hand, a play that asks for its
// next picture, and what this browser keeps for the visitor.
//
// `input[data-echo=name]` is a slider, a number or one of several radio buttons: `[data-echoed=name]` shows its value in
// words (value and data-unit, or data-said), `button[data-takes=name]` carries it as its own, and the input's parent knows
// how far along it is as --at [0..1]. `[data-tick=act]` is a Play button: it asks the kernel for the next picture when the
// last one is here, at most ten times a second, until it says data-ended. `[data-keep=key]` is kept in this browser as
// data-value, "" forgets it; what is kept under the `data-recall=prefix` of a page is told to its kernel when it opens.

const TICK_MS = 100;
const SLOW_MS = 2000;

function echo(view, input) {
  const {echo: name, unit = "", said} = input.dataset;
  const text = said ?? input.value + unit;
  if (input.type === "range") {
    input.setAttribute("aria-valuetext", text);
    input.parentElement.style.setProperty("--at", (input.value - input.min) / (input.max - input.min));
  }
  for (const place of view.root.querySelectorAll(`[data-echoed="${name}"]`)) place.textContent = text;
  for (const button of view.root.querySelectorAll(`[data-takes="${name}"]`)) {
    button.dataset.value = input.value;
    button.disabled = input.value === "";
  }
}

const playButton = (S) => {
  for (const view of S.views) {
    const button = view.root.querySelector("[data-tick]");
    if (button) return button;
  }
};

// The next picture is asked for when the last one is here, and a tenth of a second after it was asked for.
function ask(S) {
  const button = playButton(S);
  if (!button || button.hasAttribute("data-ended") || document.hidden) return stopTicking(S);
  S.asked = performance.now();
  S.ticking = setTimeout(() => ask(S), SLOW_MS);
  S.send({act: button.dataset.tick, value: ""});
}

function ticked(S) {
  if (S.ticking) {
    clearTimeout(S.ticking);
    S.ticking = setTimeout(() => ask(S), Math.max(0, S.asked + TICK_MS - performance.now()));
    if (!playButton(S) || playButton(S).hasAttribute("data-ended")) stopTicking(S);
  }
  for (const view of S.views) labelTick(S, view);
}

function stopTicking(S) {
  clearTimeout(S.ticking);
  S.ticking = null;
  for (const view of S.views) labelTick(S, view);
}

function labelTick(S, view) {
  for (const button of view.root.querySelectorAll("[data-tick]")) {
    button.dataset.label ??= button.textContent;
    const label = S.ticking ? tr("Pause") : calmly.matches ? tr("Step ›") : button.dataset.label;
    if (button.textContent !== label) button.textContent = label;
  }
}

function startTicking(S, button) {
  if (S.ticking) return stopTicking(S);
  if (calmly.matches) return S.send({act: button.dataset.step, value: ""});
  button.removeAttribute("data-ended");
  ask(S);
  for (const view of S.views) labelTick(S, view);
}

function store() {
  try {
    return globalThis.localStorage;
  } catch {
    return null; // a browser may forbid it, and the page works without
  }
}

// Only what a message brings: what a page opens with is not yet what its visitor has done.
function keep(place) {
  for (const {dataset} of place.querySelectorAll("[data-keep]")) {
    if (dataset.value) store()?.setItem(dataset.keep, dataset.value);
    else store()?.removeItem(dataset.keep);
  }
}

function recall(S, view) {
  const prefix = view.root.querySelector("[data-recall]")?.dataset.recall;
  const kept = store();
  if (!prefix || !kept) return;
  const found = Object.keys(kept).filter((key) => key.startsWith(prefix));
  const value = JSON.stringify(Object.fromEntries(found.map((key) => [key.slice(prefix.length), kept.getItem(key)])));
  if (found.length) S.send({act: "kept", value});
}

function watchOwn(S, view) {
  view.root.addEventListener("input", ({target}) => target.matches("[data-echo]") && echo(view, target));
  view.root.addEventListener("click", ({target}) => {
    const button = target.closest?.("[data-tick]");
    if (button) startTicking(S, button);
    else if (S.ticking && target.closest?.("[data-act]")) stopTicking(S);
  });
  view.root.addEventListener("keydown", ({key}) => key === "Escape" && S.ticking && stopTicking(S));
  calmly.addEventListener("change", () => stopTicking(S), {signal: view.off.signal});
  labelTick(S, view);
  recall(S, view);
}
