"""The words of chapter 8. Numbers come through {gaps}, which the model fills; nothing here is a number."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "The world",
        "able": "where to put Regions for the whole world, and when one more stops paying",
        "hook": (
            "Where would you open three cafés, so that the whole town walks least? The world asks the same: "
            "<b>{people} people</b>, {regions} Regions. Your three stand in North America today."
        ),
        "question": "Where do the three go, so that people wait least on average?",
        "question.hop": "Past the list, to the answer",
        "question.hint": "Each choice moves the one that has stood longest.",
        "play": "Now see the best there is: choose under the picture how many Regions.",
        "headline": "Three Regions, well placed: {three} on average. Twice as many: {six}.",
        "conclusion": (
            "<b>A few Regions, well placed, serve most of the world.</b> Each further one brings less than the one "
            "before it. And the short way is that of the cables, not of the map."
        ),
        "name.button": "Name it: who is sent where ›",
        "term.routing": "latency-based routing",
        "term.routing.cafe": "Guests go to the shop that they reach soonest, which need not be the nearest.",
        "term.routing.cloud": (
            "In the cloud, <b>latency-based routing</b> answers each user with the Region that is quickest for them, "
            "by measured round trips."
        ),
        "term.residency": "data residency",
        "term.residency.cafe": "A town may say: its guest book stays in town.",
        "term.residency.cloud": (
            "That is <b>data residency</b>: where data may be kept. You choose the Region, and to keep the rule is "
            "your part. It filters first; only what is left is compared."
        ),
        "work": (
            "Take one service at work. Where are its users, and where does it run? "
            "Name the one Region that would shorten most waits, and what speaks against it."
        ),
        "teacher": (
            "Let everybody place three before anyone goes on, and compare: which continents did nobody think of? A gap "
            "of a few ms is no gap: waits are modelled, and usually measured between {low} and {high} times the model. "
            "There are {sets} ways to place three; the best of them is found by an integer programme, and “proved” "
            "means that no other is left. Assumed: homes on Wi-Fi, everybody goes to the quickest Region, and all "
            "weigh alike. Not to be chosen: Regions that are announced, impaired, or in a partition of their own."
        ),
        "control.show": "The best",
        "control.show.1": "{n1}",
        "control.show.2": "{n2}",
        "control.show.3": "{n3}",
        "control.show.4": "{n4}",
        "control.show.5": "{n5}",
        "control.show.6": "{n6}",
        "control.show.yours": "yours",
        "control.aim": "Shorten",
        "control.aim.mean": "the average",
        "control.aim.p95": "the slowest {slowest}",
        "panel.curve": "Shortest wait by number of Regions <span>· ms</span>",
        "picture.name": "Map of people by their wait, and of the Regions that serve them",
        "picture.before": "{people} people online, and {regions} Regions that can be chosen. None is in use yet.",
        "key.wait": "Wait, ms",
        "key.people": "not known yet",
        "curve.name": "The wait of the best one, two and more Regions, and that of your three",
        "curve.empty": "Nothing is drawn yet.",
        "curve.told": "The best {regions}: {wait}.",
        "curve.yours": "Your three: {wait}.",
        "curve.gains": "What each further Region takes off",
        "yours": "yours: {wait}",
        "yours.more": "yours: {wait}, {more} more",
        "yours.best": "yours: {wait}, as good as the best",
        "state.in": "in use",
        "state.yours": "yours",
        "state.both": "in use, yours",
        "state.down": "down",
        "state.out": "not used",
        "aim.mean": "{wait} on average",
        "aim.p95": "All but the slowest {slowest} wait at most {wait}",
        "status.yours": "<b>Your three: {names}.</b> {wait}. {within} of people wait no longer than {slo}.",
        "status.today": (
            "<b>You moved none, so these are the three of today: {names}.</b> {wait}. "
            "{within} of people wait no longer than {slo}."
        ),
        "status.best": "<b>The best {regions}: {names}.</b> {wait}. {proof}",
        "status.against": "{best} Yours: {yours}, {more} more.",
        "status.equal": "{best} Yours are as good.",
        "proof.all": "Proved: none of the {sets} choices is better.",
        "proof.rule": "Proved: no other choice that keeps the rule is better.",
        "proof.no": "Not proved: another may be up to {gap} better.",
        "none": "none",
        "served.all": "everyone is served",
        "served.some": "{share} of people are served",
        "status.near": "<b>{place}.</b> To {near}, the nearest: {near_ms}. To {fast}: {fast_ms}.",
        "status.bound": "<b>With {country} bound to {bound_region}: {names}.</b> {wait}. {proof}",
        "status.lost": "<b>{lost} is down.</b> {dropped} people get no answer. The others: {wait}.",
        "check.near": (
            "People in {place}: to {near} it is {near_km}, to {fast} {fast_km}. A study page says “the nearest Region "
            "answers soonest”. Which one does?"
        ),
        "check.near.near": "{near}: it is nearest",
        "check.near.same": "Both alike: light is fast",
        "check.near.fast": "{fast}, though it is farther",
        "check.near.near.why": (
            "Requests follow cables, and to {near} these go by way of {via}: {near_ms}. To {fast} it is {fast_ms}. "
            "So it is for {people} people, {share} of all: the quickest Region beats the nearest by over {margin}."
        ),
        "check.near.same.why": (
            "Light is fast, and the way is long: to {near} by way of {via}, {near_ms}. To {fast} it is {fast_ms}. "
            "So it is for {people} people, {share} of all: the quickest Region beats the nearest by over {margin}."
        ),
        "check.near.fast.why": (
            "To {fast} a request takes {fast_ms}; to {near}, by way of {via}, {near_ms}. "
            "For {people} people, {share} of all, the quickest Region beats the nearest by over {margin}. All modelled."
        ),
        "check.more": (
            "From one Region to two, the best average fell by {first}. What does the step from five to six take off?"
        ),
        "check.more.same": "About as much",
        "check.more.half": "About half as much",
        "check.more.tenth": "About a tenth of it",
        "check.more.same.why": (
            "Only {last}: from {five} to {six}. The first ones stand where most people are; the sixth helps those few "
            "who are still far away. The bill goes from {cost_five} to {cost_six} times that of one Region."
        ),
        "check.more.half.why": (
            "Less: {last}, from {five} to {six}. The first ones stand where most people are; the sixth helps those few "
            "who are still far away. The bill goes from {cost_five} to {cost_six} times that of one Region."
        ),
        "check.more.tenth.why": (
            "It takes off {last}: from {five} to {six}. The first ones stand where most people are; the sixth helps "
            "those few who are still far away. The bill goes from {cost_five} to {cost_six} times that of one Region."
        ),
        "check.bound": (
            "A contract says: data of people in {country} stay in {country}. The Region there is {bound_region}. "
            "You still run three. What becomes of the best three?"
        ),
        "check.bound.same": "They stay as they are",
        "check.bound.one": "One moves there, two stay",
        "check.bound.all": "All three change",
        "check.bound.same.why": (
            "Then {unserved} of people, those in {country}, would get no answer from you at all. The best three that "
            "keep the rule: {names}. They wait {bound} on average, not {three}. A rule filters first."
        ),
        "check.bound.one.why": (
            "Two of the old ones leave gaps that others fill better. The best three that keep the rule: {names}. "
            "Kept of the old ones: {kept}. People wait {bound} on average, not {three}. A rule filters first."
        ),
        "check.bound.all.why": (
            "With {bound_region} taken, two are left for everybody else. The best three that keep the rule: {names}. "
            "Kept of the old ones: {kept}. People wait {bound} on average, not {three}. A rule filters first."
        ),
        "check.lose": (
            "You run the best three, each built for its own users. All of {lost} fails, and its users are sent on. "
            "What do people get?"
        ),
        "check.lose.slower": "An answer, all of them, some of them later",
        "check.lose.some": "Some of them get no answer",
        "check.lose.none": "Nobody gets an answer",
        "check.lose.slower.why": (
            "That takes room that was not built: {dropped} people, {share} of all, get no answer, because the two "
            "others are full. With room for one lost Region {spare_reach}, and the bill goes from {cost} to "
            "{cost_spare} times that of one Region. To build it is your part."
        ),
        "check.lose.some.why": (
            "{dropped} people, {share} of all, get no answer: the two others are full. With room for one lost Region "
            "{spare_reach}, in {spare_wait} on average, and the bill goes from {cost} to {cost_spare} times "
            "that of one Region. To build it is your part."
        ),
        "check.lose.none.why": (
            "Two Regions still stand: {served}. They are full, so {dropped} people get no answer. With room for "
            "one lost Region {spare_reach}, and the bill goes from {cost} to {cost_spare} times that of one "
            "Region. To build it is your part."
        ),
    }
)
