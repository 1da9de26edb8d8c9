// A figure of one view: its place on the page, its drawing, and one restyle a change.
//
// What is drawn is the chart's state (equal in the kernel) under an overlay that only this view knows: the patches for
// its theme and width, and the part of the map to look at. A change of theme is a change of overlay, never a message.

const CONFIG = {displayModeBar: false, responsive: false, scrollZoom: false, doubleClick: false, showTips: false};
const NO_PLOTLY = tr("This picture is missing, because plotly.js could not be loaded. Run “parade-proof build” and reload the page. Texts and tables are complete.");
const LEAST_HEIGHT = 300;
let serial = 0;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function openFigure(S, view, name, box) {
  const chart = S.charts[name];
  const fig = {S, view, name, chart, box, over: overlay(S, view, name), drawn: false, missed: [], spots: []};
  fig.plot = box.querySelector("[data-plot]") ?? box.appendChild(element("div", {"data-plot": ""}));
  fig.plot.classList.add("pp-plot");
  fig.plot.setAttribute("aria-hidden", "true");
  fig.summary = box.querySelector("[data-summary]") ?? box.appendChild(element("p", {class: "pp-sr"}));
  fig.summary.id ||= `pp-summary-${++serial}`;
  fig.summary.textContent = chart.summary;
  box.setAttribute("role", "figure");
  box.setAttribute("aria-label", chart.name);
  box.setAttribute("aria-describedby", fig.summary.id);
  if (chart.table && !box.querySelector("[data-table]")) box.append(twin(S, view, chart));
  watchPointer(fig);
  fig.sizes = new ResizeObserver(() => requestAnimationFrame(() => fit(fig)));
  fig.sizes.observe(fig.plot);
  return fig;
}

function closeFigure(fig) {
  fig.closed = true;
  fig.drawn = fig.drawing = false;
  fig.known = null;
  fig.sizes.disconnect();
  fig.Plotly?.purge(fig.plot);
}

function overlay(S, view, name) {
  const over = {traces: {}, layout: {}};
  for (const look of [view.theme, view.narrow ? "narrow" : "wide"]) {
    const patch = S.variants[look]?.[name];
    if (!patch) continue;
    for (const [trace, values] of Object.entries(patch.traces)) Object.assign((over.traces[trace] ??= {}), values);
    Object.assign(over.layout, patch.layout);
  }
  Object.assign(over.layout, S.charts[name].frame ?? {});
  return over;
}

// The overlay as it should be now; gives what that changes on the screen.
function redress(fig) {
  const [old, over] = [fig.over, overlay(fig.S, fig.view, fig.name)];
  fig.over = over;
  const traces = {};
  for (const name of new Set([...Object.keys(old.traces), ...Object.keys(over.traces)])) {
    const values = difference(old.traces[name], over.traces[name], fig.chart.byName.get(name));
    if (Object.keys(values).length) traces[name] = values;
  }
  return {traces, layout: difference(old.layout, over.layout, fig.chart.layout)};
}

function difference(old = {}, now = {}, base) {
  const values = {};
  for (const path of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const value = path in now ? now[path] : find(base, path) ?? null;
    if (!(path in old) || old[path] !== value) values[path] = value;
  }
  return values;
}

// What of a message this view shows: not what its overlay covers.
function uncovered(fig, patch = {}) {
  const without = (values = {}, cover = {}) =>
    Object.fromEntries(Object.entries(values).filter(([path]) => !(path in cover)));
  const traces = {};
  for (const [name, values] of Object.entries(patch.traces ?? {})) traces[name] = without(values, fig.over.traces[name]);
  return {traces, layout: without(patch.layout, fig.over.layout)};
}

function join(a, b) {
  const traces = {...a.traces};
  for (const [name, values] of Object.entries(b.traces)) traces[name] = {...traces[name], ...values};
  return {traces, layout: {...a.layout, ...b.layout}};
}

