"""The words of chapter 5. Numbers come through {gaps}, which the model fills; nothing here is a number."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "Choose a Region",
        "able": "in which order to ask when you choose a Region, and why the law comes first",
        "hook": (
            "You look for a street for a new café: near your customers, with an oven, at a fair rent. And the town "
            "says in which streets cafés may open. In the cloud it is alike. Your clinics in {clinics} need quick "
            "answers, a service that reads genomes, and a low price. The rule you are under says: <b>patients’ data "
            "must stay in the EU</b>."
        ),
        "question": "In which of the four Regions do you open?",
        "question.eu-west-2": "London",
        "question.eu-west-3": "Paris",
        "question.eu-central-1": "Frankfurt",
        "question.eu-south-1": "Milan",
        "axis.said": "you said",
        "play": (
            "Let the four collect points, the law being one of four things that count. Then make the law a filter, "
            "with the switch under the picture, and watch again."
        ),
        "play.button": "▶ Judge the four",
        "headline": "Points pick {by_points}, where the rule lets nobody be served. The sieve leaves {by_sieve}.",
        "conclusion": (
            "<b>Law first, as a filter. Then wait, services and price.</b> A street that is closed to you by law stays "
            "closed: however close it is, you may not open there."
        ),
        "name.button": "Name it: compliance ›",
        "term.compliance": "compliance",
        "term.compliance.cafe": "A street is closed to you by law: however close it is, you may not open there.",
        "term.compliance.cloud": (
            "In the cloud this is <b>compliance</b>, and a rule about where data lies is <b>data residency</b>. "
            "AWS says that it overrides the other factors."
        ),
        "term.others": "proximity, services",
        "term.others.cafe": "Among the open streets you look for one near your customers, with an oven.",
        "term.others.cloud": (
            "In the cloud this is <b>proximity</b>, and the <b>services available</b> in a Region: not all are "
            "everywhere."
        ),
        "term.price": "price",
        "term.price.cafe": "Rent differs from street to street.",
        "term.price.cloud": (
            "So does the <b>price</b> of the same server from Region to Region. It decides among those left."
        ),
        "work": (
            "Take one service at work. Write down which rule says where its data may lie, and who told you. "
            "Then list the Regions that are left."
        ),
        "teacher": (
            "Ask first who used the rule as one argument among others. Points here are the usual kind: the best of the "
            "four gets one, the worst none, all four criteria count alike. Let the class try other weights. A weight "
            "that nothing can outweigh is a filter. Modelled: the average wait of people online in these countries, by "
            "wire. Assumed: that {limit} on average is quick enough, and that clinics stand where people live. From "
            "lists: prices ({price_source}; {base} is the price in N. Virginia) and the genome service "
            "({service_source}, read {service_read}). The feature of the hospital is assumed. What a rule means for "
            "you is for your lawyers to say; here it is simply given. Wait can be weighed, too: a limit makes it a "
            "filter."
        ),
        "control.law": "The law as",
        "control.law.weight": "points",
        "control.law.filter": "a filter",
        "control.case": "Clinics",
        "control.case.north": "all three",
        "control.case.middle": "{middle_short}",
        "control.case.ireland": "{ireland}",
        "panel.wait": "Average wait <span>· modelled</span>",
        "panel.price": "Price of a server <span>· as a multiple of N. Virginia</span>",
        "picture.name": "A map of the clinics and four Regions, and what each Region has of what is wanted",
        "wait.name": "The average wait of the Region that you said, and of those chosen",
        "price.name": "The price in the Region that you said, and in those chosen",
        "result.points": "points: {region}, {value}",
        "result.sieve": "sieve: {region}, {value}",
        "row.want": "You want",
        "row.barred": "forbidden",
        "row.law": "<b>Law</b><br>data in {where}",
        "row.wait": "<b>Wait</b><br>at most {limit}",
        "row.service": "<b>Service</b><br>{wanted}",
        "row.price": "<b>Price</b><br>the lowest",
        "row.points": "<b>Points</b><br>of {most}",
        "row.open": "<b>Open</b>",
        "rule.EU": "the EU",
        "rule.DE": "Germany",
        "wanted.genomes": "genomes",
        "wanted.only": "the feature",
        "wanted.none": "nothing special",
        "cell.in": "inside",
        "cell.out": "outside",
        "cell.yes": "yes",
        "cell.no": "no",
        "cell.any": "as wanted",
        "cell.price": "{price}\u00a0×",
        "map.away": "‹ {region}",
        "map.down": "{region}: down",
        "map.served": "{country}<br>{wait}",
        "map.lost": "{country}",
        "clock.0": "start",
        "clock.1": "law",
        "clock.2": "wait",
        "clock.3": "service",
        "clock.4": "price",
        "clock.5": "choice",
        "status.start": "Four Regions, and four things that you want of them.",
        "status.before": "Four Regions, and what each has of what you want. Nothing is chosen yet.",
        "status.leads": "<b>{what} counted.</b> In front: {regions}, with {points}.",
        "status.forbidden": (
            "<b>{region} has the most points: {points} of {most}.</b> The rule lets {served} of the patients be "
            "served there."
        ),
        "status.agrees": "<b>{region} has the most points: {points} of {most}.</b> This time the sieve leaves it, too.",
        "status.lacks": (
            "<b>{region} has the most points: {points} of {most}.</b> But the sieve of {what} holds it back."
        ),
        "status.law": "<b>The law holds back {regions}.</b> No other advantage counts any more.",
        "status.wait": "<b>{regions} would be too slow:</b> {waits} on average, and {limit} is the most.",
        "status.service": "<b>{regions} cannot do it.</b> What you need is not there.",
        "status.price": "<b>{regions} would do, and costs more.</b>",
        "status.pass": "<b>The sieve of {what} holds nobody back.</b>",
        "status.left": (
            "<b>{region} is left.</b> All patients are served, after {wait} on average. A server costs {price}\u00a0×."
        ),
        "status.none": (
            "<b>None of the four is left.</b> Ask for a fifth Region, wait longer or do without a service. The rule "
            "stays."
        ),
        "status.down": (
            "<b>{lost} is down.</b> {spare} stands, but may not serve: {served} of the patients get an answer."
        ),
        "check.hospital": (
            "A hospital in Germany is under a rule that says: data must stay in Germany. It wants a feature; assume "
            "that this exists only in N. Virginia. What do you do first?"
        ),
        "check.hospital.feature": "Open in N. Virginia: without the feature all else is idle",
        "check.hospital.both": "Open in both: data in Frankfurt, the feature in N. Virginia",
        "check.hospital.law": "Strike every Region that the rule forbids",
        "check.hospital.feature.why": (
            "The rule lets {served} of the patients be served from N. Virginia. Strike first: of the four only {left} "
            "is left, and its average wait is {wait}, not {far}. Then look for another way to the feature."
        ),
        "check.hospital.both.why": (
            "The feature works on the data, so the data would have to leave. With both open, N. Virginia may serve "
            "{served} of the patients. Of the four only {left} is left, at {wait}. Look there for a way to the feature."
        ),
        "check.hospital.law.why": (
            "Of the four only {left} is left, with an average wait of {wait}; in N. Virginia it would be {far}. "
            "Nothing that is left has the feature. So do without it, build it, or ask for it, but do not move the data."
        ),
        "check.price": (
            "Clinics in {middle}, the same rule, the same limit on the wait, and no special service. After law and "
            "wait two Regions are left: {one} ({one_wait}) and {other} ({other_wait}). What decides between them?"
        ),
        "check.price.wait": "The wait: {one} is nearer on average",
        "check.price.service": "The services: one of them has more",
        "check.price.price": "The price",
        "check.price.wait.why": (
            "Both are within {limit}, so both are quick enough. Both have what you need. So the price decides: "
            "{one_price} × in {one}, {other_price} × in {other}. You open in {best}."
        ),
        "check.price.service.why": (
            "You need nothing special, and both have that. Both are within {limit}. So the price decides: {one_price} "
            "× in {one}, {other_price} × in {other}. You open in {best}."
        ),
        "check.price.price.why": (
            "Both are within {limit}, and both have what you need. A server costs {one_price} × in {one} and "
            "{other_price} × in {other}. You open in {best}, though {one} is a little quicker."
        ),
        "check.spare": (
            "You run in Frankfurt and keep a second copy in London, near and with every service. Frankfurt goes down. "
            "The rule stays. What do your patients see?"
        ),
        "check.spare.all": "Nothing: London takes over",
        "check.spare.half": "Half of them are served",
        "check.spare.none": "None of them is served",
        "check.spare.all.why": (
            "London stands and has room. But the rule holds on the worst day, too: {served} are served. With the "
            "second copy in Paris {better} are, after {wait} on average. Filter the second Region as you filter the "
            "first."
        ),
        "check.spare.half.why": (
            "No patient may be served outside the EU, so {served} are. With the second copy in Paris {better} are, "
            "after {wait} on average. Filter the second Region as you filter the first."
        ),
        "check.spare.none.why": (
            "London stands, has room, and may not serve them: {served} are served. With the second copy in Paris "
            "{better} are, after {wait} on average. AWS offers Regions; which ones you may use is for you to know."
        ),
    }
)
