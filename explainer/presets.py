"""Designs to start from.

Each is a plain Scenario; nothing about a preset is special. "Follow the users" is what a simple rule gives: add
the Region that shortens people's waits most, six times; a test keeps it equal to that rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explainer.scenario import Placement, Scenario
from explainer.texts import tr


@dataclass(frozen=True)
class Preset:
    """A named design.

    Parameters
    ----------
    label
        What the button says.
    scenario
        The design, with nothing broken.
    """

    label: str
    scenario: Scenario


def _design(*regions: str, zones: int = 3) -> Scenario:
    return Scenario(tuple(Placement(region, zones) for region in regions))


PRESETS: Mapping[str, Preset] = {
    "one-data-centre": Preset(tr("One data centre"), _design("us-east-1", zones=1)),
    "one-region": Preset(tr("One Region"), _design("us-east-1")),
    "two-regions": Preset(tr("Two Regions"), _design("us-east-1", "eu-west-1")),
    "five-regions": Preset(
        tr("Five Regions"), _design("us-east-1", "eu-west-1", "ap-northeast-1", "ap-south-1", "sa-east-1")
    ),
    "follow-the-users": Preset(
        tr("Follow the users"),
        _design("ap-south-1", "eu-west-1", "ap-east-1", "us-east-2", "sa-east-1", "af-south-1"),
    ),
}
DEFAULT = "two-regions"
