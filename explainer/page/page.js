// The page in the browser. The kernel's state S is kept here too, so that every view, also a later one, shows the present.

const NARROW_PX = 700;
const CALM_MS = 1000;
const BUSY_MS = 400;
const LARGEST_FILE = 20_000_000; // the most that anything reads
const FILE_PART = 2_000_000; // of a message, which the server carries whole

function start(model) {
  const S = {model, views: new Set(), skeleton: model.get("_skeleton")};
  for (const key of ["charts", "texts", "tables", "variants", "lights", "bundle"]) S[key] = decode(model.get(`_${key}`));
  for (const chart of Object.values(S.charts)) {
    for (const trace of chart.data) place(trace, chart.points);
    chart.position = new Map(chart.data.map((trace, i) => [trace.name, i]));
    chart.byName = new Map(chart.data.map((trace) => [trace.name, trace]));
  }
  S.send = (content, ...rest) => {
    const waits = content.act !== "minute" && content.act !== "kept";
    if (waits) busy(S);
    model.send(waits ? {...content, waits} : content, ...rest);
  };
  model.on("msg:custom", (content, buffers) => {
    if ("address" in content) return follow(S, content); // nobody waits for it
    idle(S);
    if (content.show) show(S, decode(content.show, buffers ?? []));
    else if ("plotly" in content) S.takeCode?.(content.plotly, buffers);
    else if (content.save) saveFile(content.save, buffers, content.type);
  });
  S.plotly = loadPlotly(S);
  S.plotly.catch(() => {}); // each figure says so itself
  return S;
}

// What takes longer than a moment says so; the kernel answers every act, if only with nothing.
function busy(S) {
  clearTimeout(S.busy);
  S.busy = setTimeout(() => S.views.forEach(({root}) => {
    root.dataset.busy = tr("Working…");
    root.classList.add("pp-busy");
  }), BUSY_MS);
}

function idle(S) {
  clearTimeout(S.busy);
  for (const {root} of S.views) root.classList.remove("pp-busy");
}

function show(S, news) {
  for (const [name, text] of Object.entries(news.texts ?? {})) S.texts[name] = text;
  for (const [name, text] of Object.entries(news.summaries ?? {})) S.charts[name].summary = text;
  for (const [name, frame] of Object.entries(news.frames ?? {})) S.charts[name].frame = frame;
  for (const [name, columns] of Object.entries(news.tables ?? {})) {
    for (const [key, values] of Object.entries(columns)) S.tables[name].columns[key].values = values;
  }
  for (const [name, patch] of Object.entries(news.charts ?? {})) {
    const chart = S.charts[name];
    for (const [trace, values] of Object.entries(patch.traces ?? {})) {
      place(values, chart.points);
      for (const [path, value] of Object.entries(values)) put(chart.byName.get(trace), path, value);
    }
    for (const [path, value] of Object.entries(patch.layout ?? {})) put(chart.layout, path, value);
  }
  Object.assign(S.lights, news.lights);
  for (const view of S.views) refresh(S, view, news);
  ticked(S);
}

function refresh(S, view, news) {
  for (const name of Object.keys(news.texts ?? {})) {
    fillText(S, view, name);
    view.texts.get(name)?.forEach(keep);
  }
  if (news.lights) light(S, view.host);
  for (const fig of view.figures) {
    if (news.summaries && fig.name in news.summaries) fig.summary.textContent = fig.chart.summary;
  }
  for (const fig of view.figures) {
    const framed = news.frames && fig.name in news.frames;
    if (!framed && !news.charts?.[fig.name]) continue;
    const moved = framed ? redress(fig) : {traces: {}, layout: {}};
    restyle(fig, join(uncovered(fig, news.charts?.[fig.name]), moved));
  }
  for (const fig of view.figures) {
    if (fig.shown && news.tables?.[fig.shown.layer.table]) tell(fig, fig.shown);
  }
  for (const table of view.tables) if (news.tables?.[table.name]) table.stale();
  if (news.texts || news.tables) windClock(S, view, "clock" in (news.texts ?? {}));
}

function fillText(S, view, name) {
  for (const place of view.texts.get(name) ?? []) {
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    place.innerHTML = S.texts[name];
    link(place);
    fillLinks(place);
    if (focused) refocus(place, focused.dataset);
  }
  for (const status of view.statuses.get(name) ?? []) announce(status, S.texts[name]);
}

// The same control again, or, where it is gone, what the text names as the place to go on.
function refocus(place, {act, tick, value}) {
  const controls = [...place.querySelectorAll(tick ? "[data-tick]" : "[data-act]")];
  const same = controls.find((c) => c.dataset.act === act && (tick || c.dataset.value === value));
  if (same && !same.disabled) same.focus({preventScroll: true});
  else place.querySelector("[data-land]")?.focus();
}

