// A minute that a slider, cursors, captions and values follow. It moves here alone, so that a hand on the slider never
// waits for the kernel; the kernel is told where it rests.
//
// `input[data-clock]` is the slider; its data-start is minute 0 [ms since 1970]. `[data-cursor]` takes the place on the time axis
// as --at [0..1], `[data-level="table:column"]` a value as --level, `[data-pick="table:column"]` a value as text, `[data-here]`
// the minute as data-value. Of the `[data-from]` in `[data-moments]`, `[data-moment]` shows the last that has come.

const STEP_MS = 100;
const REST_MS = 250;
const calmly = matchMedia("(prefers-reduced-motion: reduce)");
const UTC = {hour: "2-digit", minute: "2-digit", timeZone: "UTC", hourCycle: "h23"};

const clockOf = (view) => view.root.querySelector("input[data-clock]");

function lastMinute(S) {
  for (const view of S.views) if (clockOf(view)) return Number(clockOf(view).max);
  return 0;
}

function moveTo(S, at) {
  const last = lastMinute(S);
  S.at = Math.min(Math.max(at, 0), last);
  if (S.at >= last) pause(S);
  for (const view of S.views) showMinute(S, view);
  clearTimeout(S.resting);
  S.resting = setTimeout(() => S.send({act: "minute", value: String(Math.floor(S.at))}), REST_MS);
}

function pause(S) {
  clearInterval(S.playing);
  S.playing = null;
  for (const view of S.views) labelPlay(S, view);
}

function play(S, pace) {
  if (S.playing) return pause(S);
  if (calmly.matches) return moveTo(S, S.at + 10 * pace);
  if (S.at >= lastMinute(S)) S.at = 0;
  S.playing = setInterval(() => (S.views.size && !document.hidden ? moveTo(S, S.at + pace) : pause(S)), STEP_MS);
  for (const view of S.views) labelPlay(S, view);
}

function labelPlay(S, view) {
  const label = S.playing ? tr("Pause") : calmly.matches ? tr("Step ›") : tr("▶ Play");
  for (const button of view.root.querySelectorAll('[data-go="play"]')) {
    if (button.textContent !== label) button.textContent = label;
  }
}

function valueAt(S, place, minute) {
  const [table, key] = place.split(":");
  return {column: S.tables[table].columns[key], row: minute};
}

function showMinute(S, view) {
  const slider = clockOf(view);
  if (!slider) return;
  const minute = Math.floor(S.at);
  const time = new Date(Number(slider.dataset.start) + minute * 60000).toLocaleTimeString("en-GB", UTC);
  slider.value = minute;
  slider.setAttribute("aria-valuetext", tr("minute {minute} · {time} UTC", {minute, time}));
  for (const now of view.root.querySelectorAll("[data-now]")) now.textContent = tr("Minute {minute}, {time} UTC", {minute, time});
  for (const cursor of view.root.querySelectorAll("[data-cursor]")) {
    cursor.style.setProperty("--at", (S.at / (Number(slider.max) + 1)).toFixed(5));
  }
  for (const here of view.root.querySelectorAll("[data-here]")) here.dataset.value = minute;
  for (const pick of view.root.querySelectorAll("[data-pick]")) {
    const {column, row} = valueAt(S, pick.dataset.pick, minute);
    const text = cell(column, row);
    if (pick.textContent !== text) pick.textContent = text;
  }
  for (const level of view.root.querySelectorAll("[data-level]")) {
    const {column, row} = valueAt(S, level.dataset.level, minute);
    const value = column.values[row];
    level.hidden = value === undefined || value === null || Number.isNaN(value);
    if (!level.hidden) level.style.setProperty("--level", value);
  }
  showMoment(view, minute);
}

function showMoment(view, minute) {
  const come = [...view.root.querySelectorAll("[data-moments] [data-from]")].filter((m) => Number(m.dataset.from) <= minute);
  const text = come.at(-1)?.querySelector("[data-said]")?.innerHTML ?? "";
  for (const moment of view.root.querySelectorAll("[data-moment]")) {
    if (moment.shown !== text) announce(moment, (moment.shown = text));
  }
}

function nextMoment(S, view) {
  const all = [...view.root.querySelectorAll("[data-moments] [data-from]")].map((moment) => Number(moment.dataset.from));
  return all.find((minute) => minute > Math.floor(S.at)) ?? lastMinute(S);
}

function watchClock(S, view) {
  const pace = () => Number(view.root.querySelector("[data-pace]")?.value ?? 1);
  view.root.addEventListener("input", ({target}) => {
    if (!target.matches("[data-clock]")) return;
    pause(S);
    moveTo(S, Number(target.value));
  });
  view.root.addEventListener("click", ({target}) => {
    const go = target.closest?.("[data-go]")?.dataset.go;
    if (go === undefined) return;
    if (go === "play") return play(S, pace());
    pause(S);
    if (go === "next") moveTo(S, nextMoment(S, view));
    else moveTo(S, /^[+-]/.test(go) ? Math.floor(S.at) + Number(go) : Number(go));
  });
  view.root.addEventListener("keydown", ({key}) => key === "Escape" && S.playing && pause(S));
  const drag = (event) => {
    const track = event.target.closest?.("[data-track]");
    if (!track || !(event.buttons & 1)) return;
    const {left, width} = track.getBoundingClientRect();
    pause(S);
    moveTo(S, Math.round(((event.clientX - left) / width) * lastMinute(S)));
  };
  view.root.addEventListener("pointerdown", drag);
  view.root.addEventListener("pointermove", drag);
  calmly.addEventListener("change", () => pause(S), {signal: view.off.signal});
  labelPlay(S, view);
}

// After a message: a new slider brings its own minute, new values are read at the present one.
function windClock(S, view, renewed) {
  const slider = clockOf(view);
  if (!slider) return;
  if (renewed || S.at === undefined) {
    pause(S);
    S.at = Number(slider.value);
  }
  showMinute(S, view);
}
