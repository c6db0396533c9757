"""Every write of what we know, and of what we ask."""

from keepwarm.answers.absorbing import absorb, forget, give_back
from keepwarm.answers.actions.editing import QuestionRefused, QuestionText, change_question, move_question, record_asked
from keepwarm.answers.actions.keeping import (
    Learned,
    UnknownQuestion,
    add_question,
    ask_first_questions,
    find_or_create_questions,
    keep_answers,
    void_answer,
    void_answers_of,
)

__all__ = (
    "Learned",
    "QuestionRefused",
    "QuestionText",
    "UnknownQuestion",
    "absorb",
    "add_question",
    "ask_first_questions",
    "change_question",
    "find_or_create_questions",
    "forget",
    "give_back",
    "keep_answers",
    "move_question",
    "record_asked",
    "void_answer",
    "void_answers_of",
)
