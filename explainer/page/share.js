// How a state leaves the page and comes back. The kernel writes the code of a state, the page knows its own address:
// `input[data-link=code]` shows the whole link, with data-more before the code. `button[data-copy]` copies the field
// before it, `button[data-save=name]` downloads it, and every table has such a button for its numbers. A page that was
// opened with something in its address tells its kernel so, once.

// Where a server belongs to one person, it names another folder that leads everybody else to the same page on their own.
function sharedAddress() {
  const address = new URL(location.href);
  const shared = document.querySelector("meta[name=parade-proof-shared]")?.content;
  if (shared) address.pathname = shared + address.pathname.split("/").pop();
  address.search = address.hash = "";
  return address;
}

function fillLinks(place) {
  for (const field of place.querySelectorAll("input[data-link]")) {
    const address = sharedAddress();
    const aPage = address.pathname.endsWith(".ipynb") && !place.closest(".jp-NotebookPanel"); // else there is only the code
    const {link: code, more} = field.dataset;
    const query = `${more ? `${more}&` : ""}s=${code}`;
    field.value = aPage ? `${address}?${query}` : more ? query : code;
  }
}

function saveFile(name, parts, type) {
  const link = element("a", {download: name, href: URL.createObjectURL(new Blob(parts, {type}))});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function copyField(button, field) {
  const label = button.dataset.label ??= button.firstChild.data;
  let said = tr("Copied");
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // where a page may not write to the clipboard, keys still can
    said = tr("Selected: press Ctrl+C");
  }
  button.firstChild.data = said;
  setTimeout(() => (button.firstChild.data = label), 2000);
}

const quoted = (value) => {
  const text = value === null || value === undefined || Number.isNaN(value) ? "" : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

// The numbers as they are, not as they are written; a cell that a spreadsheet would run is kept from it by a blank.
function asCsv({columns}) {
  const shown = Object.values(columns);
  const safe = (value) => (typeof value === "string" && /^[=+@\t\r-]/.test(value) ? ` ${value}` : value);
  const lines = [shown.map((c) => c.label + (c.unit ? ` [${c.unit}]` : ""))];
  for (let row = 0; row < (shown[0]?.values.length ?? 0); row++) {
    lines.push(shown.map((c) => safe(c.kind === "category" ? c.names[c.values[row]] : c.values[row])));
  }
  return lines.map((line) => line.map(quoted).join(",") + "\n").join("");
}

function tableSaver(S, name) {
  const of = element("span", {class: "pp-sr"}, `: ${S.tables[name].caption}`);
  const button = element("button", {class: "pp-link pp-csv"}, tr("Download as CSV"), of);
  button.addEventListener("click", () => saveFile(`${name}.csv`, ["\ufeff", asCsv(S.tables[name])], "text/csv"));
  return button;
}

function watchShare(S, view) {
  view.root.addEventListener("click", ({target}) => {
    const button = target.closest?.("[data-copy], [data-save]");
    const field = button?.parentElement.querySelector("input, textarea");
    if (!field) return;
    if ("copy" in button.dataset) copyField(button, field);
    else saveFile(button.dataset.save, [field.value], "application/json");
  });
  const {act, value} = arrival(view);
  const asked = new URLSearchParams(value);
  if (!S.opened && ["s", "teacher", "class"].some((name) => asked.has(name))) {
    S.opened = true;
    S.send({act, value});
  }
}
