"""How a state leaves a page and comes back: as a link, as a notebook cell, as JSON and as one file."""
