"""The words of chapter 4. Numbers come through {gaps}, which the model fills; nothing here is a number."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "Availability Zones",
        "able": "how far apart zones must be, and why they are not further",
        "hook": (
            "You run three shops in one block. A note of each order reaches the books of the others <b>before</b> you "
            "pour, so no order gets lost. But a power cut takes every shop near it. The cloud is built alike: three "
            "zones, with copies through glass fibre. A storm takes all within <b>{storm}</b>, and comes where it hurts "
            "most."
        ),
        "question": "How far apart should the three zones be?",
        "question.1": "On one street: {km}",
        "question.10": "In one city: {km}",
        "question.100": "In neighbouring cities: {km}",
        "question.1000": "In different countries: {km}",
        "axis.said": "you said {km}",
        "play": "Now move the zones apart, under the picture. Watch what the storm takes and how long a copy takes.",
        "headline": "{limit} apart, a storm takes {taken}, and a copy takes {copy}.",
        "conclusion": (
            "<b>Far enough apart not to fail together, near enough to keep every copy in step.</b> "
            "The storm sets the least distance. Light sets the most."
        ),
        "name.button": "Name it: Availability Zone ›",
        "term.zone": "Availability Zone",
        "term.zone.cafe": "A shop with its own power is an <b>Availability Zone</b>:",
        "term.zone.cloud": (
            "one or more data centres with their own power and network. AWS puts those of a Region up to {limit} "
            "({miles} miles) apart, with copies confirmed in single-digit milliseconds."
        ),
        "term.region": "Region",
        "term.region.cafe": "The block is a <b>Region</b>:",
        "term.region.cloud": "a set of zones that is kept apart from all other Regions. Each has at least three.",
        "term.az-id": "AZ ID",
        "term.az-id.cafe": "A shop’s address is its <b>AZ ID</b>,",
        "term.az-id.cloud": (
            "such as <b style='white-space:nowrap'>{az_id}</b>. It names the same place for every customer; "
            "a zone’s letter may not."
        ),
        "work": (
            "Take one service at work. Which zones does it run in? "
            "Name an event that takes one of them, and an event that takes them all."
        ),
        "teacher": (
            "Ask those who chose the longest distance what a copy costs there, and those who chose the shortest what "
            "the storm leaves. More than one distance passes both tests; copies made one after another speak for the "
            "nearer ones. Assumed here: a storm that reaches {storm}; {saves} copies in a row; each zone carries half "
            "the load; and in the café all ways are {smaller} times shorter, on foot. The fibre follows roads, as "
            "everywhere in this model, so a copy takes longer than light on a straight line."
        ),
        "control.apart": "km apart",
        "control.apart.1": "{at_1}",
        "control.apart.3": "{at_3}",
        "control.apart.10": "{at_10}",
        "control.apart.30": "{at_30}",
        "control.apart.100": "{at_100}",
        "control.apart.300": "{at_300}",
        "control.apart.1000": "{at_1000}",
        "control.storm": "Storm",
        "control.storm.16": "{storm_16}",
        "control.storm.60": "{storm_60}",
        "panel.trade": "What distance buys, what it costs",
        "picture.name": "The same three places twice: shops of a café, and zones of a Region",
        "picture.before": "Three shops of a café, and three zones of a Region. How far apart they are is open.",
        "side.cafe": "In the café city",
        "side.cloud": "In the cloud",
        "ring.cafe": "one block",
        "ring.cloud": "one Region",
        "open.distance": "how far?",
        "open.all": "All three are open.",
        "open.two": "Two of three are open.",
        "open.one": "One of three is open.",
        "open.none": "All three are lost.",
        "shop": "shop {name}",
        "shop.lost": "{name}: no power",
        "zone": "zone {name}",
        "zone.lost": "{name}: lost",
        "note.cafe": "an invented city",
        "note.cloud": "Zone positions are not published.<br>This is a diagram, not a map.",
        "trade.name": "Zones that the storm takes, and the time of a copy, by the distance between zones",
        "trade.empty": "Nothing is drawn yet.",
        "trade.now": "At {km} the storm takes {taken}, and a copy takes {copy}.",
        "trade.good": "Both hold from {from} to {to}. AWS stays within {limit}.",
        "trade.never": "At no distance do both hold.",
        "lane.taken": "Zones that the storm takes",
        "lane.copy": "Round trip of a copy, ms",
        "lane.good": "both hold",
        "lane.digit": "single-digit ms",
        "lane.light": "light alone",
        "lane.limit": "AWS: up to {km}",
        "lane.same": "you said {km}. AWS: up to {km}",
        "status": (
            "<b>At {km} the storm takes {taken}:</b> {served}. A copy takes {copy}, {saves} in a row {row}. "
            "A note between shops takes {note}."
        ),
        "served.all": "everyone is served",
        "served.some": "{share} are served",
        "served.none": "nobody is served",
        "check.near": "Zones {km} apart make very fast copies. Now the storm comes. What do users see?",
        "check.near.all": "Nothing: two zones carry on",
        "check.near.some": "Some of them wait or give up",
        "check.near.none": "All of them get no answer",
        "check.near.all.why": (
            "Two would carry on if the storm left two. It reaches {storm}, the zones stand {km} apart, and it takes "
            "{taken}: {served}. Three zones in one storm are one zone."
        ),
        "check.near.some.why": (
            "That is so when one or two zones are left. At {km} the storm takes {taken}: {served}. "
            "Three zones in one storm are one zone."
        ),
        "check.near.none.why": (
            "The storm reaches {storm} and takes {taken}: {served}. The copies took only {copy}, and all of them are "
            "in the storm. Three zones in one storm are one zone."
        ),
        "check.far": "“Farther is safer,” says a colleague, “so put the zones {far} apart.” What comes of it?",
        "check.far.safer": "The storm takes fewer zones than at {near}",
        "check.far.slower": "Nothing is safer in this storm, and each copy is slower",
        "check.far.same": "Nothing changes: light is fast",
        "check.far.safer.why": (
            "The storm takes {taken_near} at {near}, and {taken_far} at {far}. What grows is the wait: from "
            "{copy_near} to {copy_far} a copy. {saves} copies in a row then take {row_far}."
        ),
        "check.far.slower.why": (
            "The storm takes {taken_near} at {near}, and {taken_far} at {far}. But a copy takes {copy_far} "
            "in place of {copy_near}, and {saves_in} in a row {row_far}. Light alone needs {light_far}; "
            "no money makes it faster."
        ),
        "check.far.same.why": (
            "Light is fast, and still needs {light_far} there and back; real ways take {copy_far}, at {near} only "
            "{copy_near}. {saves} copies in a row take {row_far}: people notice."
        ),
        "check.one": (
            "AWS keeps its zones far apart. You run your whole service in one of them, and the storm takes that one. "
            "What do your users see?"
        ),
        "check.one.moved": "Nothing: AWS moves the service to the other zones",
        "check.one.part": "A third of them get no answer",
        "check.one.none": "All of them get no answer",
        "check.one.moved.why": (
            "Servers in a zone stay there. The two other zones stand, and nothing of yours runs in them: {served}. "
            "AWS keeps the zones apart; to run in several is your part."
        ),
        "check.one.part.why": (
            "A third of the zones is lost, but all of your service was in it: {served}. Run in all three, and in the "
            "same storm {served_three}. AWS keeps the zones apart; to run in several is your part."
        ),
        "check.one.none.why": (
            "Your service was all in that zone: {served}. Run in all three, and in the same storm {served_three}. "
            "AWS keeps the zones apart; to run in several is your part."
        ),
        "check.count": (
            "A study page says: “A Region has two to six Availability Zones.” What do the Regions of today say?"
        ),
        "check.count.right": "The page is right: some have two",
        "check.count.least": "Each has at least three",
        "check.count.always": "Each has exactly three",
        "check.count.right.why": (
            "It once was. Of the {regions} open Regions in this site’s table none has fewer than {fewest} zones. "
            "AWS promises at least three (its documentation, read {read})."
        ),
        "check.count.least.why": (
            "Of the {regions} open Regions in this site’s table none has fewer than {fewest} zones, and the largest "
            "has {most} (AWS documentation, read {read}). With three, one can fail and two still keep each other’s "
            "copies."
        ),
        "check.count.always.why": (
            "Three is the least, not the rule: the largest Region in this site’s table has {most}. None has fewer than "
            "{fewest}, so the page is wrong too."
        ),
    }
)
