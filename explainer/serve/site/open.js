// A page of the static site: its state stands in the page, plotly.js and what its acts lead to are files beside it.

import {expectPlotly, open} from "./{{front}}";
import {openRules} from "./{{lesson}}";
import {openStart} from "./{{start}}";

const page = JSON.parse(document.getElementById("pp-state").textContent);
const fetched = async (file) => (await fetch(new URL(file, import.meta.url))).json();
const KINDS = {lesson: openRules, start: openStart};

expectPlotly(import("./{{plotly}}").then((module) => module.default));
const rules = KINDS[page.kind](page.rules, () => fetched(page.more));
let last = Promise.resolve();
// one act after the other, as a kernel would
open(page.state, ({act, value}, reply) => {
  last = last.then(() => rules.act(act, value)).then((news) => news && reply({show: news})).catch(reportError);
});
