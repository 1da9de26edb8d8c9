// What a page shows, measured on the screen. Each function gives what is wrong, as lines to read.
(() => {
  const CONTROLS = "a[href], button, select, input, textarea, summary";
  const main = () => document.querySelector("main");
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  const text = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const kind = (node) => `${node.tagName.toLowerCase()}.${node.className?.baseVal ?? node.className}`;
  const named = (node) => `${kind(node)} “${text(node).slice(0, 50)}”`;
  const all = (what) => [...main().querySelectorAll(what)].filter(shown);
  const unseen = (node) => node.closest(".pp-sr, .pp-skip, svg, [data-plot], script, style, select");
  const fixed = (node) => {
    for (let one = node; one; one = one.parentElement) if (getComputedStyle(one).position === "fixed") return true;
    return false;
  };

  // A box that takes a pointer, with the label that takes it too.
  const target = (node) => {
    const boxes = [node, ...(node.labels ?? [])].map((one) => one.getBoundingClientRect());
    return { width: Math.max(...boxes.map((b) => b.width)), height: Math.max(...boxes.map((b) => b.height)) };
  };
  // A link inside a sentence is as high as its line.
  const inSentence = (node) => node.tagName === "A" && text(node.parentElement).length > text(node).length + 3;

  const smallTargets = (least) =>
    all(CONTROLS).filter((node) => !unseen(node) && !node.disabled && !inSentence(node))
      .map((node) => [node, target(node)])
      .filter(([, { width, height }]) => Math.min(width, height) < least - 0.5)
      .map(([node, { width, height }]) => `${named(node)} is ${width.toFixed(0)} × ${height.toFixed(0)}`);

  const lowActions = (what, least) =>
    all(what).filter((node) => node.getBoundingClientRect().height < least - 0.5)
      .map((node) => `${named(node)} is ${node.getBoundingClientRect().height.toFixed(0)} high`);

  // The part of a box that the boxes around it show; one that scrolls shows all of it in the end.
  const seenPart = ({ left, right, top, bottom }, from, scrolled) => {
    for (let one = from; one && one !== document.body; one = one.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(one);
      const frame = one.getBoundingClientRect();
      const cuts = (how) => how !== "visible" && (scrolled || how === "hidden" || how === "clip");
      if (cuts(overflowX)) [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      if (cuts(overflowY)) [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    }
    return { left, right, top, bottom };
  };

  const lines = () => {
    const found = [];
    const walk = document.createTreeWalker(main(), NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent.trim() || !shown(parent) || unseen(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1) found.push({ node, parent, box });
    }
    return found;
  };

  // Words that are cut off. On the lanes of a replay words without room are left out as a whole; lists have them.
  const cut = () => lines().filter(({ parent, box }) => {
    if (parent.closest(".pp-states, .pp-over")) return false;
    const seen = seenPart(box, parent, false);
    return seen.right - seen.left < box.width - 1.5 || seen.bottom - seen.top < box.height - 4;
  }).map(({ node, parent }) => `“${node.textContent.trim().slice(0, 50)}” in ${kind(parent)}`);

  // What reaches past the right edge of the page and is not inside a box of its own that scrolls.
  const beyond = () => {
    const width = document.documentElement.clientWidth;
    const boxed = (node) => {
      for (let one = node; one && one !== document.body; one = one.parentElement) {
        if (getComputedStyle(one).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = document.documentElement.scrollWidth;
    const out = (node) => node.getBoundingClientRect().right > width + 1;
    const faults = all("*").filter((node) => !unseen(node) && out(node) && !boxed(node)).map(named);
    return wide > width ? [`the page is ${wide} wide`, ...faults] : faults;
  };

  // Words that lie on other words; what is fixed to the window lies on the page by its nature.
  const overlaps = () => {
    const apart = ".pp-over, .pp-hours, [popover]";
    const spots = lines().filter(({ parent }) => !fixed(parent) && !parent.closest(apart))
      .map(({ node, parent, box }) => ({ node, ...seenPart(box, parent, true) }))
      .filter(({ left, right, top, bottom }) => right - left > 1 && bottom - top > 1);
    const found = [];
    spots.forEach((one, i) => spots.slice(i + 1).forEach((other) => {
      if (one.node === other.node) return;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      const told = (spot) => `“${spot.node.textContent.trim().slice(0, 40)}”`;
      if (across > 2 && down > 4) found.push(`${told(one)} and ${told(other)}`);
    }));
    return found;
  };

  const moves = (node) => {
    const { transitionDuration, animationName, transitionProperty } = getComputedStyle(node);
    const takesTime = transitionDuration.split(", ").some((duration) => parseFloat(duration) > 0);
    return animationName !== "none" || (transitionProperty !== "none" && takesTime);
  };
  const moving = () => [
    ...document.getAnimations().map((one) => `${one.animationName ?? one.transitionProperty} runs`),
    ...all("*").filter(moves).map((node) => `${named(node)} would move`),
  ];

  const figures = () => all("[data-figure]").map((box) => {
    const twins = [...box.querySelectorAll("details.pp-twin .pp-table")];
    const summary = document.getElementById(box.getAttribute("aria-describedby"));
    return {
      key: box.dataset.figure, role: box.getAttribute("role"), name: box.getAttribute("aria-label") ?? "",
      summary: summary ? text(summary) : "",
      hidden: box.querySelector("[data-plot]")?.getAttribute("aria-hidden"),
      captions: twins.map((table) => table.caption ? text(table.caption) : ""),
      unscoped: twins.flatMap((table) => [...table.querySelectorAll("th:not([scope])")].map(text)),
      rows: twins.map((table) => table.tBodies[0].rows.length),
    };
  });

  // What is read out, and when [ms]: a polite region speaks when it is not busy any more.
  const listen = () => {
    const region = main().querySelector("[role=status]");
    const said = [];
    new MutationObserver(() => {
      const now = text(region), at = performance.now();
      if (region.getAttribute("aria-busy") !== "true" && now !== said.at(-1)?.now) said.push({ at, now });
    }).observe(region, { attributes: true, attributeFilter: ["aria-busy"] });
    const changed = new MutationObserver(() => (region.changedAt = performance.now()));
    changed.observe(region, { childList: true, subtree: true, characterData: true });
    Object.assign(globalThis, { said, region });
  };

  // Changes something by a control of the page, several times as quickly as a hand can.
  let turn = 0;
  const act = async (times) => {
    const controls = all(":is([data-act=set], [data-act=preset], .pp-toggle):enabled:not([aria-pressed=true])");
    const slider = document.querySelector("input[data-clock]");
    globalThis.acted = performance.now();
    for (let i = 0; i < times; i++) {
      if (slider) {
        slider.value = 60 + 170 * (turn++ % 5);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        controls.at(-1 - (i % controls.length)).click();
      }
      await new Promise((next) => setTimeout(next, times > 1 ? 120 : 0));
    }
  };

  // How light a colour is, from 0 to 100 (L* of CIE Lab).
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const grey = (colour) => {
    for (const layer of [getComputedStyle(main().querySelector(".pp-page")).getPropertyValue("--land"), colour]) {
      paint.fillStyle = layer;
      paint.fillRect(0, 0, 1, 1);
    }
    const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((v) => linear(v / 255));
    const y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
  };

  // What the traces of the drawn figures look like without their colour, and how light they are.
  const one = (value) => (typeof value === "string" || typeof value === "number" ? value : "various");
  const look = ({ name, type, mode, fill, fillcolor, marker, line, opacity, width }) => {
    const bar = type === "bar", filled = fill && fill !== "none";
    const colour = filled ? fillcolor : bar || mode?.includes("markers") ? marker?.color : line?.color;
    const mark = [bar ? marker?.pattern?.shape : marker?.symbol, marker?.size, marker?.line?.width, width].map(one);
    const shape = [type, mode, fill, line?.dash, line?.width, opacity ?? 1, ...mark].join();
    // a fainter ink says more or less of the same
    const ink = String(colour).replace(/^rgba\((.*),[^,]*\)$/, "rgb($1)");
    return { name, shape, colour: ink, grey: typeof colour === "string" ? grey(colour) : null };
  };
  // An area has its outline for a shape, words are read, and streets and coasts are the ground that marks stand on.
  const drawn = ({ x, lon, mode, fill, type }) => [...(x ?? lon ?? [])].some((at) => at === at) && fill !== "toself" &&
    (type === "bar" || mode?.includes("markers") || mode === "lines") && !mode?.includes("text");
  const marks = () => all("[data-figure]").flatMap((box) => {
    const traces = box.querySelector("[data-plot]").data.filter(drawn);
    return traces.map((trace) => ({ figure: box.dataset.figure, ...look(trace) }));
  });

  const measures = { smallTargets, lowActions, cut, beyond, overlaps, moving, figures, marks };
  globalThis.audit = { ...measures, listen, act, all, shown, text };
})();
