"""Whole years of a design, thousands at a time: how many minutes its customers lose, how sure that is, and to what.

What can happen (`threats`) strikes at random (`draw`); events become spans of one state each (`sweep`); a state costs
what `simulate` says of it (`states`). Beside it stands the sum that needs no chance (`expected`).
"""

from explainer.years.expected import Expected, expected
from explainer.years.run import years, years_in_parts
from explainer.years.tally import Years
from explainer.years.threats import CAUSES, Threat, threats_of

__all__ = ["CAUSES", "Expected", "Threat", "Years", "expected", "threats_of", "years", "years_in_parts"]
