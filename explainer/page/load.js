// Values from the kernel, and plotly.js: from the Jupyter server once a browser page, else from the kernel.

const ARRAYS = {
  float32: Float32Array, int32: Int32Array, int16: Int16Array, int8: Int8Array,
  uint32: Uint32Array, uint16: Uint16Array, uint8: Uint8Array,
};
const PATIENCE_MS = 30000;

function typed(view, dtype) {
  const from = view.byteOffset ?? 0;
  // copied, since an array may not start at every byte
  return new ARRAYS[dtype]((view.buffer ?? view).slice(from, from + view.byteLength));
}

const NOTHING = -32768; // as explainer/page/wire.py writes it
const PIECE = 3; // two ends of a line and a gap

function fractions(whole, of) {
  const found = new Float32Array(whole.length);
  for (let i = 0; i < whole.length; i++) found[i] = whole[i] === NOTHING ? NaN : whole[i] / of;
  return found;
}

function decode(value, buffers) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return typeof value[0] === "string" ? value : value.map((item) => decode(item, buffers));
  if ("$b" in value && value.of) return fractions(typed(buffers[value.$b], "int16"), value.of);
  if ("$b" in value) return typed(buffers[value.$b], value.dtype ?? "float32");
  if ("bdata" in value && value.of) return fractions(typed(value.bdata, "int16"), value.of);
  if ("bdata" in value) return typed(value.bdata, value.dtype);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item, buffers)]));
}

// A line that is told by rows among the points of its chart gets its coordinates, as explainer/page/points.py writes it.
function place(values, points) {
  if (!points || !values.at) return;
  const rows = Int32Array.from(values.at);
  for (let i = PIECE; i < rows.length; i++) rows[i] += rows[i - PIECE];
  for (const side of ["lon", "lat"]) {
    values[side] = new Float32Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[side][i] = points[side][rows[i]];
  }
  delete values.at;
}

// Typed arrays are shared: nobody writes into them.
function clone(value) {
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return typeof value[0] === "string" ? value.slice() : value.map(clone);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, clone(item)]));
}

const steps = (path) => path.replaceAll("[", ".").replaceAll("]", "").split(".");

function find(tree, path) {
  return steps(path).reduce((level, step) => level?.[step], tree);
}

function put(tree, path, value) {
  const keys = steps(path);
  const last = keys.pop();
  const level = keys.reduce((at, key) => (at[key] !== null && typeof at[key] === "object" ? at[key] : (at[key] = {})), tree);
  level[last] = value;
}

function serverAddresses({path, hash}) {
  if (!hash) return [];
  const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "{}");
  const base = (config.baseUrl ?? "/").replace(/\/*$/, "/");
  const folders = [config.fullLabextensionsUrl, base + "lab/extensions", base + "voila/labextensions"];
  const addresses = folders.filter(Boolean).map((folder) => `${folder}/${path}?v=${hash}`);
  return [...new Set(addresses)].map((address) => new URL(address, location.origin).href);
}

async function fromServer(bundle) {
  for (const address of serverAddresses(bundle)) {
    try {
      return (await import(address)).default;
    } catch {
      // the next address may be this server's
    }
  }
  throw new Error("the Jupyter server has no plotly.js for this page");
}

async function fromKernel(S) {
  const code = await new Promise((resolve, reject) => {
    S.takeCode = (found, buffers) => (found ? resolve(buffers[0]) : reject(new Error("the kernel has no plotly.js")));
    setTimeout(() => reject(new Error("the kernel did not send plotly.js")), PATIENCE_MS);
    S.model.send({need: "plotly"});
  });
  const url = URL.createObjectURL(new Blob([code], {type: "text/javascript"}));
  try {
    return (await import(url)).default;
  } finally {
    URL.revokeObjectURL(url);
  }
}

// At every change plotly walks the schema of all traces to list their array properties. Only hover and click events read
// that list, and this page answers pointers itself.
function lean(Plotly) {
  if (Plotly.PlotSchema?.findArrayAttributes) Plotly.PlotSchema.findArrayAttributes = () => [];
  return Plotly;
}

// One promise a browser page, whatever the number of widgets on it.
function loadPlotly(S) {
  const loading = (globalThis[Symbol.for("parade-proof.plotly")] ??= new Map());
  const key = S.bundle.hash;
  if (!loading.has(key)) {
    const promise = fromServer(S.bundle).catch(() => fromKernel(S)).then(lean);
    promise.catch(() => loading.delete(key));
    loading.set(key, promise);
  }
  return loading.get(key);
}
