// Values of many states as table.py writes them: each value once, and for each place of a page a column of their numbers.

function unpacked({values, rows_of: rowsOf, columns, ...rest}) {
  const rows = rowsOf.map(unrolled);
  const found = columns.map((runs) => unrolled(runs).flatMap((row) => rows[row]));
  return {...rest, columns: found, value: (number) => revivedOnce(values, number)};
}

function unrolled(runs) {
  const values = [];
  for (let i = 0; i < runs.length; i += 2) for (let k = 0; k < runs[i + 1]; k++) values.push(runs[i]);
  return values;
}

// Arrays travel as text and are made bytes when they are first asked for.
function revivedOnce(values, number) {
  const value = values[number];
  if (typeof value?.bdata !== "string") return value;
  return (values[number] = {...value, bdata: Uint8Array.from(atob(value.bdata), (c) => c.charCodeAt(0))});
}

// Rows by their names.
const withRows = (found) => ({...found, rows: new Map(found.rows.map((row, i) => [row, i]))});

function put(tree, keys, value) {
  keys.slice(0, -1).reduce((level, key) => (level[key] ??= {}), tree)[keys.at(-1)] = value;
}
