"""The course as a static site: plain files that any web host can serve, also under a path, and no kernel behind them.

It offers the start page and the chapters whose states can be listed, with everything that can be done in them: to
predict or not to know, to play and step, to move the controls, to go back, to answer and say how sure one is. Each
picture, table and sentence is the lesson's own, computed beforehand; `lesson.js` only finds them, by the same steps as
`explainer.app.course.state`. What was answered stays in the browser.

It does not offer what cannot be listed. A number is chosen from a list and not typed. A chapter whose answer is made by
more acts than can be listed (three of all Regions, placed by hand) is named as one that only the app has; so are the
Review, which draws its questions anew each day, and the other pages. Nothing in between is guessed.
"""

from explainer.serve.site.build import Site, build

__all__ = ["Site", "build"]
