"""The rooms of the house that are Django apps, from the ground up."""

from importlib.util import find_spec

ROOMS = (
    "staff",
    "policy",
    "prospects",
    "consent",
    "touches",
    "answers",
    "facts",
    "qualification",
    "decisions",
    "intake",
    "phone",
    "circle",
    "desk",
    "reports",
    "site",
)


def installed_rooms() -> list[str]:
    """The rooms that stand, as module names; `facts` and others without tables are apps too, for their templates."""
    return [f"keepwarm.{room}" for room in ROOMS if (spec := find_spec(f"keepwarm.{room}")) and spec.origin]
