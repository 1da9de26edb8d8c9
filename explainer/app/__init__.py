"""The app: controls, acts and panels round one scenario. `explainer.app.explainer` joins them."""
