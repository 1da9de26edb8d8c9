"""A chapter in a classroom: what the teacher's page has more, and what the pupils' page has less.

A link says which it is: `?teacher=1` or `?class=1`. Nobody has an account, and nothing is stored: a pupil's answer
travels as a short code, read aloud or sent, and the teacher's page counts the codes that are pasted there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from explainer.app.course import shared
from explainer.app.course.chapter import Chapter, Texts, say
from explainer.app.course.parts import Asked
from explainer.app.course.state import State, alone, first
from explainer.app.course.tally import Row, Tally, code, rows, tally
from explainer.app.course.texts import COURSE
from explainer.errors import InputError, shown
from explainer.sharing.link import to_link
from explainer.view import words

MOST_PASTED = 2_000  # characters that one act can carry; the browser cuts a paste at them
NEARLY = 20  # characters: a browser does not cut through one that is composed of several
LINES_SHOWN = 3
ROLE = re.compile(r"(?:^|[?&])(teacher|class)=1(?=[&#]|$)", re.ASCII)
ACTS = ("class", "keys", "alone")
OF_PUPIL = ("predict", "unsure", "draft", "put", "alone", "kept")  # acts before the class is left


def role_in(address: str) -> str:
    """Read from an address whose page it is; a teacher's, where it says both.

    Examples
    --------
    >>> role_in("?class=1&s=1.abc.00000000"), role_in("?teacher=1"), role_in("?s=1.abc.00000000")
    ('pupil', 'teacher', '')
    """
    found = set(ROLE.findall(address))
    return "teacher" if "teacher" in found else "pupil" if found else ""


def check_open(state: State, act: str) -> None:
    """Check that an act is not locked.

    Raises
    ------
    InputError
        If a pupil's page does not offer it, whatever the browser says.
    """
    held = state.teaching.held is not None
    if state.teaching.locked and (act not in OF_PUPIL or (held and act in ("draft", "put"))):
        raise InputError(COURSE["locked.after" if held else "locked"])


def after(chapter: Chapter, state: State, act: str, value: str) -> State:
    """Do what only a class can do: draw what was pasted, show or hide the answers of the checks, leave the class.

    Raises
    ------
    InputError
        If it is not this page's to do, or far too much was pasted.
    """
    if act == "alone":
        return alone(chapter, state)
    if state.teaching.role != "teacher":
        raise InputError(COURSE["class.not"])
    if act == "keys":
        return replace(state, teaching=replace(state.teaching, keys=not state.teaching.keys))
    tally(chapter, value)  # what cannot be counted is told before it is taken
    return replace(state, teaching=replace(state.teaching, pasted=value))


def card(chapter: Chapter, held: str) -> str:
    """Write the code of a pupil's prediction, in letters that can be read from the next desk."""
    own = code(chapter, held)
    said = COURSE["said"].format(said=chapter.question.written(chapter.texts, held)) if held else COURSE["said.unsure"]
    return (
        f'<div class="pp-card"><h2 class="pp-question" id="pp-question" data-land tabindex="-1">{COURSE["code"]}</h2>'
        f'<div class="pp-taken pp-code"><input type="text" readonly value="{words.html(own)}" size="{len(own)}" '
        f'style="--signs:{len(own)}" aria-labelledby="pp-question">'
        f'{_copy("code")}</div><p>{said}</p><p class="pp-note">{COURSE["code.holds"]}</p></div>'
        f'<button class="pp-button" data-act="alone" data-value="">{COURSE["alone"]}</button>'
        f'<p class="pp-soft pp-before">{COURSE["alone.before"]}</p>'
    )


def _copy(what: str) -> str:
    label = f'{COURSE["copy"]}<span class="pp-sr"> {COURSE[f"copy.{what}"]}</span>'
    return f'<button class="pp-button" data-copy>{label}</button>'


def desk(chapter: Chapter, facts: Texts) -> str:
    """Write the teacher's block: what to read out, the pupils' link, and where their codes go."""
    link = to_link(shared.to_state(chapter, first(chapter, reviewed=False)))
    prompt = COURSE["class.prompt"].format(question=say(chapter.texts, "question", facts))
    return (
        f'<i class="pp-teaches" hidden></i><h2 class="pp-title">{COURSE["class"]}</h2>'
        f'<section><h3>{COURSE["class.read"]}</h3><p class="pp-chapter">{prompt}</p></section>'
        f'<section><h3 id="pp-pupils">{COURSE["class.link"]}</h3><div class="pp-taken">'
        f'<input type="text" readonly data-link="{words.html(link)}" data-more="class=1" aria-labelledby="pp-pupils">'
        f'{_copy("link")}</div><p class="pp-note">{COURSE["class.opens"]}</p></section>'
        f'<section><h3 id="pp-codes">{COURSE["class.codes"]}</h3><div class="pp-taken">'
        f'<textarea rows="4" maxlength="{MOST_PASTED}" data-echo="codes" spellcheck="false" autocomplete="off" '
        f'aria-labelledby="pp-codes" aria-describedby="pp-codes-note"></textarea></div>'
        f'<p class="pp-note" id="pp-codes-note">{COURSE["class.paste"].format(most=f"{MOST_PASTED:,}")}</p>'
        f'<button class="pp-button" data-takes="codes" data-act="class" data-value="" disabled>{COURSE["class.draw"]}'
        "</button></section>"
    )


