// Values as the reader sees them, by the rules of explainer/view/words.py, which writes the sentences in the kernel.

const GAP = "\u00a0";
const MISSING = "–";
const WHOLE = new Intl.NumberFormat("en", {maximumFractionDigits: 0});
const PEOPLE = [[1e9, 1e9, tr("billion")], [1e6, 1e6, tr("million")], [1e4, 1e3, tr("thousand")]];

function wait(value, unit) {
  return (value > 0 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : WHOLE.format(value)) + GAP + (unit || "ms");
}

function people(count) {
  for (const [least, scale, word] of PEOPLE) {
    const digits = count < 10 * scale ? 1 : 0;
    const rounded = (count / scale).toFixed(digits);
    if (rounded * scale >= least) return rounded.replace(/\.0$/, "") + GAP + word;
  }
  return WHOLE.format(count);
}

function share(value) {
  const percent = value * 100;
  if (percent > 0 && percent < 1) return tr("under 1 %");
  if (percent > 99 && percent < 100) return Math.min(percent, 99.9).toFixed(1) + GAP + "%";
  return WHOLE.format(percent) + GAP + "%";
}

function load(rate) {
  if (rate >= 1e6) return Number((rate / 1e6).toPrecision(3)) + `${GAP}M${GAP}req/s`;
  if (rate >= 1e4) return WHOLE.format(rate / 1e3) + `${GAP}k${GAP}req/s`;
  return WHOLE.format(rate) + `${GAP}req/s`;
}

function plainNumber(value, unit) {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2;
  const text = value.toLocaleString("en", {maximumFractionDigits: digits}).replace("-", "−");
  return unit ? text + GAP + unit : text;
}

const WRITERS = {ms: wait, people, share, rps: load, number: plainNumber};

function cell(column, row) {
  const value = column.values[row];
  if (column.kind === "category") return column.names[value] ?? MISSING;
  if (value === null || value === undefined || Number.isNaN(value)) return MISSING;
  return WRITERS[column.kind]?.(value, column.unit) ?? String(value);
}
