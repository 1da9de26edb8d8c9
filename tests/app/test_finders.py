"""What the pointer does on the map, the keyboard does beside it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from explainer import InputError, Outage
from explainer.app import acts
from explainer.app.finders import cable_panel, find_place, finders


def passage(world, name):
    return {Outage("cable", str(c)) for c in world.cables.index[world.cables["passage"] == name]}


def test_every_place_that_is_offered_is_found(app):
    names = app._page._tables["cells"]["columns"]["place"]["values"]
    assert 'data-names="place" data-of="cells"' in app._page._skeleton
    assert len({find_place(app.world, name) for name in names}) == len(set(names)) >= 1000


def test_a_name_without_its_country_is_the_largest_place_of_that_name(aws):
    assert find_place(aws, "  JAYAPURA ") == aws.cell("Jayapura")
    twin = aws.cells["name"].value_counts().index[0]
    assert find_place(aws, twin) == aws.cell(twin)


def test_an_unknown_place_is_told_with_the_closest_ones(aws):
    with pytest.raises(InputError, match=r"no place 'Jayapurra'\. Did you mean Jayapura"):
        find_place(aws, "Jayapurra")


def test_the_fields_offer_every_region(aws):
    html = finders(aws)
    assert len(re.findall("<option", html)) == len(aws.regions) + 1
    assert all(f'value="{code}"' in html for code in aws.regions.index)
    assert html.count("<label>") == 2


def test_naming_a_place_or_a_region_opens_what_a_click_on_it_opens(app, opened):
    clicked = opened()
    for by_name, by_click in (
        (("place", "Jayapura"), ("cell", str(app.world.cell("Jayapura")))),
        (("close", ""), ("close", "")),
        (("open", "eu-west-1"), ("region", str(app.world.regions.index.get_loc("eu-west-1")))),
    ):
        app.act(*by_name)
        clicked.act(*by_click)
        assert app._page._texts["panel"] == clicked._page._texts["panel"]
        assert app._page._texts["headline"] == clicked._page._texts["headline"]
    app.act("open", "<script>")
    assert app._page._texts["panel"] == ""
    app.act("place", "<script>")
    assert app._page._texts["alert"].startswith("There is no place &#x27;&lt;script&gt;")


def test_cables_are_cut_and_mended_one_by_one_or_by_passage(app):
    red_sea = passage(app.world, "Red Sea")
    app.act("cables")
    app.act("passage", "Red Sea")
    assert app.scenario.outages == red_sea
    assert app._page._texts["panel"].count('aria-pressed="true"') == 1 + len(red_sea)
    one = sorted(red_sea)[0]
    app.act("cable", one.target)
    assert app.scenario.outages == red_sea - {one}
    app.act("passage", "Red Sea")
    assert app.scenario.outages == red_sea
    app.act("passage", "Red Sea")
    assert not app.scenario.outages
    app.act("passage", "Styx")
    assert "There is no passage" in unescape(app._page._texts["alert"])
    app.act("cable", "NYC-MARS")
    assert "There is no cable 'NYC-MARS'" in unescape(app._page._texts["alert"])
    assert not app.scenario.outages


def test_the_panel_has_a_switch_for_every_cable(aws, app):
    panel = cable_panel(aws, app.outcome)
    alone = [name for name, group in aws.cables.groupby("passage") if len(group) == 1]
    assert panel.count('data-act="cable"') == len(aws.cables) - len(alone)
    assert panel.count('data-act="passage"') == aws.cables["passage"].nunique()


def test_every_passage_of_the_world_can_be_switched(aws, app):
    for name in aws.cables["passage"].unique():
        broken = acts.ACTS["passage"](aws, app.outcome, str(name))
        assert broken.outages == passage(aws, name)