function room(fig, height) {
  remember(fig.plot, null);
  const own = typeof height === "number"; // else that of the style sheet, also after a width that had its own
  fig.plot.style.height = own ? `${height}px` : "";
  if (!own && fig.plot.clientHeight < 40) fig.plot.style.height = `${LEAST_HEIGHT}px`;
  const size = {width: fig.plot.clientWidth, height: fig.plot.clientHeight};
  remember(fig.plot, size);
  return size;
}

// plotly asks for the size of its element at every change, and the browser then lays out the whole page once a figure.
// The element answers from what was last measured; what measures it anew forgets first.
function remember(plot, size) {
  for (const side of ["Width", "Height"]) {
    delete plot[`client${side}`];
    if (size) Object.defineProperty(plot, `client${side}`, {configurable: true, value: size[side.toLowerCase()]});
  }
}

// The first figure of a page is seen before the next is drawn.
function inTurn(fig) {
  fig.drawing = true;
  fig.view.turn = (fig.view.turn ?? Promise.resolve()).then(() => draw(fig)).catch(reportError).then(seen);
}

const seen = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

async function draw(fig) {
  if (fig.closed) return;
  let Plotly;
  try {
    Plotly = await fig.S.plotly;
  } catch {
    fig.plot.removeAttribute("aria-hidden");
    fig.plot.replaceChildren(element("p", {class: "pp-missing"}, NO_PLOTLY));
    return;
  }
  if (fig.closed) return;
  const data = fig.chart.data.map((trace) => {
    const drawn = clone(trace);
    for (const [path, value] of Object.entries(fig.over.traces[trace.name] ?? {})) put(drawn, path, value);
    for (const path of PLACES) if (path in drawn) drawn[path] = ready(path, drawn[path]);
    return drawn;
  });
  const layout = {dragmode: false, hovermode: false, ...clone(fig.chart.layout), autosize: false};
  for (const [path, value] of Object.entries(fig.over.layout)) put(layout, path, value);
  Object.assign(layout, room(fig, layout.height));
  fig.Plotly = Plotly;
  await Plotly.newPlot(fig.plot, data, layout, CONFIG);
  if (fig.closed) return Plotly.purge(fig.plot);
  fig.plot.on("plotly_afterplot", () => (fig.spots = []));
  fig.spots = [];
  fig.drawn = true;
  for (const missed of fig.missed.splice(0)) restyle(fig, missed);
  fit(fig);
  globalThis.requestIdleCallback?.(() => foresee(fig));
}

function fit(fig) {
  remember(fig.plot, null);
  const {clientWidth: width, clientHeight: height} = fig.plot;
  if (fig.closed || !width) return;
  if (!fig.drawing) return inTurn(fig);
  remember(fig.plot, {width, height});
  if (fig.drawn && (fig.plot.layout.width !== width || fig.plot.layout.height !== height)) {
    catchUp(fig);
    fig.Plotly.relayout(fig.plot, {width, height});
  }
}

function restyle(fig, {traces, layout}) {
  if (!fig.drawn) return void (fig.drawing && fig.missed.push({traces, layout}));
  const names = Object.keys(traces).filter((name) => Object.keys(traces[name]).length);
  for (const name of names) for (const [path, value] of Object.entries(traces[name])) traces[name][path] = ready(path, value);
  const keys = "height" in layout ? {...layout, ...room(fig, layout.height)} : layout;
  const some = Object.keys(keys).length > 0;
  if (names.length && !some && quick(fig, traces, names)) return;
  catchUp(fig);
  const rows = names.map((name) => fig.chart.position.get(name));
  const paths = {};
  names.forEach((name, i) => {
    // a path that a trace has nothing for stays undefined there, and plotly leaves it alone
    for (const [path, value] of Object.entries(traces[name])) (paths[path] ??= new Array(names.length))[i] = value;
  });
  if (rows.length && some) fig.Plotly.update(fig.plot, paths, keys, rows);
  else if (rows.length) fig.Plotly.restyle(fig.plot, paths, rows);
  else if (some) fig.Plotly.relayout(fig.plot, keys);
}
