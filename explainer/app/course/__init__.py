"""The course: eight chapters from one café to the world, each a question to be answered before it is shown.

How to write a chapter
----------------------
A chapter is a package `chapters/<name>/` that exports `CHAPTER`, and a notebook `notebooks/<page>.ipynb` that says
`Lesson(<number>)`. `contents.CONTENTS` already names both for all eight; a chapter that can be imported is listed,
linked and tested, and nothing else has to be touched. Chapter 1, `chapters/parade/`, is the pattern:

- `texts.py`: every word, as one mapping with {gaps}. No digit and no number word from "thirteen" up: numbers come
  through gaps. Say the café word first and the cloud word, bold, after it. Escape nothing, it is HTML of the house.
- the model's part (`town.py` there): functions with a cache that ask `simulate`, `play`, `survey`, `through_the_day`
  and so on, and give plain numbers. Put what is worth a test of its own on a lower floor.
- `picture.py`: `stage(moment)` builds the figures once, by `figures.stage`; `show(moment)` says what a moment looks
  like. The figure named "picture" is the large one. Draw a result only where `moment.committed`, the comparison where
  `moment.revealed`. `figures.result`, `figures.said` and `figures.told` are the axis on which a prediction meets its
  result, `view.hours` is that of a day; all others are made like them.
- `chapter.py`: `facts()` (what may be known at once), `results()` (asked for only after the prediction), one `solve`
  a check, and `CHAPTER`. Question kinds are in `questions`; one of your own follows `questions.Question`.

At most one control before the check (`Control.since`), two checks at least, each with its objectives of the exam
guide, and with `claim` where it answers a wrong public claim. The right option of a check is what its `solve` finds.
`tests/app/course/test_literals.py` holds every chapter to all of this by itself.
"""

from explainer.app.course.lesson import Lesson
from explainer.app.course.review import Review
from explainer.app.course.start import Start

__all__ = ["Lesson", "Review", "Start"]
