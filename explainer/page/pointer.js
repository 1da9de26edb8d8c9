// What the pointer is on. plotly's own pick may name a neighbour, so the nearest point is found here.

const SLACK_PX = 4;

// Where the points of a layer lie on the picture [px]: on a map by its projection, on a plan by its axes.
function project(layer, layout) {
  const subplot = layout.geo?._subplot;
  return subplot ? projectMap(layer, subplot.projection) : projectPlan(layer, layout);
}

function projectMap(layer, projection) {
  const extent = projection.clipExtent?.() ?? [[-Infinity, -Infinity], [Infinity, Infinity]];
  return places(layer, extent, (place) => (projection.isLonLatOverEdges(place) ? null : projection(place)));
}

function projectPlan(layer, {xaxis, yaxis}) {
  const [left, top] = [xaxis._offset, yaxis._offset];
  const extent = [[left, top], [left + xaxis._length, top + yaxis._length]];
  return places(layer, extent, ([x, y]) => [left + xaxis.d2p(x), top + yaxis.d2p(y)]);
}

function places({lon, lat}, [[left, top], [right, bottom]], toPixels) {
  const xy = new Float32Array(2 * lon.length).fill(NaN);
  for (let i = 0; i < lon.length; i++) {
    const at = toPixels([lon[i], lat[i]]);
    if (at && at[0] >= left && at[0] <= right && at[1] >= top && at[1] <= bottom) xy.set(at, 2 * i);
  }
  return xy;
}

function nearest(xy, radius, x, y) {
  let [found, least] = [-1, Infinity];
  for (let i = 0; i < xy.length / 2; i++) {
    const away = Math.hypot(xy[2 * i] - x, xy[2 * i + 1] - y);
    if (away < least && away <= (radius[i] ?? radius) + SLACK_PX) [found, least] = [i, away];
  }
  return found;
}

// Points that move are columns of the layer's table, named instead of given.
function located(S, {table, lon, lat}) {
  const at = (place) => (typeof place === "string" ? S.tables[table].columns[place].values : place);
  return {lon: at(lon), lat: at(lat)};
}

// The first layer with a point under the pointer wins.
function hit(fig, event) {
  const layout = fig.drawn && fig.plot._fullLayout;
  if (!layout?.geo?._subplot && !layout?.xaxis) return null;
  const corner = fig.plot.getBoundingClientRect();
  const [x, y] = [event.clientX - corner.left, event.clientY - corner.top];
  for (const [i, layer] of fig.chart.layers.entries()) {
    const xy = (fig.spots[i] ??= project(located(fig.S, layer), layout));
    const point = nearest(xy, layer.radius_px, x, y);
    if (point >= 0) return {layer, point, x: xy[2 * point], y: xy[2 * point + 1]};
  }
  return null;
}

function tell(fig, {layer, point}) {
  const {columns} = fig.S.tables[layer.table];
  const [title, ...rest] = layer.tip.map((key) => columns[key]);
  const lines = rest.map((column) => element("div", {}, `${column.label} ${cell(column, point)}`));
  fig.tip.replaceChildren(element("b", {}, cell(title, point)), ...lines);
}

function showTip(fig, found) {
  fig.shown = found;
  fig.plot.classList.toggle("pp-hit", Boolean(found?.layer.act));
  fig.tip.hidden = !found;
  if (!found) return;
  tell(fig, found);
  const {offsetWidth: width, offsetHeight: height} = fig.tip;
  const left = Math.min(Math.max(found.x + 12, 4), fig.plot.clientWidth - width - 4);
  const below = found.y + 14 + height < fig.plot.clientHeight - 4;
  const top = Math.max(below ? found.y + 14 : found.y - 14 - height, 4);
  fig.tip.style.translate = `${Math.max(left, 4) + fig.plot.offsetLeft}px ${top + fig.plot.offsetTop}px`;
}

function watchPointer(fig) {
  if (!fig.chart.layers.length) return;
  fig.tip = element("div", {class: "pp-tip", "aria-hidden": "true", hidden: ""});
  fig.plot.after(fig.tip);
  fig.box.classList.add("pp-pointed");
  let last = null;
  const look = () => {
    if (!last || fig.closed) return;
    const found = hit(fig, last);
    last = null;
    if (found?.layer !== fig.shown?.layer || found?.point !== fig.shown?.point) showTip(fig, found);
  };
  fig.plot.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    if (!last) requestAnimationFrame(look);
    last = event;
  });
  fig.plot.addEventListener("pointerleave", () => {
    last = null;
    showTip(fig, null);
  });
  fig.plot.addEventListener("click", (event) => {
    const found = hit(fig, event);
    if (found?.layer.act) fig.S.send({act: found.layer.act, value: String(found.point)});
  }, {capture: true});
}
