// A change of data alone, drawn by plotly's own trace code for the traces that changed, and for nothing else.
//
// At a restyle plotly fills in the defaults of every trace anew, recalculates all of them, and draws axes, margins and
// frames again; three quarters of its time go into what a patch of data cannot change. What it keeps behind the drawing
// (`_fullData`, `calcdata`, the modules of the traces) is enough to redraw one trace. That is private to plotly.js, so any
// doubt ends in a full redraw: the data are then already in their places. A test compares both drawings.

const DATA_PATHS = new Set(["lon", "lat", "x", "y", "text", "textposition", "base", "marker.size", "marker.line.width"]);
const PLACES = ["lon", "lat", "x", "y"];

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
    for (const row of rows) calcdata[row] = calculated(fig.plot, full[row]);
    if (rows.length && layout.geo?._subplot) redrawMap(fig.plot, layout.geo._subplot, rows);
    else redrawChart(fig.plot, rows);
    fig.plot.emit("plotly_afterplot");
  } catch (fault) {
    console.warn("A figure is drawn anew as a whole:", fault);
    fig.Plotly.redraw(fig.plot);
  }
  return true;
}

function calculated(plot, trace) {
  const points = trace._module.calc(plot, trace);
  points[0].t ??= {};
  points[0].trace = trace;
  return points;
}

// The trace code joins what it is given to all groups of its layer and would remove the others: it is shown a layer
// that holds the groups of the changed traces only, and leaves them where they are.
function partOf(layer, plot, rows) {
  const changed = new Set(rows.map((row) => plot._fullData[row].uid));
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

function redrawMap(plot, geo, rows) {
  const layer = geo.layers.frontplot.select(".scatterlayer");
  const {groups, part} = partOf(layer, plot, rows);
  const shown = {layers: {frontplot: {select: () => part}}};
  plot._fullData[rows[0]]._module.plot(plot, shown, rows.map((row) => plot.calcdata[row]));
  const toPath = geo.projection.getPath();
  groups.selectAll(".js-line").attr("d", (line) => toPath(line.geojson));
  for (const kind of [".point", "text"]) {
    groups
      .selectAll(kind)
      .attr("display", (point) => (geo.projection.isLonLatOverEdges(point.lonlat) ? "none" : null))
      .attr("transform", (point) => `translate(${geo.projection(point.lonlat)})`);
  }
  geo.dataPoints.point = layer.selectAll(".point");
  geo.dataPoints.text = layer.selectAll("text");
  geo.dataPaths.line = layer.selectAll(".js-line");
}

function redrawChart(plot, rows) {
  const kindOf = (row) => plot._fullData[row]._module;
  for (const [id, subplot] of Object.entries(plot._fullLayout._plots)) {
    const inside = rows.filter((row) => plot._fullData[row].xaxis + plot._fullData[row].yaxis === id);
    for (const kind of new Set(inside.map(kindOf))) {
      const mine = inside.filter((row) => kindOf(row) === kind);
      kind.crossTraceCalc?.(plot, subplot);
      const {groups, part} = partOf(subplot.plot.select(`g.${kind.name}layer`), plot, mine);
      kind.plot(plot, subplot, mine.map((row) => plot.calcdata[row]), part);
      groups.selectAll("path:not([d])").remove();
      if (kind.name !== "scatter") kind.style(plot); // scatter styles what it draws
    }
  }
}
