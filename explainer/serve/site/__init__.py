"""The course and a World page as a static site: plain files that any web host can serve, also under a path.

There is no kernel behind them. The site offers the start page, the chapters with everything that can be done in them
(to predict or not to know, to play and step, to move the controls, to go back, to answer and say how sure one is), and
the World page with each of its designs, whole or with one thing broken. Each picture, table and sentence is the app's
own, computed beforehand; `lesson.js` and `world.js` only find them, by the same steps as `explainer.app`. What was
answered stays in the browser.

It does not offer what cannot be listed. A number is chosen from a list and not typed; three Regions are placed among
ten, not all; a Region can be lost, but not two. The Review, which draws its questions anew each day, and the other
pages are only in the app. Nothing in between is guessed. README.md beside this file says more, also of Voici.
"""

from explainer.serve.site.build import Site, build

__all__ = ["Site", "build"]
