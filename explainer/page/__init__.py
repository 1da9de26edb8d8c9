"""The page: one front-end widget for all figures, texts and tables of a page."""

from explainer.page.page import Page
from explainer.page.parts import Chart, Column, Frame, Layer, Table
from explainer.page.plotlyjs import wrap_umd

__all__ = ["Chart", "Column", "Frame", "Layer", "Page", "Table", "wrap_umd"]
