// Says when a click is painted: from the click's own time stamp until the last change it caused had two frames.
//
// A change is a new text in a watched element or a figure that plotly has finished. Nothing is taken for the last
// change before the page has been quiet for a while, so a late figure is never missed and the waiting never counted.
(() => {
  const POLL_MS = 25;
  const FRAME_MS = 16;
  let run = null;

  function changed(what) {
    if (!run) return;
    const mine = run;
    mine.seen[what] = (mine.seen[what] ?? 0) + 1;
    mine.last = performance.now();
    requestAnimationFrame(() => requestAnimationFrame(() => (mine.painted = performance.now())));
  }

  function watchText(selector) {
    for (const element of document.querySelectorAll(selector)) {
      new MutationObserver(() => changed(`text ${selector}`)).observe(element, {subtree: true, childList: true, characterData: true});
    }
  }

  function watchFigure(plot) {
    if (plot.benchWatched || !plot.on) return;
    plot.benchWatched = true;
    const box = plot.closest("[data-figure]");
    plot.on("plotly_afterplot", () => changed(`figure ${box?.dataset.figure ?? "made anew"}`));
  }

  const watchFigures = () => document.querySelectorAll(".js-plotly-plot").forEach(watchFigure);

  function watch({texts, remade}) {
    texts.forEach(watchText);
    watchFigures();
    // figures made anew are caught while plotly still draws them: their class comes first, their event much later
    const options = {subtree: true, childList: true, attributes: true, attributeFilter: ["class"]};
    if (remade) new MutationObserver(watchFigures).observe(document.body, options);
    addEventListener("click", (event) => run && (run.start ??= event.timeStamp), {capture: true});
  }

  const arm = () => void (run = {seen: {}, last: null, painted: null});

  // `needed` says how often each change must have come
  async function done(needed, quietMs, patienceMs) {
    const end = performance.now() + patienceMs;
    for (;;) {
      const missing = Object.keys(needed).filter((what) => !(run.seen[what] >= needed[what]));
      const quiet = run.painted !== null && performance.now() - Math.max(run.last, run.painted) > quietMs;
      if (!missing.length && quiet) return {...run, ms: run.painted - run.start, drawn: run.last - run.start};
      if (performance.now() > end) throw new Error(`after a click these never changed: ${missing.join(", ") || "nothing missing, never quiet"}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  // Time from the start of the page's loading to a frame after the marks are there.
  async function drawn(selector, least, patienceMs) {
    while (document.querySelectorAll(selector).length < least) {
      if (performance.now() > patienceMs) throw new Error(`${selector} was not drawn within ${patienceMs / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, FRAME_MS));
    }
    await new Promise(requestAnimationFrame);
    return performance.now();
  }

  globalThis.bench = {watch, arm, done, drawn};
})();
