"""Every write of hand-offs. Lock order: the seat, then the prospect. One transaction an act, the next touch included."""

from keepwarm.handoff.actions.absorbing import absorb, forget, reassign
from keepwarm.handoff.actions.answering import accept, give_back, withdraw
from keepwarm.handoff.actions.asking import ask_others, pass_on
from keepwarm.handoff.actions.following import follow
from keepwarm.handoff.actions.giving import note_given, note_nobody_sells
from keepwarm.handoff.actions.introducing import approve_introduction, note_introduced
from keepwarm.handoff.actions.noticing import see_notices
from keepwarm.handoff.actions.offering import offer
from keepwarm.handoff.actions.reasons import ensure_return_reasons
from keepwarm.handoff.actions.recycling import recycle
from keepwarm.handoff.actions.threads import cut_thread, warm_threads
from keepwarm.handoff.actions.ticking import Ticked, tick

__all__ = [
    "Ticked",
    "absorb",
    "accept",
    "approve_introduction",
    "ask_others",
    "cut_thread",
    "ensure_return_reasons",
    "follow",
    "forget",
    "give_back",
    "note_given",
    "note_introduced",
    "note_nobody_sells",
    "offer",
    "pass_on",
    "reassign",
    "recycle",
    "see_notices",
    "tick",
    "warm_threads",
    "withdraw",
]
