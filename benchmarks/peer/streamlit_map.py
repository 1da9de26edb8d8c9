"""The World page in Streamlit, as its guide to fast apps advises; `benchmarks/frameworks.py` clicks on it.

The World is loaded once for all visitors, only the fragment runs again at a click, and a visitor's figures are built
once and then patched. Run it with `streamlit run benchmarks/peer/streamlit_map.py`.
"""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st
from peer_figures import CHARTS, CONFIG, build, changes

from explainer import PRESETS, Outage, Scenario, World, load_world, simulate
from explainer.view import reaction, sentences
from explainer.view.patch import apply

DEFAULT = "two-regions"


@st.cache_resource
def the_world() -> World:
    """Load the World once for all visitors."""
    return load_world()


def figures(world: World) -> dict[str, go.Figure]:
    """Give the visitor's own figures, built at the first run."""
    if "figures" not in st.session_state:
        st.session_state.figures = build(world)
    made: dict[str, go.Figure] = st.session_state.figures
    return made


def restore() -> None:
    """Switch all Regions back on: another design begins with nothing broken."""
    for placement in PRESETS[st.session_state.design].scenario.placements:
        st.session_state[f"down-{placement.region}"] = False


def chosen(world: World) -> Scenario:
    """Show the controls and give the scenario that they say."""
    design = st.radio(
        "Design",
        list(PRESETS),
        index=list(PRESETS).index(DEFAULT),
        format_func=lambda key: PRESETS[key].label,
        key="design",
        on_change=restore,
        horizontal=True,
    )
    scenario = PRESETS[design].scenario
    with st.container(horizontal=True):
        st.markdown("Switch off")
        for placement in scenario.placements:
            name = world.regions["name"][placement.region]
            if st.toggle(name, key=f"down-{placement.region}"):
                scenario = scenario.breaking(Outage("region", placement.region))
    return scenario


@st.fragment
def page() -> None:
    """Show controls, texts and figures; the part that runs again at a click."""
    world = the_world()
    scenario = chosen(world)
    now, before = simulate(world, scenario), simulate(world, scenario.restored())
    then = st.session_state.get("then", before)
    st.session_state.then = now
    with st.container(key="headline"):
        st.html(f"<h2>{sentences.headline(world, now, before)}</h2>")
    with st.container(key="status"):
        st.html(reaction.status(world, then, now, before).html)
    drawn = figures(world)
    for name, patch in changes(world, now, before).items():
        apply(drawn[name], patch)
    left, right = st.columns([7, 3])
    for name, title in CHARTS.items():
        with left if name == "map" else right, st.container(key=f"figure-{name}"):
            if title:
                st.markdown(f"**{title}**")
            st.plotly_chart(drawn[name], key=name, theme=None, config=CONFIG)


st.set_page_config(page_title="Parade-proof in Streamlit", layout="wide")
page()
