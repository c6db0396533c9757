"""Every write of imports: keeping the file, starting, landing rows, stopping, and what the circle needs."""

from keepwarm.intake.actions.absorbing import absorb, forget, give_back, reassign
from keepwarm.intake.actions.running import run_import
from keepwarm.intake.actions.starting import ask_to_go_on, ask_to_stop, begin, draft_import, give_up, keep_map, sweep_files

__all__ = [
    "absorb",
    "ask_to_go_on",
    "ask_to_stop",
    "begin",
    "draft_import",
    "forget",
    "give_back",
    "give_up",
    "keep_map",
    "reassign",
    "run_import",
    "sweep_files",
]
