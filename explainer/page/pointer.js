// What the pointer is on. plotly's own pick may name a neighbour, so the nearest point is found here.

const SLACK_PX = 4;

function project(layer, subplot) {
  const {projection} = subplot;
  const extent = projection.clipExtent?.() ?? [[-Infinity, -Infinity], [Infinity, Infinity]];
  const [[left, top], [right, bottom]] = extent;
  const xy = new Float32Array(2 * layer.lon.length).fill(NaN);
  for (let i = 0; i < layer.lon.length; i++) {
    const place = [layer.lon[i], layer.lat[i]];
    const at = projection.isLonLatOverEdges(place) ? null : projection(place);
    if (at && at[0] >= left && at[0] <= right && at[1] >= top && at[1] <= bottom) xy.set(at, 2 * i);
  }
  return xy;
}

function nearest(xy, radius, x, y) {
  let [found, least] = [-1, Infinity];
  for (let i = 0; i < radius.length; i++) {
    const away = Math.hypot(xy[2 * i] - x, xy[2 * i + 1] - y);
    if (away < least && away <= radius[i] + SLACK_PX) [found, least] = [i, away];
  }
  return found;
}

// The first layer with a point under the pointer wins.
function hit(fig, event) {
  const subplot = fig.drawn && fig.plot._fullLayout?.geo?._subplot;
  if (!subplot) return null;
  const corner = fig.plot.getBoundingClientRect();
  const [x, y] = [event.clientX - corner.left, event.clientY - corner.top];
  for (const [i, layer] of fig.chart.layers.entries()) {
    const xy = (fig.spots[i] ??= project(layer, subplot));
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
    if (found?.layer.act) fig.S.model.send({act: found.layer.act, value: String(found.point)});
  }, {capture: true});
}
