"""Every write of surveys. Lock order: prospects, then sheets."""

from keepwarm.surveys.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.surveys.actions.answering import Filled, keep_filled
from keepwarm.surveys.actions.planning import Ask, NewSurvey, change_survey, close_survey, keep_items, make_survey, open_survey

__all__ = (
    "Ask",
    "Filled",
    "NewSurvey",
    "absorb",
    "change_survey",
    "close_survey",
    "forget",
    "give_back",
    "keep_filled",
    "keep_items",
    "make_survey",
    "open_survey",
    "reassign",
)
