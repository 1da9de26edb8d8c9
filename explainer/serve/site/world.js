// The World page without a kernel: a design, and one thing in it that is broken or none.
//
// `rules` and what `more` promises are what world.py gives. To break another thing is to mend the first before, so the
// sentence after each act is kept with the state that it speaks of: what broke there, or that it was mended.

export function openWorld(rules, more) {
  let after = null;
  let [design, target] = rules.first;
  let shown = {};

  const rowOf = (...state) => after.rows.get(state.join("|"));
  const placesOf = (row) => Object.fromEntries(after.places.map(([column, place]) => [place.join("\n"), [after.columns[column][row], place]]));

  async function prepare() {
    if (after) return;
    const found = withRows(unpacked(await more()));
    after ??= found;
    shown = placesOf(rowOf(design, target));
  }

  const toggled = (key) => (key ? [design, key === target ? "" : key] : [design, target]);
  const ACTS = {
    start: (key) => [key, ""],
    break: toggled,
    region: (point) => toggled(`region:${rules.regions[point]}`),
    restore: () => [design, ""],
  };

  async function act(name, value) {
    await prepare();
    const [newDesign, newTarget] = Object.hasOwn(ACTS, name) ? ACTS[name](value) : [design, target];
    const [old, row] = [rowOf(design, target), rowOf(newDesign, newTarget)];
    if (row === undefined || row === old) return null; // it is not there, or there already
    const mended = newDesign === design && newTarget === "";
    [design, target] = [newDesign, newTarget];
    const [places, news] = [placesOf(row), {texts: {alert: ""}}];
    for (const [key, [number, place]] of Object.entries(places)) {
      if (shown[key][0] !== number) put(news, place, after.value(number));
    }
    news.texts.status = after.value(after.columns[mended ? after.mended : after.status][mended ? old : row]);
    shown = places;
    return news;
  }

  return {act, prepare, state: () => [design, target]};
}
