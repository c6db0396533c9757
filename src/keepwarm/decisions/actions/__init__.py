"""Every write of decisions: logging touches, undoing them, choosing, planning, holding."""

from keepwarm.decisions.actions.absorbing import absorb, forget, reassign
from keepwarm.decisions.actions.arrive import Arrived, arrive
from keepwarm.decisions.actions.choosing import choose, defer, end, keep_warm, refuse_advice, reopen
from keepwarm.decisions.actions.fitting import fit_day, fit_days
from keepwarm.decisions.actions.holding import hold, release
from keepwarm.decisions.actions.letters import LetterResult, settle_letters
from keepwarm.decisions.actions.logging import Logged, log_touch, log_touches
from keepwarm.decisions.actions.planning import Planned, plan, wake
from keepwarm.decisions.actions.putting_off import PutOff, put_off
from keepwarm.decisions.actions.settling import settle
from keepwarm.decisions.actions.undoing import undo_touch
from keepwarm.decisions.actions.warming import heed_signs

__all__ = [
    "Arrived",
    "LetterResult",
    "Logged",
    "Planned",
    "PutOff",
    "absorb",
    "arrive",
    "choose",
    "defer",
    "end",
    "fit_day",
    "fit_days",
    "forget",
    "heed_signs",
    "hold",
    "keep_warm",
    "log_touch",
    "log_touches",
    "plan",
    "put_off",
    "reassign",
    "refuse_advice",
    "release",
    "reopen",
    "settle",
    "settle_letters",
    "undo_touch",
    "wake",
]
