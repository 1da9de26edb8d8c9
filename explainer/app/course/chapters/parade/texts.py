"""The words of chapter 1. Numbers come through {gaps}, which the model fills; nothing here is a number."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "The parade",
        "able": "why the same seats in three places lose less than in one",
        "hook": (
            "Your café stands on Long Street. It has {seats}\u00a0seats, and people walk to it from all over town. "
            "Today a parade fills the street <b>from {from} to {to}</b>, and nobody can cross."
        ),
        "question": "How many of the day’s customers do you lose?",
        "play": (
            "Now play the parade. Then spread the same {seats} seats over three cafés, with the switch under the "
            "picture, and play it again."
        ),
        "play.button": "▶ Play the parade",
        "headline": "The parade takes {lost_one} of one café’s day, and {lost_three} of three.",
        "conclusion": (
            "<b>The same seats, in places that do not fail together.</b> "
            "The parade still closes a café; it no longer closes <i>you</i>."
        ),
        "name.button": "Name it: high availability ›",
        "term.high": "high availability",
        "term.high.cafe": (
            "Three cafés, no two on one street: one closes, the others pour on. Your customers walk a little further, "
            "and most of them still get their coffee."
        ),
        "term.high.cloud": (
            "In the cloud this is <b>high availability</b>. A café is an <b>Availability Zone</b>: a place with its "
            "own power and network, far enough from the others not to fail with them. You run your service in several."
        ),
        "work": "Think of one service at work. Name all places it runs in. What single event would close all of them?",
        "teacher": (
            "Let everybody commit a number before anyone plays. Ask the highest and the lowest for their reasons. The "
            "seats stay the same throughout, so nobody can say that three cafés are simply more café. Point at those "
            "who still go without: the open cafés are full, and a later chapter is about spare seats. Assumed here: "
            "people walk {pace} minutes a kilometre, a guest keeps a seat for {stay} minutes, and whoever finds no "
            "seat gives up."
        ),
        "control.cafes": "{seats} seats in",
        "control.cafes.one": "one café",
        "control.cafes.three": "three cafés",
        "control.street": "Parade on",
        "control.street.parade-long-street": "Long Street",
        "control.street.parade-mill-street": "Mill Street",
        "panel.result": "Lost over the day",
        "panel.hours": "Customers by hour",
        "picture.name": "The café city: customers by their walk, cafés by their state",
        "result.name": "What you said, and what was lost over the day",
        "result.one": "one café: {lost} lost",
        "result.three": "three cafés, same seats: {lost} lost",
        "result.pair": "two cafés, one street: {lost} lost",
        "hours.name": "Customers by hour, on a normal day and on this one",
        "hours.before": "A normal day brings {day} customers. Around {busiest} it is busiest, with {most} an hour.",
        "hours.after": "Of {day} customers the parade takes {lost}.",
        "hours.so-far": "At {clock} the parade has taken {lost} of those who have come so far.",
        "band": "parade {from} to {to}",
        "band.lost": "{lost} lost",
        "status.calm": "Everybody gets a coffee. Half of all customers walk less than {walk}.",
        "status.shut": "<b>Your only café is closed.</b> {asked} customers an hour find no coffee.",
        "status.shut.more": "<b>{closed} are closed.</b> {asked} customers an hour find no coffee.",
        "status.apart": "<b>{closed} is closed.</b> Its customers walk to {open}. {full}",
        "status.cut": "The parade is in the way of some, and no café is closed. {full}",
        "status.full": "No seat is left: {lost} give up.",
        "status.room": "Everybody still gets a coffee.",
        "status.away": "{lost} cannot get to a seat and give up.",
        "cafe": "café {letters}",
        "cafes": "cafés {letters}",
        "check.same-street": (
            "You split the {seats} seats over two cafés, both on Long Street. How much of the day does the parade take "
            "now?"
        ),
        "check.same-street.none": "Nothing: one of the two stays open",
        "check.same-street.half": "About half as much as from one café",
        "check.same-street.same": "As much as from one café",
        "check.same-street.none.why": (
            "Both stand on the street that the parade takes, so both close at once: {lost_pair} of the day is lost. "
            "Two are safer than one only if they do not share what fails."
        ),
        "check.same-street.half.why": (
            "Half would be right if one of them stayed open. Both close at once, and {lost_pair} of the day is lost, "
            "as with one café: {lost_one}. What they share decides, not how many they are."
        ),
        "check.same-street.same.why": (
            "Both close at once: {lost_pair} of the day is lost, as with one café. "
            "What they share decides, not how many they are."
        ),
        "check.move": (
            "Your three cafés stand in three streets. Next year the parade takes Mill Street, at the same hours. "
            "How much of that day do you lose?"
        ),
        "check.move.none": "Nothing: you are prepared for parades",
        "check.move.like": "About as much as from the parade on Long Street",
        "check.move.more": "Much more: the cafés were placed for Long Street",
        "check.move.none.why": (
            "The parade closes a café wherever it goes. This time it is {closed}, and {lost_move} of the day is lost: "
            "the seats of two cafés are too few at noon. Being ready means losing little, not nothing."
        ),
        "check.move.like.why": (
            "This time {closed} closes, and {lost_move} of the day is lost; on Long Street it was {lost_three}. "
            "One café on Long Street would have been lucky this time: {lost_lucky}. You do not need luck any more, "
            "as long as a parade takes only one of yours."
        ),
        "check.move.more.why": (
            "Only {closed} closes, and {lost_move} of the day is lost; on Long Street it was {lost_three}. "
            "You need not know which street the parade takes, as long as it takes only one of yours."
        ),
    }
)
