"""Every write of the letters room. Lock order: the seat, then prospects by id, then messages."""

from keepwarm.letters.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.letters.actions.drafting import (
    Text,
    begin_confirmation,
    discard_draft,
    enclose,
    move_to_call_sheet,
    offer_times,
    replace_words,
    save_draft,
    take_out,
    tick_off,
    without_invitation,
)
from keepwarm.letters.actions.exceptions import grant_exception, withdraw_exception
from keepwarm.letters.actions.sending import refuse_findings, send_letter
from keepwarm.letters.actions.settling import settle_results
from keepwarm.letters.actions.snippets import SnippetText, retire_snippet, save_snippet, write_first_snippets

__all__ = [
    "SnippetText",
    "Text",
    "absorb",
    "begin_confirmation",
    "discard_draft",
    "enclose",
    "forget",
    "give_back",
    "grant_exception",
    "move_to_call_sheet",
    "offer_times",
    "reassign",
    "refuse_findings",
    "replace_words",
    "retire_snippet",
    "save_draft",
    "save_snippet",
    "send_letter",
    "settle_results",
    "take_out",
    "tick_off",
    "withdraw_exception",
    "without_invitation",
    "write_first_snippets",
]
