"""The words of the review page. Numbers come through {gaps}, which what you answered fills."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "Review: what has stayed",
        "title.round": "You knew {right} of {count}.",
        "lead": (
            "Questions from all chapters, mixed. What you missed comes first. What you knew comes back later and "
            "later, since a thing recalled after some days stays for long."
        ),
        "head": "Chapter {number} · question {at} of {count}",
        "round.done": (
            "<b>You knew {right} of {count}.</b> What you missed comes back at once, the rest when it is time."
        ),
        "round.more": "Another {count} ›",
        "none": "<b>Nothing is due today.</b> The next question comes back {when}.",
        "none.tomorrow": "tomorrow",
        "none.days": "in {days}",
        "none.anyway": "Ask me all the same",
        "calibration": "How sure you were <span>· and how often right</span>",
        "calibration.name": "Your answers by how sure you were",
        "calibration.caption": "Answers by how sure you were",
        "calibration.key": "<b>●</b> right · <b>○</b> not",
        "calibration.empty": "Say how sure you are when you answer. Then you see here how well you know what you know.",
        "calibration.told": "When {sure}, you were right {right} of {count} times.",
        "said": "What you said, and what came out",
        "said.none": "In each chapter you say first what you expect. It is kept here, beside what came out.",
        "said.question": "{question}",
        "said.unsure": "You said: I don’t know.",
        "glossary": "Words, café and cloud",
        "glossary.chapter": "chapter {number}",
        "objectives": "For teachers: exam objectives and their questions",
        "objectives.row": "{objective} · {name}",
        "objective.1.1": "benefits of the cloud",
        "objective.1.2": "principles of design",
        "objective.1.4": "what it costs, and why",
        "objective.2.1": "who answers for what",
        "objective.3.1": "ways of running things",
        "objective.3.2": "Regions, zones and edge locations",
        "objective.3.5": "network services",
        "objective.4.1": "prices",
        "forget": "Forget what I answered on this page",
    }
)
