"""A history told by hand, in which every act comes to pass."""

from tests.histories.house import Street

LEADS = tuple(range(12))
TOUR: tuple[tuple[str, dict[str, object]], ...] = (
    ("sign", {"needed": 1, "by_one": False}),
    ("talk", {"whom": LEADS, "how_much": 3}),
    ("offer", {"who": 0, "by": "max"}),
    ("answer", {"who": 0, "how": "accept"}),
    ("give", {"who": 0, "to": 1}),
    ("touch", {"whom": (0,), "channel": "phone", "direction": "out", "disposition": "no_answer"}),
    ("undo", {"who": 0}),
    ("recycle", {"whom": (0,), "days": 9, "on_the_phone": False}),
    ("offer", {"who": 1, "by": "mona"}),
    ("withdraw", {"who": 0}),
    ("offer", {"who": 2, "by": "max"}),
    ("pass_on", {"who": 0}),
    ("end", {"who": 3}),
    ("reopen", {"who": 0}),
    ("merge", {"one": 4, "other": 5}),
    ("unmerge", {}),
    ("forget", {"who": 6}),
    ("away", {"which": 0, "hours": 5}),
    ("back", {}),
    ("night", {}),
    ("let_the_system_offer", {"value": True}),
    ("stop_selling", {"which": 0}),
    ("leave", {"which": 0}),
)
"""A history in which every act comes to pass: each finds what it needs."""
ALL_ACTS = frozenset(name for name, _how in TOUR)


def walk(street: Street) -> None:
    """Live through the tour. Whatever should always hold holds after each act."""
    street.begin()
    for name, how in TOUR:
        before = street.done[name]
        street.do(getattr(street, name), **how)
        assert street.done[name] == before + 1, f"{name} was refused"
        street.check()
    street.check_all()
