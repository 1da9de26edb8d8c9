"""Every failure set of a design, ranked.

What does this design not survive? All sets of one, two, three zones, Regions, cables or shared causes are looked at,
each with the numbers that `simulate` gives for it. Few of them are really different questions: the survey finds out
which, asks the model those, and fans the answers out.
"""

from explainer.survey.causes import Cause, shared_causes
from explainer.survey.running import Survey, survey, survey_designs, survey_in_parts
from explainer.survey.spots import smallest_breaking, weakest

__all__ = [
    "Cause",
    "Survey",
    "shared_causes",
    "smallest_breaking",
    "survey",
    "survey_designs",
    "survey_in_parts",
    "weakest",
]
