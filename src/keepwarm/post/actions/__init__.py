"""Every write of letters on paper. Lock order: prospects, then the batch, then letters; freezing takes letters alone."""

from keepwarm.post.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.post.actions.collecting import collect, hold, hold_back, open_held, take_up
from keepwarm.post.actions.posting import mark_posted, settle_posted
from keepwarm.post.actions.printing import MOST, freeze, make_pdf, print_batch, take_batch_back
from keepwarm.post.actions.returning import note_return, take_return_back
from keepwarm.post.actions.writing import Written, write_letters

__all__ = (
    "MOST",
    "Written",
    "absorb",
    "collect",
    "forget",
    "freeze",
    "give_back",
    "hold",
    "hold_back",
    "make_pdf",
    "mark_posted",
    "note_return",
    "open_held",
    "print_batch",
    "reassign",
    "settle_posted",
    "take_batch_back",
    "take_return_back",
    "take_up",
    "write_letters",
)
