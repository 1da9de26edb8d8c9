"""Floor 8: how pages reach a browser, and the `parade-proof` command."""
