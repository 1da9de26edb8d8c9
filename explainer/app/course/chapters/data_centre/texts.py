"""The words of chapter 2. Numbers come through {gaps}, which the model fills; nothing here is a number."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "One data centre",
        "able": "what nines mean in hours, and why a chain is down more than each of its parts",
        "hook": (
            "You now run your service in one data centre. Its owner says that it is up <b>{promise} of the time</b>. "
            "The picture has {count} squares. Each is one year of that data centre, and none of them has passed yet."
        ),
        "question": "How many hours a year is it down, on average?",
        "play": (
            "Let the years pass. Then change how often it is up, with the switch under the picture, and see how many "
            "years stay without a failure."
        ),
        "play.button": "▶ Let the years pass",
        "headline": (
            "Up {promise} of the time is {formula} down a year on average, and {calm} of the years had no failure."
        ),
        "conclusion": (
            "<b>Nines are hours.</b> One nine more leaves a tenth of them, on average and not each year. And a service "
            "that needs several parts is down when any one is: <b>parts in series multiply</b>."
        ),
        "name.button": "Name it: availability ›",
        "term.availability": "availability",
        "term.availability.cafe": (
            "How much of the time is your café open? Two things count: how seldom it has to close, and how fast it "
            "opens again."
        ),
        "term.availability.cloud": (
            "In the cloud this is <b>availability</b>: the time between failures (<b>MTBF</b>) against the time to "
            "repair (<b>MTTR</b>). Repair begins when it fails, not when you notice."
        ),
        "term.sla": "SLA",
        "term.sla.cafe": (
            "“Coffee in five minutes, or it is free” says what a slow coffee costs, not how often it is slow."
        ),
        "term.sla.cloud": (
            "A <b>service level agreement (SLA)</b> is such a promise with a price: below it you get part of your "
            "money back. It is not a forecast, and not a measurement."
        ),
        "work": "Take one service at work. Which parts does it need, all at once? Multiply what each of them promises.",
        "teacher": (
            "Let everybody write down a number before anyone plays; most are far too low or far too high. Ask which "
            "year they would like to live in, and show that the average year hardly exists. Each square is one "
            "simulated year. Failures last as long as those of large public incidents did: half of them over {median}, "
            "{mean} on average. The switch changes how often they come, so the long ones stay long. Assumed here: "
            "failures come by chance, with no bad years, and each takes the whole data centre."
        ),
        "control.nines": "It is up",
        "control.nines.two": "{two}",
        "control.nines.three": "{three}",
        "control.nines.four": "{four}",
        "control.parts": "You need",
        "control.parts.one": "one part",
        "control.parts.both": "two parts",
        "panel.result": "Down, hours a year",
        "panel.settling": "Average so far <span>· dotted: by the formula</span>",
        "picture.name": "Years of the data centre: a square each, filled by the hours that it was down",
        "picture.waits": "{count} years of one data centre. None has passed yet.",
        "picture.caption": "Each square is a year.",
        "picture.caption.parts": "Each square is a year of a service that needs two parts.",
        "result.name": "What you said, what the formula says, and what the simulated years came to",
        "result.formula": "{up}: {formula} by the formula",
        "result.years": "{mean} in these {count} years",
        "settling.name": "The average of the years so far, and what the formula says",
        "settling.empty": "No year has passed yet.",
        "settling.told": "After {years} the average is {mean} a year. The formula says {formula}.",
        "clock": "{years} years",
        "a-year": "a year",
        "status.start": "No year has passed yet.",
        "status.some": (
            "<b>{years} years at {up}.</b> In {calm} of them nothing failed. On average it was down {mean} a year, and "
            "in the worst year {worst}."
        ),
        "status.all-calm": "<b>{years} years at {up}.</b> Nothing has failed yet.",
        "key": "<b>Down in that year</b>",
        "check.series": (
            "Your page needs a web server and a database, both at once. Each of them is up {promise} of the time, and "
            "they fail independently. How much is the page up?"
        ),
        "check.series.same": "{same}: no part is worse than that",
        "check.series.product": "{product}",
        "check.series.safer": "{safer}: two are safer than one",
        "check.series.same.why": (
            "Each part is down {one_h} a year, and mostly not at the same time. Multiplied, {promise} × {promise} is "
            "{product}: {both_h} a year. The picture shows such years; they came to {mean_h}."
        ),
        "check.series.product.why": (
            "{promise} × {promise} is {product}: {both_h} a year, twice that of one part. "
            "The picture shows such years; they came to {mean_h}."
        ),
        "check.series.safer.why": (
            "That would be so if either were enough. You need both, so the page is down when any one is. "
            "{promise} × {promise} is {product}: {both_h} a year, and the years in the picture came to {mean_h}."
        ),
        "check.claim": (
            "A cloud promises {promised} for copies in two zones, and {single} for one copy. An article says: “a "
            "simple calculation, {single} × {single}”. One running copy is enough. What is wrong?"
        ),
        "check.claim.nothing": "Nothing: two parts, so you multiply them",
        "check.claim.downs": "It must multiply the shares of the time in which each is down",
        "check.claim.mean": "It must take the average of the two",
        "check.claim.nothing.why": (
            "{single} × {single} is {product}, which is worse than one copy: that is for parts that are <i>all</i> "
            "needed. Here both must be down at once, {down} × {down}, so the pair is up {pair}. And the promise comes "
            "from neither: it is a price, not a product."
        ),
        "check.claim.downs.why": (
            "Both must be down at once, {down} × {down}, so the pair is up {pair}, or {pair_h} down a year, if they "
            "fail independently. Multiplied as in the article it would be {product}, worse than one copy. The promise "
            "of {promised} comes from neither: it is a price, not a product."
        ),
        "check.claim.mean.why": (
            "The average of the two is {single} again, as if the second copy did nothing. Both must be down at once, "
            "{down} × {down}, so the pair is up {pair}. And the promise is a price, not a product."
        ),
        "check.bad-year": (
            "Your data centre is built to be up {promise}, which leaves {one_h} a year. This year it was down longer "
            "than that. Does this show that it is worse than {promise}?"
        ),
        "check.bad-year.yes": "Yes: it has used more than its hours",
        "check.bad-year.no": "No: years like this are part of the average",
        "check.bad-year.yes.why": (
            "Of {count} years of such a data centre, {longer} were longer than the average, and {calm} had no failure "
            "at all. Few long years and many short ones make the average. One year says little."
        ),
        "check.bad-year.no.why": (
            "Of {count} years of such a data centre, {longer} were longer than the average, and {calm} had no failure "
            "at all. One year says little, a good one too."
        ),
    }
)
