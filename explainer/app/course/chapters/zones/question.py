"""The question of chapter 4: one of four distances, each with its kilometres in its words."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.app.course.chapter import say
from explainer.app.course.questions import Choice
from explainer.view.words import distance


class Distance(Choice):
    """A distance to choose; an option is its kilometres, and its text has a gap for them.

    Examples
    --------
    >>> Distance(("10",)).written({"question.10": "one city: {km}"}, "10").replace("\u00a0", " ")
    '10 km'
    """

    def control(self, texts: Mapping[str, str], draft: str) -> str:
        """Write the options as radio buttons."""
        written = {f"question.{one}": distance(float(one)) for one in self.options}
        named = {key: say(texts, key, {"km": km}) for key, km in written.items()}
        control = super().control(named, draft)
        for key, km in written.items():
            control = control.replace(f'data-said="{named[key]}"', f'data-said="{km}"')
        return control

    def written(self, texts: Mapping[str, str], answer: str) -> str:
        """Write the distance."""
        return distance(float(answer))


QUESTION = Distance(("1", "10", "100", "1000"))
