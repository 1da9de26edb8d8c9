"""The question of chapter 4: one of four distances, each with its kilometres in its words."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.app.course.chapter import say
from explainer.app.course.chapters.zones.wording import km
from explainer.app.course.questions import Choice


class Distance(Choice):
    """A distance to choose; an option is its kilometres, and its text has a gap for them.

    Examples
    --------
    >>> Distance(("10",)).written({"question.10": "one city: {km}"}, "10").replace("\u00a0", " ")
    '10 km'
    """

    def control(self, texts: Mapping[str, str], draft: str) -> str:
        """Write the options as radio buttons."""
        named = {f"question.{one}": say(texts, f"question.{one}", {"km": km(float(one))}) for one in self.options}
        control = super().control(named, draft)
        for option in self.options:
            control = control.replace(f'data-said="{named[f"question.{option}"]}"', f'data-said="{km(float(option))}"')
        return control

    def written(self, texts: Mapping[str, str], answer: str) -> str:
        """Write the distance."""
        return km(float(answer))


QUESTION = Distance(("1", "10", "100", "1000"))
