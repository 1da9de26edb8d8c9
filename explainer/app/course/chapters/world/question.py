"""The question of chapter 8: where three Regions stand. The answer is the design itself.

All of them are always placed: to choose one more is to move the one that was chosen longest ago. So every draft can be
locked in, and each button carries the whole design that it would make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explainer.app.course.chapters.world import placing
from explainer.errors import InputError, check_known, shown
from explainer.texts import tr
from explainer.view import words


@dataclass(frozen=True)
class Places:
    """A number of Regions, each at most once, oldest choice first.

    Parameters
    ----------
    at_first
        Codes of the Regions where they stand at first; as many are chosen.

    Examples
    --------
    >>> question = Places(("us-east-1", "eu-west-1"))
    >>> question.put("us-east-1,eu-west-1", "ap-south-1")
    'eu-west-1,ap-south-1'
    >>> question.written({}, "eu-west-1,ap-south-1")
    'Ireland and Mumbai'
    """

    at_first: tuple[str, ...]

    @property
    def start(self) -> str:
        """Where they stand before any is moved."""
        return ",".join(self.at_first)

    def control(self, texts: Mapping[str, str], draft: str) -> str:
        """Write all Regions as buttons by continent, those chosen pressed."""
        now = draft or self.start
        rows = []
        for continent, codes in placing.by_continent().items():
            chips = "".join(
                f'<button class="pp-button" data-act="draft" data-value="{self.put(now, code)}" '
                f'aria-pressed="{str(code in self.codes(now)).lower()}">{words.html(placing.name(code))}</button>'
                for code in codes
            )
            label = words.html(continent)
            rows.append(f'<div role="group" aria-label="{label}"><b>{label}</b>{chips}</div>')
        return (
            f'<p class="pp-note" id="pp-hint">{texts["question.hint"]}</p>'
            f'<a class="pp-sr pp-hop" href="#pp-ways">{texts["question.hop"]}</a>'
            '<div class="pp-places" role="group" aria-labelledby="pp-question" aria-describedby="pp-hint">'
            f"{''.join(rows)}</div>"
        )

    def put(self, draft: str, code: str) -> str:
        """Choose a Region: it becomes the newest of a draft, and the oldest goes."""
        others = [other for other in self.codes(draft) if other != code]
        return ",".join([*others, code][-len(self.at_first) :])

    def clicked(self, draft: str, row: str) -> str:
        """Choose the Region that was clicked on the map, by its place among the open ones."""
        codes = placing.open_regions()
        check_known(tr("Region on the map"), [row], [str(each) for each in range(len(codes))])
        return self.put(draft, codes[int(row)])

    def read(self, value: str) -> str:
        """Take as many different Regions as there are to place."""
        codes, count = [code.strip() for code in value.split(",")], len(self.at_first)
        check_known(tr("Region to choose"), codes, placing.open_regions())
        if len(codes) != count or len(set(codes)) < count:
            raise InputError(
                tr(
                    "{given} is not a choice of {count} Regions. Choose {count} different ones.",
                    given=shown(value),
                    count=count,
                )
            )
        return ",".join(codes)

    def written(self, texts: Mapping[str, str], answer: str) -> str:
        """Write the names."""
        return words.listed([placing.name(code) for code in self.codes(answer)])

    @staticmethod
    def codes(answer: str) -> tuple[str, ...]:
        """Give an answer as codes."""
        return tuple(answer.split(","))


QUESTION = Places(placing.TODAY)
