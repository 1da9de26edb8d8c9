// A change of data alone, drawn for the traces that changed, and for nothing else.
//
// At a restyle plotly fills in the defaults of every trace anew, recalculates all of them, and draws axes, margins and
// frames again; three quarters of its time go into what a patch of data cannot change. What it keeps behind the drawing
// (`_fullData`, `calcdata`, the modules of the traces) is enough to redraw one trace: lines of a map by their path alone,
// marks and words as copies of what plotly drew (copies.js), the rest by plotly's own trace code. That is private to
// plotly.js, so any doubt ends in a full redraw: the data are then already in their places. A test compares both drawings.

const DATA_PATHS = new Set(["lon", "lat", "x", "y", "text", "textposition", "base", "marker.size", "marker.line.width"]);
const PLACES = ["lon", "lat", "x", "y"];
const MOST_PIECES = 20000; // of lines that are remembered

// Plotly hides a trace without data and forgets its looks. One gap keeps it ready.
function ready(path, value) {
  return PLACES.includes(path) && value?.length === 0 ? [NaN] : value;
}

function quick(fig, traces, names) {
  const {_fullData: full, _fullLayout: layout, calcdata} = fig.plot;
  if (names.some((name) => Object.keys(traces[name]).some((path) => !DATA_PATHS.has(path)))) return false;
  const rowOf = (name) => fig.chart.position.get(name);
  const hidden = (row) => fig.plot.data[row].visible === false; // its data wait until it is shown
  const rows = names.map(rowOf).filter((row) => !hidden(row)).sort((a, b) => a - b);
  if (rows.some((row) => full?.[row]?.visible !== true || !full[row]._module?.calc || !calcdata?.[row])) return false;
  for (const name of names) {
    const row = rowOf(name);
    for (const [path, value] of Object.entries(traces[name])) {
      put(fig.plot.data[row], path, value);
      if (!hidden(row)) put(full[row], path, value);
    }
    if (hidden(row)) continue;
    const [one, other] = PLACES.map((path) => full[row][path]).filter(Boolean);
    full[row]._length = Math.min(one.length, other.length);
  }
  try {
    const known = knownOf(fig);
    const rest = rows.filter((row) => !drawLine(known, row) && !drawCopies(known, row));
    for (const row of rest) calculate(known, row);
    if (rest.length) redrawn(fig.plot, rest.map((row) => calcdata[row]));
    fig.plot.emit("plotly_afterplot");
  } catch (fault) {
    console.warn("A figure is drawn anew as a whole:", fault);
    fig.Plotly.redraw(fig.plot);
  }
  return true;
}

// What is remembered of a drawing. Plotly makes a new `_fullLayout` whenever colours, sizes or the projection may have
// changed, and then all of it is forgotten.
function knownOf(fig) {
  const {plot} = fig;
  const layout = plot._fullLayout;
  if (fig.known?.layout !== layout) {
    fig.known = {plot, layout, geo: layout.geo?._subplot, pieces: new Map(), samples: new Map(), behind: new Set()};
  }
  return fig.known;
}

function calculate({plot, behind}, row) {
  const trace = plot._fullData[row];
  const points = trace._module.calc(plot, trace);
  points[0].t ??= {};
  points[0].trace = trace;
  points[0].node3 = plot.calcdata[row][0].node3; // the group of the trace in the drawing
  plot.calcdata[row] = points;
  const group = points[0].node3?.node();
  if (group) group.__data__ = points;
  behind.delete(row);
  return points;
}

// Lines are drawn without plotly's points, which only a full redraw asks for.
function catchUp(fig) {
  if (!fig.known || fig.known.layout !== fig.plot._fullLayout) return;
  for (const row of fig.known.behind) calculate(fig.known, row);
  if (fig.known.geo) listMarks(fig.known.geo);
}

function listMarks(geo) {
  const layer = geo.layers.frontplot.select(".scatterlayer");
  geo.dataPoints.point = layer.selectAll(".point");
  geo.dataPoints.text = layer.selectAll("text");
  geo.dataPaths.line = layer.selectAll(".js-line");
}

function drawLine(known, row) {
  const {plot, geo, behind} = known;
  const trace = plot._fullData[row];
  if (!geo || !isPlainLine(trace)) return false;
  const group = plot.calcdata[row][0].node3?.node();
  const path = group?.firstElementChild;
  if (!group?.isConnected || group.childElementCount !== 1 || !path.classList.contains("js-line")) return false;
  path.__data__ = {trace, get geojson() { return linesOf(trace); }};
  const line = lineThrough(known, trace);
  if (line) path.setAttribute("d", line);
  else path.removeAttribute("d");
  behind.add(row);
  return true;
}

