"""How a state of the app travels: as JSON, as a link, and a class's predictions as short codes.

A Scenario writes and reads itself (`Scenario.to_json`, `Scenario.to_link`); the state of a page is `link.PageState`;
what pupils send back is in `classroom`. The modules from `plain` to `written` know no Scenario, so that a Scenario can
use them; `pages`, `link` and `classroom` stand above it. Nothing is gathered here, since that would close the circle.
"""