// Seen at once, read out at most once a second: a busy live region keeps quiet.
function announce(status, text) {
  status.setAttribute("aria-busy", "true");
  status.innerHTML = text;
  link(status);
  const rest = Math.max(0, (status.quietUntil ?? 0) - performance.now());
  clearTimeout(status.timer);
  status.timer = setTimeout(() => {
    status.quietUntil = performance.now() + CALM_MS;
    status.setAttribute("aria-busy", "false");
  }, rest);
}

function link(place) {
  for (const a of place.querySelectorAll("a[data-page]")) a.href = new URL(`${a.dataset.page}.ipynb`, location.href).href;
}

// A table that is made only while somebody looks at it.
function openTable(S, name, box) {
  const details = box.closest("details");
  const table = {name, stale: () => (!details || details.open) && fillTable(S.tables[name], box)};
  details?.addEventListener("toggle", table.stale);
  box.prepend(tableSaver(S, name));
  table.stale();
  return table;
}

function fillTable({caption, note, columns}, box) {
  const shown = Object.values(columns);
  const head = element("tr", {}, ...shown.map((c) => element("th", {scope: "col", class: `pp-${c.kind}`}, c.label)));
  const body = element("tbody");
  for (let row = 0; row < (shown[0]?.values.length ?? 0); row++) {
    const cells = shown.map((column, i) => {
      const attributes = i ? {class: `pp-${column.kind}`} : {scope: "row"};
      return element(i ? "td" : "th", attributes, cell(column, row));
    });
    body.append(element("tr", {}, ...cells));
  }
  const made = element("table", {class: "pp-table"}, element("caption", {}, caption), element("thead", {}, head), body);
  const scroll = box.querySelector(".pp-scroll") ??
    box.appendChild(element("div", {class: "pp-scroll", tabindex: "0", role: "region", "aria-label": caption}));
  scroll.replaceChildren(made, ...(note ? [element("p", {class: "pp-note"}, note)] : []));
}

// What a field suggests: the names in a column of a table, in the order of another one, the largest first.
function fillNames(S, list) {
  const {names, of, by} = list.dataset;
  const columns = S.tables[of].columns;
  const order = [...columns[by].values.keys()].sort((a, b) => columns[by].values[b] - columns[by].values[a]);
  list.replaceChildren(...order.map((row) => element("option", {value: columns[names].values[row]})));
}

function twin(S, view, chart) {
  const box = element("div");
  const title = element("summary", {}, tr("Show as table"), element("span", {class: "pp-sr"}, `: ${chart.name}`));
  const details = element("details", {class: "pp-twin"}, title, box);
  view.tables.push(openTable(S, chart.table, box));
  return details;
}

function marked(root, kind) {
  const places = new Map();
  for (const place of root.querySelectorAll(`[data-${kind}]`)) {
    const name = place.dataset[kind];
    places.set(name, [...(places.get(name) ?? []), place]);
  }
  return places;
}

const darkSystem = matchMedia("(prefers-color-scheme: dark)");

function theme(view) {
  if (view.printing) return "light";
  const jupyter = document.body.dataset.jpThemeLight;
  return (jupyter ? jupyter === "false" : darkSystem.matches) ? "dark" : "light";
}

function dress(view) {
  if (view.closed) return;
  const [now, narrow] = [theme(view), view.host.clientWidth > 0 && view.host.clientWidth < NARROW_PX];
  view.root.dataset.theme = view.host.dataset.theme = now;
  view.root.classList.toggle("pp-narrow", narrow);
  view.host.classList.toggle("pp-narrow", narrow);
  if (view.theme === now && view.narrow === narrow) return;
  Object.assign(view, {theme: now, narrow});
  for (const fig of view.figures) restyle(fig, redress(fig));
}

// What the buttons beside the page look like comes with the page's own message, not with one for each of them.
function light(S, app) {
  for (const [name, [on, usable]] of Object.entries(S.lights)) {
    for (const button of app.querySelectorAll(`.pp-light-${name}`)) {
      button.classList.toggle("pp-on", on);
      if (button.disabled === usable) button.disabled = !usable; // setting it anew would be a change to those who watch
    }
  }
}

