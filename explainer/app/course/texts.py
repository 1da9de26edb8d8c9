"""Words that all chapters share: steps, buttons, the bar, and what checks say. Numbers come through {gaps} only."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

COURSE: Mapping[str, str] = tr_all(
    {
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
        "chapter": "This chapter",
        "steps": "Steps",
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
        "sources": "Defined in {links}.",
        "kept": "Your answers stay in this browser and in the address of this page. There is no account, and nobody "
        "else sees them unless you pass the address on.",
        "teach": "Teach this chapter to a class",
        "copy": "Copy",
        "copy.link": "the link for your pupils",
        "copy.code": "your code",
        "code": "Give this code to your teacher",
        "code.holds": "It holds your answer, and nothing about you.",
        "alone": "Go on by yourself",
        "alone.before": "Or wait for your class: your teacher shows the result.",
        "locked": "This waits for your answer. Answer the question on the card first.",
        "locked.after": "This waits for your class. To go ahead of it, choose “Go on by yourself”.",
        "class": "Your class",
        "class.read": "Read out",
        "class.prompt": "“{question} Write down your answer before you discuss it.”",
        "class.link": "Link for your pupils",
        "class.opens": "It opens at the question. All that comes later is locked until they go on by themselves.",
        "class.codes": "Codes of your pupils",
        "class.paste": "Paste all of them, with anything between them. {most} characters fit.",
        "class.draw": "Draw the class",
        "class.said": "What your class said",
        "class.empty": (
            "Nothing is drawn yet. Each pupil gets a short code for an answer. Paste the codes to see them all."
        ),
        "class.kept": (
            "There is no account. Your answer stays in this browser, and your code tells it to those you give it to."
        ),
        "class.forgotten": "Nothing is kept of your class: not the codes, nor your own answers on this page.",
        "class.not": "Only the teacher’s page of this chapter can do this.",
        "class.none": "There is no code of this chapter in it. One looks like this: {example}.",
        "class.alike": "Given before and counted again, since pupils may agree: {alike}.",
        "class.later": "The right answer is marked once you show the result.",
        "class.cut": (
            "The field is full at {most} characters, so the end of your list may be missing. "
            "Paste the codes alone, without names."
        ),
        "class.left": "No code, or a mistyped one, in {lines}: {shown}",
        "class.elsewhere": "{codes} not counted: of chapter {chapters}.",
        "class.odd": "{codes} not counted: no answer to this question.",
        "class.under": "under {high} {unit}",
        "class.step": "{low} to under {high} {unit}",
        "class.others": "others",
        "keys": "Answers to the checks",
        "keys.hidden": "Hidden, because this page may be on a wall.",
        "keys.show": "Show the answers",
        "keys.hide": "Hide the answers",
        "fault": (
            "This could not be computed, so the page still shows the state before. Reload it; your answers are kept."
        ),
        "start.title": "A course in keeping a service up",
        "start.lead": (
            "You run a café. A parade comes down the street. What you learn from it holds for every service in the "
            "cloud."
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
)
SURE = ("a", "b", "c")  # how sure one can be, least first