def drawing(chapter: Chapter, state: State) -> str:
    """Write what the class said as rows with bars; once the result is shown, the row that holds it is marked."""
    head = f'<h2 class="pp-title">{COURSE["class.said"]}</h2>'
    if not state.teaching.pasted:
        return f'{head}<p class="pp-note">{COURSE["class.empty"]}</p>'
    counted = tally(chapter, state.teaching.pasted)
    revealed = state.moment.revealed
    answer = chapter.answer() if chapter.answer and revealed else ""
    drawn = rows(chapter, counted.said, answer) if counted.said else ()
    most = max((row.count for row in drawn), default=0)
    shown_rows = "".join(_row(row, most) for row in drawn)
    later = COURSE["class.later"] if chapter.answer and counted.said and not revealed else ""
    more = "".join(f'<p class="pp-note">{note}</p>' for note in (*_left_out(counted, state), later) if note)
    return f'{head}<p>{told(chapter, counted)}</p><ul class="pp-tally">{shown_rows}</ul>{more}'


def _row(row: Row, most: int) -> str:
    mark = f" <small>✓ {COURSE['check.answer']}</small>" if row.right else ""
    width = f"{row.count / most:.3f}" if most else "0"
    return (
        f"<li{' data-mark=right' if row.right else ''}><span>{row.label}{mark}</span>"
        f'<i style="--of:{width}" aria-hidden="true"></i><b>{row.count}</b></li>'
    )


def told(chapter: Chapter, counted: Tally) -> str:
    """Say how many answers there are, and how many of them agree."""
    if not counted.said:
        return COURSE["class.none"].format(example=code(chapter, chapter.question.start))
    sentence = words.sentence(words.counted(len(counted.said), "answer")) + "."
    if counted.alike:
        sentence += " " + COURSE["class.alike"].format(alike=words.counted(counted.alike, "code"))
    return sentence


def _left_out(counted: Tally, state: State) -> list[str]:
    """Say what was not counted, and why."""
    notes = []
    if _units(state.teaching.pasted) > MOST_PASTED - NEARLY:
        notes.append(COURSE["class.cut"].format(most=f"{MOST_PASTED:,}"))
    if counted.left_over:
        lines = [words.html(shown(line)) for line in counted.left_over[:LINES_SHOWN]]
        more = " …" if len(counted.left_over) > LINES_SHOWN else ""
        count = words.counted(len(counted.left_over), "line")
        notes.append(COURSE["class.left"].format(lines=count, shown=", ".join(lines) + more))
    if counted.elsewhere:
        numbers = words.listed([str(number) for number in sorted(set(counted.elsewhere))])
        count = words.sentence(words.counted(len(counted.elsewhere), "code"))
        notes.append(COURSE["class.elsewhere"].format(codes=count, chapters=numbers))
    if counted.odd:
        notes.append(COURSE["class.odd"].format(codes=words.sentence(words.counted(counted.odd, "code"))))
    return notes


def _units(text: str) -> int:
    """Count characters as a browser does when it cuts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def offer(chapter: Chapter, facts: Texts) -> str:
    """Write the notes that anybody can open, with the way to the teacher's page."""
    way = f'<p class="pp-teach"><a href="?teacher=1">{COURSE["teach"]}</a></p>'
    return f"<details><summary>{COURSE['teacher']}</summary>{_notes(chapter, facts)}{way}</details>"


def notes(chapter: Chapter, facts: Texts, answers: str) -> str:
    """Write the notes on the teacher's page, open, and the answers of the checks (HTML of `keys`)."""
    return (
        f"<section><h2>{COURSE['teacher']}</h2>{_notes(chapter, facts)}</section>"
        f"<section><h2>{COURSE['keys']}</h2>{answers}</section>"
    )


def _notes(chapter: Chapter, facts: Texts) -> str:
    objectives = COURSE["objectives"].format(objectives=", ".join(chapter.objectives))
    return f"<p>{say(chapter.texts, 'teacher', facts)}</p><p>{objectives}</p>"


def keys(asked: Sequence[Asked]) -> str:
    """Write the right answer of each check with its feedback; a way to ask for them while there are none.

    They are worked out when they are asked for: this page may be on a wall.
    """
    if not asked:
        return (
            f"<p>{COURSE['keys.hidden']}</p>"
            f'<button class="pp-button" data-act="keys" data-value="">{COURSE["keys.show"]}</button>'
        )
    found = []
    for one in asked:
        texts, key, values = one.chapter.texts, f"check.{one.check.key}", one.solved.values
        found.append(
            f"<li><p>{say(texts, key, values)}</p><p><b>✓ {say(texts, f'{key}.{one.solved.right}', values)}</b></p>"
            f"<p>{say(texts, f'{key}.{one.solved.right}.why', values)}</p></li>"
        )
    return (
        f'<ol class="pp-keys" data-land tabindex="-1">{"".join(found)}</ol>'
        f'<button class="pp-button" data-act="keys" data-value="">{COURSE["keys.hide"]}</button>'
    )