// ipywidgets tells a chosen button by a class alone, and has no word for assistive technology.
function mind(S, app) {
  light(S, app);
  for (const button of app.querySelectorAll("button.pp-toggle")) {
    const pressed = String(button.classList.contains("pp-on"));
    if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
  }
  for (const button of app.querySelectorAll("button")) {
    const disabled = String(button.disabled);
    if (button.disabled && button.getAttribute("aria-disabled") !== disabled) button.setAttribute("aria-disabled", disabled);
    else if (!button.disabled && button.hasAttribute("aria-disabled")) button.removeAttribute("aria-disabled");
  }
}

function watchSurroundings(S, view) {
  const off = new AbortController();
  const again = () => dress(view);
  const print = (printing) => () => {
    view.printing = printing;
    dress(view);
  };
  darkSystem.addEventListener("change", again, {signal: off.signal});
  window.addEventListener("beforeprint", print(true), {signal: off.signal});
  window.addEventListener("afterprint", print(false), {signal: off.signal});
  const jupyter = new MutationObserver(again);
  jupyter.observe(document.body, {attributes: true, attributeFilter: ["data-jp-theme-light"]});
  const width = new ResizeObserver(() => requestAnimationFrame(again));
  width.observe(view.host);
  const buttons = new MutationObserver(() => mind(S, view.host));
  if (view.host !== view.root) {
    const attributeFilter = ["class", "disabled"];
    buttons.observe(view.host, {subtree: true, childList: true, attributes: true, attributeFilter});
    mind(S, view.host);
  }
  return () => {
    off.abort();
    for (const observer of [jupyter, width, buttons]) observer.disconnect();
  };
}

function watchControls(S, view) {
  const send = (event) => {
    const control = event.target.closest?.("[data-act]");
    const changes = control?.matches("select, input, textarea");
    if (!control || changes !== (event.type === "change") || control.getAttribute("aria-disabled") === "true") return;
    S.send({act: control.dataset.act, value: String(control.dataset.value ?? control.value ?? "")});
  };
  const sendFile = async ({target}) => {
    const file = target.matches?.("[data-file]") && target.files[0];
    if (!file) return;
    // what is too large to be read is cut one byte past the limit, and the kernel says so
    const content = await file.slice(0, LARGEST_FILE + 1).arrayBuffer();
    const parts = Math.max(1, Math.ceil(content.byteLength / FILE_PART));
    for (let part = 0; part < parts; part++) {
      const piece = content.slice(part * FILE_PART, (part + 1) * FILE_PART);
      S.send({file: target.dataset.file, part, parts}, {}, [piece]);
    }
    target.value = "";
  };
  view.root.addEventListener("change", sendFile);
  view.root.addEventListener("click", send);
  view.root.addEventListener("change", send);
  view.root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const fig of view.figures) if (fig.shown) showTip(fig, null);
  });
}

async function attached(view) {
  while (!view.root.isConnected && !view.closed) await new Promise((resolve) => setTimeout(resolve, 16));
}

function openView(S, el) {
  const root = element("div", {class: "pp-page"});
  root.innerHTML = S.skeleton;
  const view = {root, host: root, figures: [], tables: [], closed: false, off: new AbortController()};
  view.texts = marked(root, "text");
  view.statuses = marked(root, "status");
  for (const status of root.querySelectorAll("[data-status]")) status.setAttribute("role", "status");
  link(root);
  for (const name of Object.keys(S.texts)) fillText(S, view, name);
  for (const [name, boxes] of marked(root, "table")) {
    for (const box of boxes) view.tables.push(openTable(S, name, box));
  }
  for (const list of root.querySelectorAll("datalist[data-of]")) fillNames(S, list);
  watchControls(S, view);
  el.classList.add("pp-frame");
  el.append(root);
  S.views.add(view);
  watchClock(S, view);
  windClock(S, view);
  watchOwn(S, view);
  watchFollowing(S, view);
  watchShare(S, view);
  settle(S, view);
  return () => closeView(S, view);
}

// Theme and width are known only on the page, and the first drawing should be the right one.
async function settle(S, view) {
  await attached(view);
  if (view.closed) return;
  view.host = view.root.closest(".pp-app") ?? view.root;
  dress(view);
  for (const [name, boxes] of marked(view.root, "figure")) {
    for (const box of boxes) view.figures.push(openFigure(S, view, name, box));
  }
  view.unwatch = watchSurroundings(S, view);
}

function closeView(S, view) {
  view.closed = true;
  S.views.delete(view);
  view.unwatch?.();
  view.off.abort();
  if (!S.views.size && S.playing) pause(S);
  if (!S.views.size && S.ticking) stopTicking(S);
  view.figures.forEach(closeFigure);
  view.root.remove();
}

export default () => {
  let S;
  return {
    initialize({model}) {
      S = start(model);
    },
    render({el}) {
      return openView(S, el);
    },
  };
};
