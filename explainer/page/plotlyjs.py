"""Where a page gets plotly.js from: a static file that Jupyter serves, else the kernel's own copy.

The static file is cut to what the pages need, cached by the browser under its content hash and evaluated in a
fifth of a second; `parade-proof build` makes it. Without it the kernel hands over the whole plotly.js of the
plotly wheel, wrapped so that the browser can import it as a module.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from pathlib import Path

from jupyter_core.paths import jupyter_path

STATIC = "parade-proof/static/plotly.js"


def wrap_umd(source: str) -> str:
    """Wrap a script that asks for CommonJS or AMD into an ES module with a default export.

    Parameters
    ----------
    source
        The script.

    Examples
    --------
    >>> print(wrap_umd("module.exports = 42;"))
    const module = {exports: {}};
    (function (module, exports, define) {
    module.exports = 42;
    }).call(globalThis, module, module.exports);
    export default module.exports;
    <BLANKLINE>
    """
    # define is shadowed: a page with require.js on it would otherwise catch the script for itself
    return (
        "const module = {exports: {}};\n"
        "(function (module, exports, define) {\n"
        f"{source}\n"
        "}).call(globalThis, module, module.exports);\n"
        "export default module.exports;\n"
    )


def static_file() -> Path | None:
    """Find the built plotly.js among the extensions that Jupyter serves; None if it was not built."""
    for folder in jupyter_path("labextensions"):
        file = Path(folder) / STATIC
        if file.exists() and file.with_suffix(".json").exists():
            return file
    return None


def static_hash() -> str:
    """Give the content hash written beside the built plotly.js; an empty text if it was not built."""
    file = static_file()
    if file is None:
        return ""
    return str(json.loads(file.with_suffix(".json").read_text(encoding="utf-8")).get("hash", ""))


@functools.cache
def module_code() -> bytes | None:
    """Give plotly.js as one ES module: the built file, else the plotly wheel's; None if neither is there."""
    file = static_file()
    if file is not None:
        return file.read_bytes()
    wheel = resources.files("plotly") / "package_data" / "plotly.min.js"
    return wrap_umd(wheel.read_text(encoding="utf-8")).encode() if wheel.is_file() else None
