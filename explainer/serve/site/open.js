// A page of the static site: its state stands in the page, plotly.js and what its acts lead to are files beside it.

import {expectPlotly, open} from "./{{front}}";
import {openLesson, openStart, openWorld} from "./{{rules}}";

const page = JSON.parse(document.getElementById("pp-state").textContent);
const KINDS = {lesson: openLesson, start: openStart, world: openWorld};

// What is fetched is packed, so that its size does not hang on what the host does.
async function fetched(file) {
  const {ok, body} = await fetch(new URL(file, import.meta.url));
  if (!ok) throw new Error(`${file} is not there`);
  return new Response(body.pipeThrough(new DecompressionStream("gzip"))).json();
}

expectPlotly(import("./{{plotly}}").then((module) => module.default));
const rules = KINDS[page.kind](page.rules, (which = "more") => fetched(page[which]));
let last = Promise.resolve();
const answered = async ({act, value}) => {
  try {
    const news = await rules.act(act, value);
    return news ? {show: news} : {done: true};
  } catch (error) {
    reportError(error);
    return {show: {texts: {alert: page.lost}}}; // the next act asks again
  }
};
// one act after the other, as a kernel would
open(page.state, (act, reply) => (last = last.then(() => answered(act)).then(reply)));
// what is no secret comes as soon as the page has nothing else to do
addEventListener("load", () => (globalThis.requestIdleCallback ?? setTimeout)(() => rules.prepare?.().catch(reportError)));
