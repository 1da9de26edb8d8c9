"""What a survey says of a design: the smallest set that breaks it, and how much hangs on each part."""

from __future__ import annotations

import numpy as np
import pandas as pd

from explainer.errors import InputError, check_between, check_known
from explainer.texts import tr

SHARES = ("reach", "within_slo")


def smallest_breaking(ranked: pd.DataFrame, slo_share: float, by: str = "within_slo") -> pd.Series | None:
    """Find the smallest set that breaks the SLO; of equal size, the worst.

    Parameters
    ----------
    ranked
        What `survey` gave.
    slo_share
        Share of the demand that must be served [0..1].
    by
        "within_slo" (served in time) or "reach" (served at all).

    Returns
    -------
    pandas.Series or None
        Its row; with no targets if the design breaks the SLO as it stands; None if no set that was looked at does.

    Raises
    ------
    InputError
        For a share that is none, another column, or a survey that left out what may be smaller.

    Examples
    --------
    >>> from explainer import Placement, Scenario, load_world
    >>> from explainer.survey import survey
    >>> one = Scenario((Placement("eu-west-1"),))
    >>> smallest_breaking(survey(load_world(), one, up_to=3), 0.5, by="reach")["targets"]
    ('euw1-az1', 'euw1-az2')
    """
    check_between(tr("The share to be served"), slo_share, 0, 1)
    check_known("share", [by], SHARES)
    whole = ranked.attrs.get("whole")
    if whole is not None and whole[by] < slo_share:
        return pd.Series({"targets": (), "size": 0, **whole})
    if by != "reach" and ranked.attrs.get("worst") is not None:
        raise InputError(
            "Only the sets that reach fewest were kept. Make the survey again without worst, or ask for reach."
        )
    if not ranked.attrs.get("complete", True):
        raise InputError("The survey was ended early, so that smaller sets may be missing. Let it run to its end.")
    breaking = ranked[ranked[by] < slo_share].sort_values(["size", by], kind="stable")
    return None if breaking.empty else breaking.iloc[0]


def weakest(ranked: pd.DataFrame) -> pd.DataFrame:
    """Say of every target what its loss does, alone and together with the worst other one.

    Parameters
    ----------
    ranked
        What `survey` gave, with all sets of one target; those of two are told if all are there.

    Returns
    -------
    pandas.DataFrame
        Index target, the weakest spot first: reach, within_slo [0..1], users_lost of it alone; with (the other target,
        missing where sets of two were not looked at), and the three again with the suffix _with.

    Raises
    ------
    InputError
        If sets were left out of the table.

    Examples
    --------
    >>> from explainer import Placement, Scenario, load_world
    >>> from explainer.survey import survey
    >>> two = Scenario((Placement("eu-west-1", zones=1), Placement("us-east-1", zones=1)))
    >>> spots = weakest(survey(load_world(), two))
    >>> spots["with"].tolist(), spots["reach_with"].tolist()
    (['use1-az1', 'euw1-az1'], [0.0, 0.0])
    """
    told = ["reach", "within_slo", "users_lost"]
    alone, pairs = (ranked[ranked["size"] == size] for size in (1, 2))
    count = len(alone)
    if not count or len(pairs) not in (0, count * (count - 1) // 2):
        raise InputError("The survey left sets out. Make it again without worst, and let it run to its end.")
    spots = alone.set_index(pd.Index([target for (target,) in alone["targets"]], name="target"))[told]
    one, other = (np.array([pair[side] for pair in pairs["targets"]], object) for side in (0, 1))
    both = pd.concat(
        [pairs[told].assign(target=target, **{"with": partner}) for target, partner in ((one, other), (other, one))]
    )
    both = both.sort_index(kind="stable").drop_duplicates("target").set_index("target")  # the index is the rank
    return spots.join(both.add_suffix("_with").rename(columns={"with_with": "with"}))
