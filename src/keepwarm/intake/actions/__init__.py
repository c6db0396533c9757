"""Every write of imports: keeping the file, starting, landing rows, stopping, and what the circle needs."""

from keepwarm.intake.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.intake.actions.leasing import ask_to_go_on, ask_to_stop
from keepwarm.intake.actions.running import run_import
from keepwarm.intake.actions.starting import (
    Received,
    begin,
    draft_import,
    draft_received,
    give_up,
    keep_map,
    plan_of,
    receive_file,
    sweep_files,
)

__all__ = [
    "Received",
    "absorb",
    "ask_to_go_on",
    "ask_to_stop",
    "begin",
    "draft_import",
    "draft_received",
    "forget",
    "give_back",
    "give_up",
    "keep_map",
    "plan_of",
    "reassign",
    "receive_file",
    "run_import",
    "sweep_files",
]
