"""The World page in Dash, as its guide to fast apps advises; `benchmarks/frameworks.py` clicks on it.

One callback answers a click, and only what has changed in a figure is sent (`Patch`). Run it with
`gunicorn --chdir benchmarks/peer dash_map:server`.
"""

from __future__ import annotations

from html import unescape
from re import sub
from typing import Any

import dash
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from peer_figures import CHARTS, CONFIG, build, changes

from explainer import PRESETS, Outage, Scenario, load_world, simulate
from explainer.view import reaction, sentences
from explainer.view.palette import FONT
from explainer.view.patch import Patch, apply

DEFAULT = "two-regions"
ROW = {"display": "flex", "gap": "12px", "alignItems": "baseline", "margin": "12px 0"}
WORLD = load_world()
FIGURES = build(WORLD)
PLACE_OF = {name: {trace.name: at for at, trace in enumerate(figure.data)} for name, figure in FIGURES.items()}


def switches(design: str) -> list[dict[str, str]]:
    """Give the Regions of a design, to be switched off."""
    used = [placement.region for placement in PRESETS[design].scenario.placements]
    return [{"label": WORLD.regions["name"][region], "value": region} for region in used]


def plain(said: str) -> str:
    """Give a sentence without its tags."""
    return unescape(sub("<[^>]+>", "", said))


def partial(name: str, patch: Patch) -> dash.Patch:
    """Say a patch in Dash's way: only these properties are sent."""
    update = dash.Patch()
    for trace, properties in patch.traces.items():
        for path, value in properties.items():
            *parents, last = path.split(".")
            target = update["data"][PLACE_OF[name][trace]]
            for parent in parents:
                target = target[parent]
            target[last] = value
    return update


def layout() -> html.Div:
    """Build the page as a visitor finds it; the same for all."""
    now = simulate(WORLD, PRESETS[DEFAULT].scenario)
    for name, patch in changes(WORLD, now, now).items():
        apply(FIGURES[name], patch)
    charts = {
        name: html.Div(
            [html.B(title), dcc.Graph(id=f"graph-{name}", figure=FIGURES[name], config=CONFIG)], f"figure-{name}"
        )
        for name, title in CHARTS.items()
    }
    designs = [{"label": preset.label, "value": key} for key, preset in PRESETS.items()]
    return html.Div(
        [
            dcc.Store(id="then", data=now.scenario.to_json()),
            dcc.RadioItems(designs, DEFAULT, id="design", inline=True),
            html.Div(["Switch off", dcc.Checklist(switches(DEFAULT), [], id="down", inline=True)], style=ROW),
            html.H2(plain(sentences.headline(WORLD, now, now)), id="headline"),
            html.P(plain(reaction.status(WORLD, now, now, now).html), id="status"),
            html.Div(
                [charts.pop("map"), html.Div(list(charts.values()))],
                style={"display": "grid", "gridTemplateColumns": "7fr 3fr", "gap": "28px"},
            ),
        ],
        style={"fontFamily": FONT, "padding": "24px"},
    )


app = Dash(title="Parade-proof in Dash", compress=True)
app.layout = layout()
server = app.server


@app.callback(
    output={
        "headline": Output("headline", "children"),
        "status": Output("status", "children"),
        "figures": {name: Output(f"graph-{name}", "figure") for name in CHARTS},
        "options": Output("down", "options"),
        "down": Output("down", "value"),
        "then": Output("then", "data"),
    },
    inputs={"design": Input("design", "value"), "down": Input("down", "value"), "then": State("then", "data")},
    prevent_initial_call=True,
)
def show(design: str, down: list[str], then: str) -> dict[str, Any]:
    """Answer a click: another design begins with nothing broken."""
    redesigned = ctx.triggered_id == "design"
    scenario = PRESETS[design].scenario
    if not redesigned:
        scenario = scenario.breaking(*(Outage("region", region) for region in down))
    now, before = simulate(WORLD, scenario), simulate(WORLD, scenario.restored())
    status = reaction.status(WORLD, simulate(WORLD, Scenario.from_json(then)), now, before)
    return {
        "headline": plain(sentences.headline(WORLD, now, before)),
        "status": plain(status.html),
        "figures": {name: partial(name, patch) for name, patch in changes(WORLD, now, before).items()},
        "options": switches(design) if redesigned else no_update,
        "down": [] if redesigned else no_update,
        "then": scenario.to_json(),
    }
