"""What a chapter shows at every moment that a visitor can come to, taken apart so that it can be kept.

A moment is a step, the settings, a picture of the play and what was predicted. All of them together would be too many
to keep. But what was predicted only moves marks and words of its own, and the play never moves those. So each place of
the page (a property of a trace, a column of a table, a sentence) is one of three kinds:

- it is the same whatever was predicted: a value for each step, settings and picture;
- it is the same in every picture: a value for each step, settings and prediction;
- it is a sentence about both: as the first, with a gap for the words of the prediction.

Which kind a place is, is found by asking the chapter, with every prediction and at both ends of the play in each step
and setting. A place that is none of the three is a chapter that cannot be kept: `CannotBeKeptError`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from explainer.app.course import parts
from explainer.app.course.chapter import DONE, STEPS, Chapter, Control, Moment, Shown, Solved
from explainer.app.course.state import UNSURE, State
from explainer.errors import InputError
from explainer.serve.site.gaps import GAP, CannotBeKeptError, in_words, two, with_gap
from explainer.serve.site.table import Table

Place = tuple[str, ...]
Settings = tuple[tuple[str, str], ...]
Row = tuple[str, Settings]
Noted = str | int  # a sentence, or the number of another value in the table
Places = Mapping[Place, Noted]
Seen = Mapping[tuple[Row, str, int], Places]
Kinds = Mapping[Place, str]
NOTHING_SAID = "-"  # the row of what is seen before any prediction


@dataclass(frozen=True)
class Moments:
    """Every moment of a chapter after the prediction.

    Parameters
    ----------
    chapter
        The chapter.
    said
        Every prediction in its fixed form, the first is that of "I don't know".
    solved
        Its checks, solved.
    """

    chapter: Chapter
    said: tuple[str, ...]
    solved: tuple[Solved, ...]

    @property
    def frames(self) -> int:
        """Number of pictures of the play."""
        return self.chapter.play.frames if self.chapter.play else 1

    def rows(self) -> tuple[Row, ...]:
        """Give every step with every settings that can be come to in it."""
        every = ((step, settings) for step in STEPS for settings in self._settings(step))
        return tuple(row for row in every if self._can_be_shown(*row))

    def _can_be_shown(self, step: str, settings: Settings) -> bool:
        """Say whether the chapter has a picture of some settings at both ends of the play."""
        try:
            for frame in (0, self.frames - 1):
                self.chapter.show(Moment(step, UNSURE, dict(settings), frame))
        except InputError:
            return False
        return True

    def _settings(self, step: str) -> list[Settings]:
        chapter, here = self.chapter, STEPS.index(step)
        if here <= STEPS.index("predict"):
            return [_fixed(chapter.settings)]
        early = [one for one in chapter.controls if one.since != DONE and STEPS.index(one.since) <= here]
        first = {} if step == "play" else chapter.reveal[0]
        found = self._moved([first], early)
        if step == "check":
            # an answer sets the picture; the controls that wait for the last one come after it was set back
            found |= self._moved([one.settings for one in self.solved], early) | self._moved([first], chapter.controls)
        return list(found)

    def _moved(self, first: Iterable[Mapping[str, str]], controls: Iterable[Control]) -> dict[Settings, None]:
        """Give all settings that controls can make of some."""
        found = dict.fromkeys(_fixed({**self.chapter.settings, **settings}) for settings in first)
        for control in controls:
            moved = ({**dict(settings), control.key: choice} for settings in list(found) for choice in control.choices)
            found |= dict.fromkeys(map(_fixed, moved))
        return found

    def write(self, table: Table) -> dict[str, Any]:
        """Keep everything in a table; give what is needed to find it again.

        Raises
        ------
        CannotBeKeptError
            If a place of the page depends on more than can be kept.
        """
        rows, before = self.rows(), self._before(table)
        seen, like = self._probed(table, rows)
        for named in (set(before) ^ set(shown) for shown in seen.values()):
            if named:
                raise CannotBeKeptError(f"{' '.join(min(named))} is not said of every moment")
        kinds = {place: self._kind(place, seen) for place in before}
        played = self._played(table, tuple(dict.fromkeys(like.values())), kinds)
        places = []
        for place, kind in kinds.items():
            first = _number(table, before[place], place)
            if kind == "said":
                width = len(self.said)
                columns = [
                    [_number(table, seen[like[row], said, 0][place], place) for row in rows for said in self.said]
                ]
            else:
                width = self.frames
                columns = [[one for row in rows for one in kept[like[row]]] for kept in played[place]]
            places.append([kind, [table.column([*column, *[first] * width], width) for column in columns], place])
        return {
            "rows": [f"{step}|{settings_key(settings)}" for step, settings in rows] + [NOTHING_SAID],
            "frames": self.frames,
            "said": [[said, self._words(said)] for said in self.said],
            "places": places,
        }

    def _probed(self, table: Table, rows: tuple[Row, ...]) -> tuple[Seen, Mapping[Row, Row]]:
        """Ask the chapter for each row with every prediction at the start of the play, and with some at its end.

        Rows that show the same with some predictions, at both ends, are one; it gives which stands for which.
        """
        some = tuple(dict.fromkeys((self.said[0], self.said[1], self.said[-1], *self._two)))
        seen: dict[tuple[Row, str, int], Places] = {}
        like: dict[Row, Row] = {}
        for row in rows:
            ends = {(said, frame): self._at(table, row, said, frame) for said in some for frame in self._ends}
            other = next((each for each in like.values() if all(seen[each, *end] == ends[end] for end in ends)), None)
            like[row] = other or row
            if other is None:
                seen |= {(row, *end): shown for end, shown in ends.items()}
        others = [said for said in self.said if said not in some]
        # one prediction after the other, since a chapter remembers what it has just worked out for one
        rest = ((row, said, 0) for said, row in product(others, dict.fromkeys(like.values())))
        return seen | {one: self._at(table, *one) for one in rest}, like

    @property
    def _ends(self) -> tuple[int, ...]:
        return tuple({0, self.frames - 1})

    def _played(
        self, table: Table, rows: tuple[Row, ...], kinds: Kinds
    ) -> Mapping[Place, tuple[Mapping[Row, list[int]], ...]]:
        """Go through the play in every row: without a prediction for all places, with one for those that name it."""
        named = [place for place, kind in kinds.items() if kind == "gap"]
        played: dict[Place, tuple[dict[Row, list[int]], ...]] = {
            place: tuple({row: [] for row in rows} for _ in range(1 + (place in named))) for place in kinds
        }
        for row, frame in product(rows, range(self.frames)):
            shown = self._at(table, row, UNSURE, frame)
            for place in kinds:
                played[place][0][row].append(_number(table, shown[place], place))
            if named:
                for place, gapped in self._named(table, row, frame, shown, named).items():
                    played[place][1][row].append(table.value(gapped, place))
        return played

    def _named(
        self, table: Table, row: Row, frame: int, unsure: Places, named: Container[Place]
    ) -> Mapping[Place, str]:
        """Give the sentences that name a prediction, with gaps for it; where one may err, ask with another."""
        first, second = self._two
        words, one = self._words(first), self._at(table, row, first, frame, named)
        sure = {place for place, said in one.items() if str(said).count(words) == 1 and words not in str(unsure[place])}
        other = self._at(table, row, second, frame, named) if len(sure) < len(one) else {}
        return {
            place: str(said).replace(words, GAP)
            if place in sure
            else self._gapped(place, first, said, second, other[place])
            for place, said in one.items()
        }

    def _kind(self, place: Place, seen: Seen) -> str:
        base = self.said[0]
        if all(value[place] == seen[row, base, frame][place] for (row, _, frame), value in seen.items()):
            return "play"
        if all(value[place] == seen[row, said, 0][place] for (row, said, _), value in seen.items()):
            return "said"
        for row, _, frame in seen:
            one = self._two[0]
            for said in self.said[1:]:
                if (row, said, frame) in seen:
                    self._gapped(place, one, seen[row, one, frame][place], said, seen[row, said, frame][place])
        return "gap"

    def _gapped(self, place: Place, one: str, seen: Noted, other: str, also: Noted) -> str:
        """Give the sentence of which two predictions make what is seen."""
        return with_gap(" ".join(place), {self._words(one): seen, self._words(other): also})

    @property
    def _two(self) -> tuple[str, str]:
        return two(self.chapter, self.said)

    def _words(self, said: str) -> str:
        return in_words(self.chapter, said)

    def _before(self, table: Table) -> Places:
        """Give what is shown before the prediction, the same in both steps."""
        row = (STEPS[0], _fixed(self.chapter.settings))
        first, other = (self._at(table, (step, row[1]), None, 0) for step in ("look", "predict"))
        if first != other:
            raise CannotBeKeptError("the picture changes before the prediction")
        return first

    def _at(
        self, table: Table, row: Row, said: str | None, frame: int, wanted: Container[Place] | None = None
    ) -> Places:
        """Give what is shown, or some of it: sentences as they are, all else by its number in the table."""
        moment = Moment(row[0], said, dict(row[1]), frame)
        return {
            place: value if isinstance(value, str) else table.value(value, place)
            for place, value in places(self.chapter, moment)
            if wanted is None or place in wanted
        }


def settings_key(settings: Iterable[tuple[str, str]]) -> str:
    """Write settings as a key."""
    return ",".join(f"{key}={value}" for key, value in sorted(settings))


def places(chapter: Chapter, moment: Moment) -> Iterator[tuple[Place, Any]]:
    """Give every place of a page that a moment says something of, with its value; also what is told beside it."""
    shown = chapter.show(moment)
    for name, patch in shown.patches.items():
        for trace, properties in patch.traces.items():
            yield from ((("charts", name, "traces", trace, path), value) for path, value in properties.items())
        yield from ((("charts", name, "layout", path), value) for path, value in patch.layout.items())
    for name, columns in shown.tables.items():
        yield from ((("tables", name, key), values) for key, values in columns.items())
    yield from ((("summaries", name), said) for name, said in shown.summaries.items())
    yield from _told(chapter, moment, shown)


def _told(chapter: Chapter, moment: Moment, shown: Shown) -> Iterator[tuple[Place, Any]]:
    state = State("play", "play", moment.settings, said=moment.said, frame=moment.frame)
    yield ("kind",), shown.kind
    yield ("status",), shown.status
    yield ("clock",), parts.clock(state, shown)


def strips(chapter: Chapter) -> dict[str, str]:
    """Give the strip that tells of a moment, for each kind of status: {status} is the gap for it."""
    state = State("play", "play", dict(chapter.settings), said=UNSURE)
    kinds = ("", "cause", "loss")
    return {kind: parts.told(chapter, state, Shown({}, {}, status="{status}", kind=kind), {}) for kind in kinds}


def _fixed(settings: Mapping[str, str]) -> Settings:
    return tuple(sorted(settings.items()))


def _number(table: Table, value: Noted, place: Place) -> int:
    return table.value(value, place) if isinstance(value, str) else value
