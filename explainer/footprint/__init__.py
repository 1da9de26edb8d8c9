"""Where a visitor's own servers run: read from a table, from the cloud's own listing or from a Terraform state.

A file is read for one thing, how many servers run in which zone, and everything else in it is passed over. What is
meant is read; what cannot be placed is counted by its reason, with examples, so that a visitor sees what the picture
leaves out. Values from the file are plain text: whoever shows them escapes them. Nothing is sent anywhere or kept.
"""

from explainer.footprint.footprint import Footprint, Presence, Skipped, footprint_of
from explainer.footprint.reading import read_footprint

__all__ = ["Footprint", "Presence", "Skipped", "footprint_of", "read_footprint"]
