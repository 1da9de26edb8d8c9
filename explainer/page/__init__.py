"""The page: one front-end widget for all figures, texts and tables of a page."""

from explainer.page.page import Page
from explainer.page.parts import Chart, Column, Frame, Layer, Table
from explainer.page.plotlyjs import wrap_umd
from explainer.page.points import Points

__all__ = ["Chart", "Column", "Frame", "Layer", "Page", "Points", "Table", "wrap_umd"]
