"""The words of chapter 7. Numbers come through {gaps}, which the model fills; nothing here is a number."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "The edge",
        "able": "what copies near your customers save, and what only a Region near them can",
        "hook": (
            "Some customers live far from your café, so you put a <b>kiosk</b> at their tram stop. It keeps filter "
            "coffee ready; what must be made fresh still comes from the café. In the cloud your customers are in "
            "<b>{place}</b> and your server in <b>{region}</b>: an answer takes <b>{direct}</b>. Now a kiosk in "
            "{place} has <b>{asked} of what they ask for</b>."
        ),
        "question": "How long do they wait then, on average?",
        "axis.said": "you said {said}",
        "play": (
            "Let them ask, one request after another. Then change how much the kiosk has, with the switch under the "
            "picture, and play it again."
        ),
        "play.button": "▶ Let them ask",
        "headline": (
            "Copies in {place} cut the average wait from {direct} to {mean}. {missed} of the requests still wait "
            "{miss}."
        ),
        "conclusion": (
            "<b>The edge moves content close; a Region moves computing.</b> How often the edge has what is asked for "
            "decides nearly all. What is made fresh for each customer still goes the whole way."
        ),
        "name.button": "Name it: edge location ›",
        "term.edge": "edge location",
        "term.edge.cafe": "The kiosk keeps what many want, and sends to the café for the rest.",
        "term.edge.cloud": (
            "It is an <b>edge location</b>, and what it keeps is a <b>cache</b>. A service with many of them is a "
            "<b>content delivery network</b>, such as <b>Amazon CloudFront</b>."
        ),
        "term.ratio": "cache hit ratio",
        "term.ratio.cafe": "How often does the kiosk have what is asked for?",
        "term.ratio.cloud": "That share of all requests is the <b>cache hit ratio</b>.",
        "term.local": "Local Zone",
        "term.local.cafe": "What must be made fresh needs a small kitchen near the tram stop.",
        "term.local.cloud": (
            "A <b>Local Zone</b> is one: some of a Region’s computing and storage, placed in another city."
        ),
        "term.outposts": "Outposts",
        "term.outposts.cafe": "The kitchen may even stand in the customer’s own house.",
        "term.outposts.cloud": "<b>Outposts</b> bring the cloud’s own machines into your building.",
        "work": (
            "Take one page at work. Which parts of it are the same for everybody, and for how long? Guess its hit "
            "ratio, then look it up."
        ),
        "teacher": (
            "Ask for two numbers before anyone plays: the average, and what the slowest wait. The second hardly moves "
            "until nearly everything hits, which the sorted waits show. Nobody waits the average. Assumed here: a "
            "request is one round trip, where a real page needs several; the copies are there and fresh enough; wifi "
            "takes {access}, and a door {door}, at the edge as in a Region. From the edge on, requests use the "
            "provider’s own network, which is a little straighter than the public way. Waits are modelled. Edge "
            "cities: an illustrative list of {cities}, not an official one ({source}, undated, read {read})."
        ),
        "control.hits": "Kiosk has",
        "control.hits.0": "{hits_0}",
        "control.hits.50": "{hits_50}",
        "control.hits.80": "{hits_80}",
        "control.hits.90": "{hits_90}",
        "control.hits.99": "{hits_99}",
        "control.page": "They ask for",
        "control.page.same": "the same",
        "control.page.half": "half fresh",
        "control.page.fresh": "all fresh",
        "panel.waits": "Waits, the shortest first <span>· a line a request, ms</span>",
        "picture.name": "Requests from {place} on the map and along their way, to the edge location and to the Region",
        "picture.before": "Customers in {place} ask a server in {region}. An answer takes {direct}.",
        "waits.name": "What you said, and how long each request waits",
        "waits.empty": "No request has been sent yet.",
        "waits.none": "no answer: {lost}",
        "waits.told": "{answered} answered so far, after {mean} on average.",
        "waits.all": "Average {mean}. Half wait {half} or less, and {most_share} wait {most} or less.",
        "waits.mean": "average {mean}",
        "waits.shares": "half up to {half}, {most_share} up to {most}",
        "waits.before": "{direct} without the kiosk",
        "strip.title": "The way there and back, drawn to scale: {wait}",
        "strip.edge": "{city} edge: {hits} answered",
        "strip.server": "{region}: {misses} answered",
        "strip.lost": "{region}: {lost} dropped",
        "strip.access": "wifi",
        "strip.land": "over land",
        "strip.sea": "sea cable",
        "strip.direct": "direct",
        "map.before": "{place}: {direct}",
        "map.after": "{place}: {mean} on average",
        "map.place": "{place}",
        "map.region": "{region}",
        "map.lost": "{region}: down",
        "map.on": "to {stop} ›",
        "map.from": "‹ from {place}",
        "status.start": "<b>No request has been sent yet.</b> The edge has {ratio} of what is asked for.",
        "status.some": (
            "<b>{hits} answered at the edge, {misses} in {region}.</b> On average {mean}, without the edge {direct}."
        ),
        "status.none-yet": "<b>The first requests are under way.</b> None has been answered yet.",
        "status.lost": "<b>{region} is lost.</b> {hits} were answered at the edge, and {lost} got no answer.",
        "key": "<b>One mark, two words</b>",
        "key.customers": "customers: users",
        "key.edge": "kiosk: edge location",
        "key.region": "café: Region",
        "key.out": "order: request",
        "key.back": "coffee: answer",
        "key.cities": (
            "Small marks: an illustrative list of {cities} cities, not an official list ({source}, read {read})."
        ),
        "check.page": "Four things that customers in {place} ask for. Which one gains nothing from copies at the edge?",
        "check.page.menu": "The menu with its pictures",
        "check.page.news": "The front page of a newspaper, new every minute",
        "check.page.film": "The first scene of a popular film",
        "check.page.points": "The points on your own loyalty card",
        "check.page.menu.why": (
            "The menu is the same for everybody. If the edge has it {menu_kept} of the time, it takes {menu} off the "
            "average wait. Points differ from card to card: no copy fits the next customer, and they gain {points}."
        ),
        "check.page.news.why": (
            "A minute is long when many read the same page. If the edge has it {news_kept} of the time, it takes "
            "{news} off the average wait. Points differ from card to card: no copy fits the next customer, and they "
            "gain {points}."
        ),
        "check.page.film.why": (
            "It is large, and the same for everybody. If the edge has it {film_kept} of the time, it takes {film} off "
            "the average wait. Points differ from card to card: no copy fits the next customer, and they gain {points}."
        ),
        "check.page.points.why": (
            "Points differ from card to card, so no copy fits the next customer: they gain {points}. The newspaper, "
            "found {news_kept} of the time, gains {news}, though each copy lives only a minute. All these shares are "
            "assumed."
        ),
        "check.ratio": (
            "The edge answers {from} of the requests. With copies that live longer it would be {to}. How much shorter "
            "is the average wait?"
        ),
        "check.ratio.tenth": "By about a tenth",
        "check.ratio.half": "By nearly half",
        "check.ratio.hardly": "Hardly at all: nearly all hit already",
        "check.ratio.tenth.why": (
            "The hits rise by a tenth, but the misses do nearly all the waiting, and they fall from {miss_from} to "
            "{miss_to}. The average goes from {mean_from} to {mean_to}: {fall} less."
        ),
        "check.ratio.half.why": (
            "The misses do nearly all the waiting, and they fall from {miss_from} to {miss_to}. The average goes from "
            "{mean_from} to {mean_to}: {fall} less."
        ),
        "check.ratio.hardly.why": (
            "The few that miss do nearly all the waiting, and they fall from {miss_from} to {miss_to}. The average "
            "goes from {mean_from} to {mean_to}: {fall} less."
        ),
        "check.lost": (
            "{region} is lost, and you run nowhere else. The edge in {place} has {asked} of what is asked for. What do "
            "customers there get?"
        ),
        "check.lost.all": "All they ask for, from the edge",
        "check.lost.kept": "What the edge has, and nothing else",
        "check.lost.none": "Nothing",
        "check.lost.all.why": (
            "The edge can give only what it has: {served} of the requests are answered. For the others it must ask "
            "{region}, and nobody answers there. The copies too are good only until they expire."
        ),
        "check.lost.kept.why": (
            "{served} of the requests are answered, as long as the copies are good. The others need {region}. An edge "
            "location is no second Region: it keeps answers, it does not run your service."
        ),
        "check.lost.none.why": (
            "The edge stands in {place} and does not need {region} for what it has: {served} of the requests are "
            "answered, as long as the copies are good. The others are not."
        ),
        "check.fresh": (
            "A page is made for each customer. In {place} it takes {now}, and it must get faster. What helps?"
        ),
        "check.fresh.ratio": "A higher hit ratio",
        "check.fresh.edge": "An edge location even nearer to them",
        "check.fresh.region": "A server in a Region near them",
        "check.fresh.ratio.why": (
            "Nothing of this page can be kept, so the ratio stays at {none} and the wait at {ratio}. The computing "
            "must come closer: from a server in the Region {near} it takes {region_ms}."
        ),
        "check.fresh.edge.why": (
            "The edge is in {place} already. At the customers’ own door it would take {edge}: the way on is what "
            "takes time. The computing must come closer: from a server in the Region {near} it takes {region_ms}."
        ),
        "check.fresh.region.why": (
            "With the server in the Region {near} it takes {region_ms}. A higher hit ratio leaves {ratio}, an edge "
            "location at the customers’ door {edge}. The edge moves content; a Region moves computing."
        ),
    }
)
