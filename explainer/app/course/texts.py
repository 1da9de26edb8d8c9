"""Words that all chapters share: steps, buttons, the bar, and what checks say. Numbers come through {gaps} only."""

from __future__ import annotations

from collections.abc import Mapping

COURSE: Mapping[str, str] = {
    "course": "Course",
    "place": "Chapter {number} of {count}",
    "next": "Next: {title} ›",
    "step.look": "Look",
    "step.predict": "Predict",
    "step.play": "Play",
    "step.reveal": "Reveal",
    "step.name": "Name it",
    "step.check": "Check",
    "step.done": "done",
    "steps": "Steps of this chapter",
    "lock": "Lock in {said}",
    "unsure": "I don’t know",
    "before": "You see the result once you have given an answer.",
    "said": "You said {said}.",
    "said.unsure": "You said: I don’t know.",
    "on.look": "On to the chapter ›",
    "on.predict": "Go on ›",
    "on.play": "Show the result ›",
    "on.name": "Check yourself ›",
    "step": "Step ›",
    "axis.said": "you said {said}",
    "result.empty": "The result is not shown yet.",
    "waiting": "paused. It waits for your answer.",
    "review": "Before we start: from chapter {number}",
    "review.skip": "Skip",
    "check.of": "Question {at} of {count}",
    "check.next": "Next question ›",
    "check.end": "See how you did ›",
    "check.right": "Right.",
    "check.wrong": "Not this one.",
    "check.answer": "the answer",
    "check.yours": "your answer",
    "sure": "How sure are you? You may leave this open.",
    "sure.a": "guessing",
    "sure.b": "fairly sure",
    "sure.c": "certain",
    "done": "You answered {right} of {count} right.",
    "done.unlocked": "One more thing to move is now under the picture.",
    "done.next": "On to: {title} ›",
    "done.course": "Back to the course",
    "again": "Start this chapter again",
    "short": "In short",
    "work": "Try at work",
    "teacher": "For teachers",
    "objectives": "Exam guide CLF-C02: {objectives}.",
    "source": "{source}, read {read}",
    "sources": "Defined in",
    "kept": "Your answers stay in this browser. There is no account, and nobody else sees them.",
    "fault": "This could not be computed, so the page still shows the state before. Reload it; your answers are kept.",
    "start.title": "A course in keeping a service up",
    "start.lead": (
        "You run a café. A parade comes down the street. What you learn from it holds for every service in the cloud."
    ),
    "start.able": "Chapters, and what you can say after each",
    "start.review": "what has stayed: questions of all chapters again, when it is time",
    "start.begin": "Begin: {title} ›",
    "start.on": "Go on: {title} ›",
    "start.done": "done",
    "start.begun": "begun",
    "start.time": "Each takes about as long as a coffee. In each you say first what you expect, then you see.",
    "start.not": (
        "The city is invented, the rules are real. Exam objectives are those of CLF-C02. "
        "Not affiliated with any cloud provider."
    ),
}
SURE = ("a", "b", "c")  # how sure one can be, least first
