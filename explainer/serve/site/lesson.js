// A chapter without a kernel: the same steps as explainer/app/course/state.py, and texts and pictures found by their keys.
//
// `rules` is what `Written.before` gives; `more` promises what `Written.after` gives, which is asked for at the first
// prediction. A test drives this and the lesson itself through the same acts and compares all that they show.

const STEPS = ["look", "predict", "play", "reveal", "name", "check"];
const DONE = "done";
const GAP = "\u0001";

const indexOf = (step) => STEPS.indexOf(step);
const settingsKey = (settings) => Object.keys(settings).sort().map((key) => `${key}=${settings[key]}`).join(",");

export function openLesson(rules, more) {
  let [after, drafts] = [null, null];
  let state = first();
  let spoken = "";
  let shown = {}; // what each place of the page shows now

  function first() {
    const settings = {...rules.settings};
    return {step: rules.first, reached: rules.first, settings, said: null, draft: "", frame: 0, given: {}, asked: 0, sure: ""};
  }

  const checks = () => after?.checks ?? [];
  const done = (one) => after !== null && checks().length > 0 && one.asked >= checks().length;
  const ended = (one) => !rules.play || one.frame >= rules.play[0] - 1;

  function setFor(step) {
    if (indexOf(step) <= indexOf("play")) return {settings: {...rules.settings}, frame: 0};
    return {settings: {...rules.settings, ...rules.reveal[0]}, frame: rules.reveal[1]};
  }

  function go(one, step) {
    const [there, reached] = [indexOf(step), indexOf(one.reached)];
    if (step === "look" && !rules.looks.length) return one; // nothing to look back on
    if (there < 0 || there > reached + 1 || (there > indexOf("predict") && one.said === null)) return one;
    const asked = step === "look" ? 0 : checks().filter(([key]) => key in one.given).length;
    return {...one, ...setFor(step), step, reached: there > reached ? step : one.reached, asked, sure: ""};
  }

  // A choice of places is kept as a set; while it is a draft, the one that has stood longest goes first.
  const chosen = (draft) => (draft || rules.draft.start).split(",");
  const asSet = (draft) => rules.draft.offered.filter((code) => chosen(draft).includes(code)).join(",");
  const withCode = (draft, code) => [...chosen(draft).filter((other) => other !== code), code].slice(-chosen("").length).join(",");

  function draft(one, value) {
    return rules.draft && drafts.rows.has(asSet(value)) && value.split(",").length === chosen("").length ? {...one, draft: value} : one;
  }

  function putOn(one, point) {
    const code = rules.draft?.points[point];
    return code && one.said === null ? draft(one, withCode(one.draft, code)) : one;
  }

  function predict(one, value) {
    const said = rules.draft && value ? asSet(value) : value;
    if (one.said !== null || !after.said.has(said)) return one;
    const [committed, there] = [{...one, said}, indexOf("play")];
    return there > indexOf(one.reached) + 1 ? one : go(committed, "play");
  }

  function controls(one) {
    if (one.said === null) return [];
    const finished = one.step === "check" && done(one);
    return rules.controls.filter(([, , since]) => (since === DONE ? finished : indexOf(since) <= indexOf(one.step)));
  }

  function choose(one, value) {
    const cut = value.indexOf(":");
    const [key, choice] = [value.slice(0, cut), value.slice(cut + 1)];
    if (!controls(one).find(([name, choices]) => name === key && choices.includes(choice))) return one;
    const settings = {...one.settings, [key]: choice};
    return rowOf({...one, settings}) < 0 ? one : {...one, settings};
  }

  function moved(one, by) {
    if (!rules.play || one.said === null) return one;
    const last = rules.play[0] - 1;
    return {...one, frame: one.frame >= last ? 0 : Math.min(one.frame + by, last)};
  }

  const asked = (one) => (one.step === "look" ? rules.looks : one.step === "check" ? checks() : [])[one.asked];

  function answer(one, value) {
    const [cut, check] = [value.lastIndexOf(":"), asked(one)];
    const [key, option] = [value.slice(0, cut), value.slice(cut + 1)];
    if (!check || check[0] !== key || key in one.given || !check[1].includes(option)) return one;
    const given = {...one.given, [key]: [option, option === check[2] ? 1 : 0, one.sure]};
    const picture = check.length > 3 ? {settings: {...rules.settings, ...check[3]}, frame: check[4]} : {};
    return {...one, ...picture, given, sure: ""};
  }

  function next(one) {
    if (one.step !== "look") return go(one, "check");
    return one.asked + 1 < rules.looks.length ? {...one, asked: one.asked + 1, sure: ""} : go(one, "predict");
  }

  const sorted = ({step, reached, said, draft, settings, frame, given, asked, sure}) =>
    JSON.stringify([step, reached, said, draft, settingsKey(settings), frame, given, asked, sure]);

  function recall(one, text) {
    if (sorted(one) !== sorted(first())) return one;
    const kept = readKept(text);
    if (!kept || (kept.said !== null && !after.said.has(kept.said))) return one;
    const all = Object.fromEntries([...rules.looks, ...checks()].map((check) => [check[0], check]));
    const given = {};
    for (const [key, item] of Object.entries(kept.given)) {
      const known = key in all && Array.isArray(item) && item.length === 3;
      const [option, right, sure] = known ? item : [];
      if (known && all[key][1].includes(option) && ["", ...rules.sure].includes(sure)) given[key] = [option, right ? 1 : 0, sure];
    }
    const found = {...one, said: kept.said, given};
    if (kept.said === null) {
      const waiting = rules.looks.findIndex(([key]) => !(key in given));
      return one.step === "look" ? {...found, asked: waiting < 0 ? rules.looks.length - 1 : waiting} : found;
    }
    const at = indexOf(kept.at) >= indexOf("play") ? kept.at : "play";
    return go({...found, reached: at}, at);
  }

  function readKept(text) {
    try {
      const {said, at, given} = JSON.parse(JSON.parse(text)[rules.number]);
      const sound = (said === null || typeof said === "string") && given !== null && typeof given === "object";
      return sound && at !== undefined ? {said, at, given} : null;
    } catch {
      return null;
    }
  }

  function toKept(one) {
    if (one.said === null && !Object.keys(one.given).length) return "";
    return JSON.stringify({said: one.said, at: one.reached, given: one.given});
  }

  const ACTS = {
    go,
    draft,
    put: putOn,
    predict,
    unsure: (one) => predict(one, ""),
    set: choose,
    tick: (one) => moved(one, 1),
    stride: (one) => moved(one, rules.play?.[1] ?? 0),
    answer,
    sure: (one, value) => (rules.sure.includes(value) ? {...one, sure: value} : one),
    next,
    kept: recall,
    again: first,
  };

  // What each text depends on: as in chapter.py.
  function keysOf(one) {
    const [check, finished, predicted] = [asked(one), one.step === "check" && done(one), one.said !== null];
    const answered = check && one.given[check[0]];
    const question = check ? `${check[0]}|${answered ? answered[0] : ""}|${answered ? "" : one.sure}` : "";
    const right = checks().filter(([key]) => one.given[key]?.[1]).length;
    const card = {
      look: `look|${question}`,
      play: `play|${Number(ended(one))}`,
      check: finished ? `done|${right}` : `check|${question}`,
    };
    const told = ["look", "predict", "name"].includes(one.step) ? one.step : one.step === "check" && !finished ? "check" : null;
    const revealed = predicted && indexOf(one.step) >= indexOf("reveal");
    const looked = Object.keys(one.given).some((key) => key.includes("/"));
    return {
      card: `${card[one.step] ?? one.step}|${one.said ? "some" : predicted ? "unsure" : ""}`,
      trail: `${one.step}|${one.reached}|${Number(looked)}`,
      headline: String(Number(revealed)),
      told,
      play: `${Number(predicted)}|${Number(one.step === "play")}|${Number(ended(one))}`,
      clock: predicted ? null : "",
      choices: predicted ? `${one.step}|${Number(finished)}|${settingsKey(one.settings)}` : "",
    };
  }

  const rowOf = (one) => after.rows.get(one.said === null ? "-" : `${one.step}|${settingsKey(one.settings)}`) ?? -1;

  // Each place with the value that it has: where to look that up, its number there, and the words that fill its gap.
  function placesOf(one) {
    const found = {};
    const [row, [nth, words]] = after ? [rowOf(one), after.said.get(one.said ?? "")] : [0, [0, ""]];
    for (const [kind, columns, place] of after?.places ?? []) {
      const at = kind === "said" ? row * after.said.size + nth : row * after.frames + one.frame;
      const column = after.columns[kind === "gap" && one.said ? columns[1] : columns[0]];
      found[place.join("\n")] = [after, column[at], kind === "gap" && one.said ? words : "", place];
    }
    if (!drafts || one.said !== null) return found;
    const drawn = drafts.rows.get(asSet(one.draft));
    for (const [column, place] of drafts.places) found[place.join("\n")] = [drafts, drafts.columns[column][drawn], "", place];
    return found;
  }

  function filled([table, number, words]) {
    const value = table.value(number);
    return words ? value.replaceAll(GAP, () => words) : value;
  }

  // The card of a draft, as places.py has left its gaps.
  function onCard(card, one) {
    const codes = chosen(one.draft);
    const listed = rules.draft.listed.replace(/\{(\d)\}/g, (_, at) => rules.draft.names[codes[at]]);
    return card
      .replace(/\{(put|in) ([^}]+)\}/g, (_, what, code) => (what === "in" ? codes.includes(code) : withCode(one.draft, code)))
      .replaceAll("{draft}", codes.join(","))
      .replaceAll("{names}", listed);
  }

  function textsOf(one, places) {
    const texts = {spoken, alert: "", keep: rules.keep.replace("{kept}", () => escaped(toKept(one)))};
    for (const [name, key] of Object.entries(keysOf(one))) {
      const text = after?.texts[name]?.[key] ?? rules.texts[name]?.[key];
      if (key !== null) texts[name] = one.said ? text.replaceAll(GAP, () => after.said.get(one.said)[1]) : text;
    }
    if (rules.draft && one.said === null && one.step === "predict") texts.card = onCard(texts.card, one);
    if (texts.told === undefined) texts.told = after.strips[filled(places.kind)].replace("{status}", () => filled(places.status));
    if (texts.clock === undefined) texts.clock = filled(places.clock);
    return texts;
  }

  function toSay(old, one) {
    const check = asked(one);
    if (check && !(check[0] in old.given) && check[0] in one.given) {
      const feedback = {...rules.feedback, ...after?.feedback};
      return feedback[check[0]][one.given[check[0]][0]];
    }
    return one.said === null ? "" : filled(placesOf(one).status);
  }

  // What an act changes on the page, as a message of its kernel would say it.
  async function act(name, value) {
    if (["predict", "unsure", "kept"].includes(name)) after ??= opened(unpacked(await more()));
    if (rules.draft && ["draft", "put"].includes(name)) drafts ??= withRows(unpacked(await more("drafts")));
    const old = state;
    const one = Object.hasOwn(ACTS, name) ? ACTS[name](old, value) : old;
    if (sorted(one) === sorted(old)) return null;
    state = one;
    if (sorted({...one, frame: old.frame}) !== sorted(old)) spoken = toSay(old, one);
    const places = placesOf(one);
    const news = {texts: textsOf(one, places)};
    for (const [key, place] of Object.entries(places)) {
      if (shown[key] && [0, 1, 2].every((part) => shown[key][part] === place[part])) continue;
      if (place[3].length > 1) put(news, place[3], filled(place));
    }
    shown = places;
    return news;
  }

  return {act, state: () => state};
}

function opened(after) {
  const said = new Map(after.said.map(([answer, words], i) => [answer, [i, words]]));
  return withRows({...after, said});
}

const ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"};
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);