function isPlainLine({mode, fill, connectgaps, lon, lat}) {
  return mode === "lines" && fill === "none" && !connectgaps && isNumbers(lon) && isNumbers(lat);
}

function isNumbers(values) {
  return ArrayBuffer.isView(values) || (Array.isArray(values) && values.every((value) => typeof value === "number"));
}

function linesOf(trace) {
  const lines = [];
  eachStretch(trace, (start, end) => lines.push(stretch(trace, start, end)));
  return lines.length === 1 ? {type: "LineString", coordinates: lines[0]} : {type: "MultiLineString", coordinates: lines};
}

function stretch({lon, lat}, start, end) {
  return Array.from({length: end - start}, (_, i) => [lon[start + i], lat[start + i]]);
}

// From gap to gap.
function eachStretch({lon, lat, _length: length}, take) {
  let start = 0;
  for (let i = 0; i <= length; i++) {
    if (i < length && Number.isFinite(lon[i]) && Number.isFinite(lat[i])) continue;
    if (i > start) take(start, i);
    start = i + 1;
  }
}

// Most lines on a map are pieces with two ends, a dot or a way to a first stop, and come back with the next change: what
// the projection makes of them is remembered.
function lineThrough({geo, pieces}, trace) {
  const {lon, lat} = trace;
  const toPath = geo.projection.getPath();
  const drawn = (start, end) => toPath({type: "LineString", coordinates: stretch(trace, start, end)}) ?? "";
  if (pieces.size > MOST_PIECES) pieces.clear();
  const parts = [];
  eachStretch(trace, (start, end) => {
    if (end - start !== 2) return void parts.push(drawn(start, end));
    const [a, b, c, d] = [lon[start], lat[start], lon[start + 1], lat[start + 1]];
    const key = a * 7919 + b * 104729 + c * 31 + d * 65537;
    let piece = pieces.get(key);
    if (piece?.a !== a || piece.b !== b || piece.c !== c || piece.d !== d) {
      pieces.set(key, (piece = {a, b, c, d, line: drawn(start, end)}));
    }
    parts.push(piece.line);
  });
  return parts.join("");
}

// Dots and ways of a map that has just been drawn are remembered before the first change asks for them.
function foresee(fig) {
  const known = fig.drawn && knownOf(fig);
  if (!known?.geo) return;
  for (const trace of fig.plot._fullData) if (isPlainLine(trace)) lineThrough(known, trace);
}

function redrawn(plot, calculated) {
  const geo = plot._fullLayout.geo?._subplot;
  if (geo) redrawMap(plot, geo, calculated);
  else redrawChart(plot, calculated);
}

// The trace code joins what it is given to all groups of its layer and would remove the others: it is shown a layer
// that holds the groups of the changed traces only, and leaves them where they are.
function partOf(layer, calculated) {
  const changed = new Set(calculated.map((points) => points[0].trace.uid));
  const groups = layer.selectAll("g.trace").filter((points) => changed.has(points[0].trace.uid));
  const found = {
    data(...given) {
      const joined = groups.data(...given);
      joined.order = () => joined;
      return joined;
    },
    remove() {},
  };
  return {groups, part: {selectAll: () => found, classed: () => false}};
}

function redrawMap(plot, geo, calculated) {
  const {groups, part} = partOf(geo.layers.frontplot.select(".scatterlayer"), calculated);
  const shown = {layers: {frontplot: {select: () => part}}};
  calculated[0][0].trace._module.plot(plot, shown, calculated);
  const toPath = geo.projection.getPath();
  groups.selectAll(".js-line").attr("d", (line) => toPath(line.geojson));
  for (const kind of [".point", "text"]) {
    groups
      .selectAll(kind)
      .attr("display", (point) => (geo.projection.isLonLatOverEdges(point.lonlat) ? "none" : null))
      .attr("transform", (point) => `translate(${geo.projection(point.lonlat)})`);
  }
}

function redrawChart(plot, calculated) {
  const kindOf = ([{trace}]) => trace._module;
  for (const [id, subplot] of Object.entries(plot._fullLayout._plots)) {
    const inside = calculated.filter(([{trace}]) => trace.xaxis + trace.yaxis === id);
    for (const kind of new Set(inside.map(kindOf))) {
      const mine = inside.filter((points) => kindOf(points) === kind);
      kind.crossTraceCalc?.(plot, subplot);
      const {groups, part} = partOf(subplot.plot.select(`g.${kind.name}layer`), mine);
      kind.plot(plot, subplot, mine, part);
      groups.selectAll("path:not([d])").remove();
      if (kind.name !== "scatter") kind.style(plot); // scatter styles what it draws
    }
  }
}
