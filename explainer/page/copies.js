// Marks and words of one trace, as copies of what plotly drew of it.
//
// Plotly styles every mark by itself, a tenth of a millisecond each. But all marks of a trace that agree in what is their
// own (size and rim, or the side of a word) look alike: plotly draws one of each kind, the others are copies of it at
// another place. Traces of another make, words with markup, points outside the frame: all of those plotly draws itself.

const OWN = {markers: ["ms", "mlw"], text: ["tp", "tx"]}; // what a copied point may have of its own
const NOTED = new Set(["i", "lonlat", "x", "y", "t", "trace", "node3", "mrc", "om"]); // what plotly notes at any point
const MARKUP = /[<&$\r\n]/;

function drawCopies(known, row) {
  const {plot, geo, samples} = known;
  const trace = plot._fullData[row];
  const group = plot.calcdata[row][0].node3?.node();
  if (!(trace.mode in OWN) || !group?.isConnected) return false;
  const layer = geo ? layerOfMap(geo, trace, group) : layerOfChart(plot, trace, group);
  if (!layer) return false;
  const all = calculate(known, row);
  const points = all.filter(layer.has);
  if (layer.keepsGaps && points.length < all.length) return false;
  if (!points.every((point) => isAlike(trace, point) && layer.within(point))) return false;
  if (!samples.has(row)) samples.set(row, new Map());
  learn(known, row, layer, points, samples.get(row));
  arrange(layer, points, samples.get(row), trace);
  layer.root.__data__ = group.__data__ = plot.calcdata[row];
  return true;
}

const kindOf = ({ms, mlw, tp}) => `${ms} ${mlw} ${tp}`;
const wordOf = (trace, point) => point.tx ?? trace.text;

function isAlike(trace, point) {
  if (Object.keys(point).some((key) => !NOTED.has(key) && !OWN[trace.mode].includes(key))) return false;
  if (trace.mode === "markers") {
    const {color, maxdisplayed, angleref} = trace.marker;
    return typeof color === "string" && !maxdisplayed && angleref !== "previous";
  }
  const word = wordOf(trace, point);
  return typeof word === "string" && word !== "" && !MARKUP.test(word) && !trace.texttemplate;
}

// Where plotly keeps the marks of a trace, and how it places one.
function layerOfMap({projection}, {mode}, group) {
  return {
    root: group,
    keepsGaps: mode === "text", // an empty element for each
    has: ({lonlat}) => Number.isFinite(lonlat[0]),
    within: ({lonlat}) => !projection.isLonLatOverEdges(lonlat),
    place(node, point) {
      const moved = mode === "text" ? node.firstElementChild : node;
      moved.setAttribute("transform", `translate(${projection(point.lonlat)})`);
    },
  };
}

function layerOfChart(plot, {mode, xaxis, yaxis}, group) {
  const {xaxis: across, yaxis: up} = plot._fullLayout._plots[xaxis + yaxis];
  const root = [...group.children].find((child) => child.classList.contains(mode === "text" ? "text" : "points"));
  const at = ({x, y}) => [across.c2p(x), up.c2p(y)];
  return root && {
    root,
    has: (point) => at(point).every(Number.isFinite),
    within: (point) => across.isPtWithinRange(point) && up.isPtWithinRange(point) && at(point).some(Boolean),
    place(node, point) {
      const [x, y] = at(point);
      if (mode === "markers") return node.setAttribute("transform", `translate(${x},${y})`);
      node.firstElementChild.setAttribute("x", x);
      node.firstElementChild.setAttribute("y", y);
    },
  };
}

// Of each kind that is not known yet one is drawn by plotly, and kept as a sample.
function learn({plot}, row, {root}, points, samples) {
  const strange = new Map(points.filter((point) => !samples.has(kindOf(point))).map((point) => [kindOf(point), point]));
  if (!strange.size) return;
  const [{t, trace, node3}] = plot.calcdata[row];
  const drawn = [...strange.values()].map((point, i) => ({...point, ...(i ? {} : {t, trace, node3})}));
  redrawn(plot, [drawn]);
  if (root.childElementCount !== drawn.length) throw new Error("plotly drew other marks than it was asked for");
  drawn.forEach(({mrc, om, ...point}, i) => {
    samples.set(kindOf(point), {node: root.children[i].cloneNode(true), noted: mrc === undefined ? {} : {mrc, om}});
  });
}

function arrange({root, place}, points, samples, trace) {
  const nodes = [...root.children];
  points.forEach((point, i) => {
    const sample = samples.get(kindOf(point));
    let node = nodes[i];
    if (node?.sample !== sample) {
      node = sample.node.cloneNode(true);
      node.sample = sample;
      if (nodes[i]) nodes[i].replaceWith(node);
      else root.append(node);
    }
    node.__data__ = Object.assign(point, sample.noted);
    if (trace.mode === "text") write(node.firstElementChild, point, wordOf(trace, point));
    place(node, point);
  });
  for (const node of nodes.slice(points.length)) node.remove();
}

function write(text, point, word) {
  text.__data__ = point;
  if (text.getAttribute("data-unformatted") === word) return;
  text.setAttribute("data-unformatted", word);
  text.textContent = word;
}
