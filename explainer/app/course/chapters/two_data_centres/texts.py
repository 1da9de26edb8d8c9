"""The words of chapter 3. Numbers come through {gaps}, which the model fills; nothing here is a number."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "Two data centres",
        "able": "when a second data centre helps, and when it only costs",
        "hook": (
            "Your data centre is up {promise} of the time. You open a second one, just as good, and each has room for "
            "all your customers. Both hang on <b>one power line</b>, which causes <b>{shared} of the failures</b>."
        ),
        "question": "How much of the outage is left?",
        "question.half": "a half",
        "question.tenth": "a tenth",
        "question.thousandth": "a thousandth",
        "question.same": "all of it",
        "play": (
            "Let them fail, one failure after another. Then change how many failures they have in common, with the "
            "switch under the picture."
        ),
        "play.button": "▶ Let them fail",
        "headline": "The second site cuts {one} a year to {two}. Without the shared power line it would be {alone}.",
        "conclusion": (
            "<b>A second one helps as far as it fails on its own, and has room for all.</b> What two sites share takes "
            "both. And whoever is left must carry everybody."
        ),
        "name.button": "Name it: failure domain ›",
        "term.domain": "failure domain",
        "term.domain.cafe": "Two cafés on one street close together: the street is what fails.",
        "term.domain.cloud": (
            "In the cloud that is a <b>failure domain</b>, and how much one failure takes is its <b>blast radius</b>. "
            "Put copies into different ones."
        ),
        "term.spare": "{spare}",
        "term.spare.cafe": "If one of your cafés may close, the others need free seats for its guests.",
        "term.spare.cloud": (
            "One more than you need is <b>{spare}</b>. Of two sites, each may be at most {most} busy: "
            "whoever is left then carries everybody."
        ),
        "work": "Which two copies at work are meant to replace each other? Write down what both of them need.",
        "teacher": (
            "Ask those who said the smallest number what they assumed; it is nearly always that failures are "
            "independent. The share in common decides: what is left is about that share, whatever the sites themselves "
            "are worth. Ask also for the load: two sites at {sixty} look safe, and lose customers at every failure. "
            "Assumed here: failures come by chance and last as long as in large public incidents, a common one takes "
            "both sites for the same time, and customers move at once. How many are really in common is seldom known."
        ),
        "control.shared": "In common",
        "control.shared.none": "{none_share}",
        "control.shared.some": "{some_share}",
        "control.shared.half": "{half_share}",
        "control.shared.all": "{all_share}",
        "control.busy": "Each is busy",
        "control.busy.half": "{half_busy}",
        "control.busy.sixty": "{sixty}",
        "control.busy.eighty": "{eighty}",
        "panel.result": "Outage left <span>· of that of one site</span>",
        "picture.name": "Two data centres with their load, and their failures one after another",
        "result.name": "What you said, and what is left of the outage",
        "result.shared": "{share} in common: {down} a year",
        "result.alone": "nothing in common: {down}",
        "line.own": "a power line each",
        "line.common": "one power line: {share} of the failures",
        "site.up": "Site {site}: up",
        "site.lost": "Site {site}: lost",
        "site.load": "{load} served, room for {room}",
        "site.load.over": "{load} served, {over} too many",
        "site.load.none": "nobody served",
        "lanes": "Failure by failure",
        "lanes.not-served": "Customers not served",
        "clock.none": "no failure yet",
        "clock.some": "{count} failures",
        "clock.one": "one failure",
        "status.calm": "<b>Both sites are up.</b> Each uses {busy} of its room.",
        "status.one": "<b>Site {lost} is lost.</b> Site {left} takes its customers, and everybody is served.",
        "status.full": "<b>Site {lost} is lost.</b> Site {left} is full: {not_served} of the customers are not served.",
        "status.both": "<b>Both sites are lost at once.</b> Nobody is served.",
        "status.tally": "So far {one} took one site, and {both} took both.",
        "check.pair": "Three pairs of sites are on offer. Which of them fails least often as a whole?",
        "check.pair.flood": "Two power lines, two operators, one river plain",
        "check.pair.update": "Two towns, two rivers, the same update in the same night",
        "check.pair.apart": "Two power lines, two rivers, updates a week apart",
        "check.pair.flood.why": (
            "A flood takes both. If it causes {share} of the failures, the pair is down {flood_h} a year. "
            "The pair that shares nothing you can name: {apart_h}."
        ),
        "check.pair.update.why": (
            "A faulty update takes both, however far apart they stand. If it causes {share} of the failures, the pair "
            "is down {update_h} a year. The pair that shares nothing you can name: {apart_h}."
        ),
        "check.pair.apart.why": (
            "They share nothing that you can name: {apart_h} a year, if nothing is hidden. With {share} of the "
            "failures in common, from floods or updates, it is {flood_h}. Distance alone does not do it."
        ),
        "check.room": (
            "Two sites carry the load together, and each uses {sixty} of its room. One is lost. How many of the "
            "customers go without?"
        ),
        "check.room.none": "None: the other one takes over",
        "check.room.some": "About one in six",
        "check.room.half": "Half of them: those of the lost site",
        "check.room.none.why": (
            "Together they ask for {asked} a second, and one site has room for {room}. So {not_served} are not served, "
            "in every failure. Each may be at most {most} busy."
        ),
        "check.room.some.why": (
            "Together they ask for {asked} a second, and one site has room for {room}: {not_served} are not served, in "
            "every failure. For none to go without, each may be at most {most} busy."
        ),
        "check.room.half.why": (
            "The other site takes as many as it has room for: {room} of {asked} a second. So {not_served} are not "
            "served. For none to go without, each may be at most {most} busy."
        ),
        "check.bracket": (
            "An article computes two independent copies, each up {single}, as “one minus ({single} squared)”. "
            "What should it say?"
        ),
        "check.bracket.fine": "That is right",
        "check.bracket.down": "One minus (the share of the time down, squared)",
        "check.bracket.squared": "{single} squared",
        "check.bracket.fine.why": (
            "As written, the pair would be up {written} of the time. What is squared must be the time down: both "
            "copies must be down at once. That gives {pair}, or {pair_h} down a year."
        ),
        "check.bracket.down.why": (
            "Both must be down at once: {down} × {down}. That leaves {pair}, or {pair_h} down a year, if nothing is "
            "shared. As written, the pair would be up {written} of the time: one bracket in the wrong place."
        ),
        "check.bracket.squared.why": (
            "That is {product}, for two parts that are both needed. Here one copy is enough, so both must be down at "
            "once: {pair}, or {pair_h} down a year. As written, it would be up {written}."
        ),
    }
)
