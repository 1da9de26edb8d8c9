"""The words of chapter 6. Numbers come through {gaps}, which the model fills; nothing here is a number."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.texts import tr_all

TEXTS: Mapping[str, str] = tr_all(
    {
        "title": "Several Regions",
        "able": "what a second Region buys, and how much of it is worth its price",
        "hook": (
            "You have a café, and a spare room across the river: oven cold, doors shut. Every night a copy of the "
            "order book goes there. Your app is kept alike. It runs in {zones} zones of <b>{primary}</b>. Every night "
            "a <b>backup</b> goes to <b>{standby}</b>, where nothing runs. At <b>{time}</b> all of {primary} is lost."
        ),
        "question": "How long until your customers are served again?",
        "play": (
            "Let the time run until {primary} is lost, and on. Then change what stands ready in {standby}, under the "
            "picture, and play it again."
        ),
        "play.button": "▶ Let the time run",
        "headline": "A backup alone: down {down_backup}, {data_backup} of data lost. Both Regions serving: {down_all}.",
        "conclusion": (
            "<b>A shorter outage can be bought, and you pay for it every month.</b> Ask what an hour down costs you, "
            "and buy no more than that is worth. More zones do not help when their Region is lost."
        ),
        "name.button": "Name it: recovery ›",
        "term.goals": "RTO and RPO",
        "term.goals.cafe": (
            "How long may the doors stay shut, and how many orders may be missing from the book? The goals are called"
        ),
        "term.goals.cloud": "<b>RTO</b> (recovery time objective) and <b>RPO</b> (recovery point objective).",
        "term.ways": "recovery strategies",
        "term.ways.cafe": (
            "A copied book is <b>backup and restore</b>. A book in step and a cold oven is <b>pilot light</b>. A small "
            "warm oven is <b>warm standby</b>. Two open shops are <b>active-active</b>."
        ),
        "term.ways.cloud": (
            "AWS states “{stated_backup}” down for the first, “{stated_all}” for the last. That a restore takes "
            "{restore} is assumed here."
        ),
        "term.health": "health check",
        "term.health.cafe": "Somebody must see that the door is shut before guests are sent across the river:",
        "term.health.cloud": (
            "in the cloud <b>health checks</b> see it, and name servers then answer with the other Region. "
            "That takes {noticed} here."
        ),
        "work": (
            "Take one service at work. What does an hour without it cost? Which copy of its data lies in another "
            "Region, and how old is it?"
        ),
        "teacher": (
            "Ask those who said a few minutes what has to happen in them: somebody notices, servers start, the backup "
            "is copied back. Then ask who has tried it. Measured in the model: who is served in each minute, with "
            "health checks and name servers as {dns} documents them. Assumed, within what AWS states: a backup every "
            "{backup_every}, lost at its oldest; how long a restore takes; {launch} to start servers beside data in "
            "step; {warm} of the servers in a warm standby; and what each way costs. Counted: {events} events that hit "
            "a whole Region in {exposure} Region-years, most of them one kind of service, for hours. A Region that "
            "comes back loses no data, so many with backups alone wait. A few customers keep an old answer longer than "
            "they may: that is the thin red tail. Customers are those on the map."
        ),
        "control.ready": "In {standby}",
        "control.ready.backup": "backup",
        "control.ready.data": "data",
        "control.ready.some": "{warm}",
        "control.ready.all": "all",
        "control.hour": "An hour costs",
        "control.hour.day": "a day",
        "control.hour.year": "a year",
        "control.hour.decade": "ten years",
        "panel.result": "Without service <span>· after the Region is lost</span>",
        "panel.bill": "A year costs <span>· in monthly bills of one Region</span>",
        "picture.name": "Two Regions and the copies between them, and below the time lost with each way to be ready",
        "picture.before": (
            "{primary} serves everybody. A backup goes to {standby} every night. What comes then is open."
        ),
        "picture.lanes": "After the loss: {lanes}.",
        "result.name": "What you said, and how long it takes until customers are served again",
        "result.backup": "a backup: {down}",
        "result.all": "all running in both: {down}",
        "bill.name": "What a year costs with each way to be ready, and what outages cost then",
        "bill.empty": "The bill is not shown yet.",
        "bill.hour.day": "if an hour down costs the bill of a day",
        "bill.hour.year": "if an hour down costs the bill of a year",
        "bill.hour.decade": "if an hour down costs the bill of ten years",
        "bill.row": "{way} {total}",
        "bill.told": "{hour}, in monthly bills: {rows}. The least is {least}.",
        "bill.key.standing": "standing ready",
        "bill.key.losses": "outages",
        "bill.least": "{total} · least",
        "way.backup": "a backup each night",
        "way.data": "the data, in step",
        "way.some": "{warm} of the servers",
        "way.all": "everything, serving",
        "cafe.backup": "the book, copied at night",
        "cafe.data": "the book in step, oven cold",
        "cafe.some": "a small oven warm",
        "cafe.all": "both shops open",
        "short.backup": "backup",
        "short.data": "data",
        "short.some": "{warm}",
        "short.all": "all",
        "copy.backup": "a backup each night",
        "copy.data": "copies, {lag} behind",
        "copy.some": "copies, {lag} behind",
        "copy.all": "both ways, {lag} behind",
        "note": "Rings are diagrams: where zones are is not published.",
        "note.short": "Rings are diagrams.",
        "region.serves": "serves {share}",
        "region.all": "serves everybody",
        "region.lost": "{region}: lost",
        "region.backup": "last night’s backup",
        "region.data": "data, no servers",
        "region.some": "{running} of the servers",
        "region.restoring": "nobody served yet",
        "lane.ready": "Ready in {standby}",
        "lane.lost": "{time}: {primary} is lost",
        "lane.cost": "A month costs, × one Region",
        "lane.price": "{cost} ×",
        "lane.open": "how long?",
        "lane.data": "{data} of data lost",
        "lane.down": "down {down}",
        "lane.down.part": "down {down} for {share}",
        "lane.never": "not back",
        "lane.told": "{way}, {data} of data lost, {down}, a month costs {cost} times one Region",
        "axis.before": "{time} before",
        "axis.after": "{time} after",
        "clock.before": "{time} before",
        "clock.lost": "{time}",
        "clock.after": "{time} after",
        "status.calm": "<b>Everybody is served.</b> Written since the last copy: {written} of data.",
        "status.copied": "<b>Everybody is served.</b> The copy in {standby} is up to date.",
        "status.none": "<b>{primary} is lost, and nobody is served.</b> Gone for good: {data} of data.",
        "status.some": "<b>{primary} is lost.</b> {standby} serves {share}. Gone for good: {data} of data.",
        "status.all": "<b>{standby} serves everybody again.</b> Down: {down}. Gone for good: {data} of data.",
        "status.back": "<b>{standby} serves {share} again.</b> Down: {down}. Gone for good: {data} of data.",
        "served.none": "nobody is served",
        "served.some": "{share} are served",
        "served.all": "everybody is served",
        "check.zones": (
            "“Multi-AZ protects from a Region event,” says a study page. Your service runs in {zones} zones of "
            "{primary} and nowhere else. The whole Region is lost. How many of your customers are served?"
        ),
        "check.zones.all": "All: several zones are what protects you",
        "check.zones.part": "About two thirds",
        "check.zones.none": "Nobody",
        "check.zones.all.why": (
            "Several zones protect you when one of them is lost. All lie in the Region: {served}. In {when} the "
            "name of the database in {where} led nowhere for {out}, in every zone. Replayed here, a service in {zones} "
            "zones that needs it is down as long; with {other} ready beside it, {two}."
        ),
        "check.zones.part.why": (
            "That would be so with one of {zones} zones lost. All lie in the Region: {served}. In {when} the name of "
            "the database in {where} led nowhere for {out}, in every zone. Replayed here, a service that needs it is "
            "down as long; with {other} ready beside it, {two}."
        ),
        "check.zones.none.why": (
            "All {zones} zones lie in the Region: {served}. It happens: in {when} the name of the database in "
            "{where} led nowhere for {out}, in every zone. Replayed here, a service that needs it is down as long; "
            "with {other} ready beside it, {two}."
        ),
        "check.launch": (
            "{primary} is lost, and so many want new servers in {standby} that none start there any more. "
            "Which way to be ready still serves everybody?"
        ),
        "check.launch.data": "The data in step, servers started when needed",
        "check.launch.some": "{warm} of the servers running, the rest started when needed",
        "check.launch.all": "All servers running in both Regions",
        "check.launch.data.why": (
            "Nothing starts, so {data_served}. With {warm} of the servers running {some_served}, with all of them "
            "{all_served}. In {when} no new servers started in {where} for {no_launch}."
        ),
        "check.launch.some.why": (
            "What runs goes on, and the rest does not come: {some_served}. With all servers running {all_served}. "
            "In {when} no new servers started in {where} for {no_launch}."
        ),
        "check.launch.all.why": (
            "What runs already need not start: after {down} {all_served}. With {warm} of the servers {some_served}, "
            "with the data alone {data_served}. In {when} no new servers started in {where} for {no_launch}."
        ),
        "check.checkers": (
            "Exam notes say: “A place is unhealthy if more than {limit} of the health checkers report it unhealthy.” "
            "Now {down} of {dns}’s checkers cannot reach {primary}; all others can. What happens?"
        ),
        "check.checkers.moves": "{primary} counts as unhealthy: customers move to {standby}",
        "check.checkers.stays": "{primary} counts as healthy: customers stay",
        "check.checkers.half": "It is open until half of them agree",
        "check.checkers.moves.why": (
            "By the notes, yes; but they have it the wrong way round. A place is healthy if more than {limit} report "
            "it <b>healthy</b>; here {up} do. Only from {most} unreachable on do customers move."
        ),
        "check.checkers.stays.why": (
            "{up} report it healthy, and more than {limit} are enough. The notes have it the wrong way round. Only "
            "from {most} unreachable on do customers move: one bad line must not move everybody."
        ),
        "check.checkers.half.why": (
            "Half is not the limit. A place is healthy if more than {limit} report it <b>healthy</b>, and here {up} "
            "do. Only from {most} unreachable on do customers move. The notes have it the wrong way round."
        ),
        "check.loyalty": (
            "A loyalty-card app. An hour down, or an hour of lost data, costs as much as running it for <b>a day</b>. "
            "A whole Region is hit about once in {years} years. Which way costs least in the long run?"
        ),
        "check.loyalty.backup": "A backup each night",
        "check.loyalty.data": "The data, in step",
        "check.loyalty.some": "{warm} of the servers running",
        "check.loyalty.all": "Everything running in both Regions",
        "check.loyalty.backup.why": (
            "{backup} monthly bills a year, outages included; the data in step cost {data}, a warm standby {some}, "
            "everything twice {all}. If an hour cost a <b>year’s</b> bill, it would be {backup_year} against "
            "{data_year}. How often is counted; what stands ready costs what we assume."
        ),
        "check.loyalty.data.why": (
            "{data} monthly bills a year, and a backup only {backup}, outages included. An hour that costs a day’s "
            "bill, once in {years} years, does not pay for more. At a <b>year’s</b> bill an hour you would be right: "
            "{data_year} against {backup_year}."
        ),
        "check.loyalty.some.why": (
            "{some} monthly bills a year, and a backup only {backup}, outages included. An hour that costs a day’s "
            "bill, once in {years} years, does not pay for servers that wait all the time."
        ),
        "check.loyalty.all.why": (
            "{all} monthly bills a year, and a backup only {backup}, outages included. The safest way is right where "
            "an hour down costs more than all those servers."
        ),
    }
)
