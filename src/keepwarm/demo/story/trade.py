"""What the demo house sells, promises and loses against. All made up."""

from __future__ import annotations

from typing import Any

OFFERINGS: tuple[dict[str, Any], ...] = (
    {
        "name": "Pilot on one line",
        "code": "PILOT",
        "price_minor": 480_000,
        "needs": [{"question": "need", "values": []}],
        "requires": "",
        "requires_words": "",
    },
    {
        "name": "Sensors for a whole plant",
        "code": "PLANT",
        "price_minor": 3_900_000,
        "needs": [{"question": "need", "values": []}],
        "requires": 'not answer.budget = "no"',
        "requires_words": "there is a budget, or nobody has asked yet",
    },
    {
        "name": "Yearly service",
        "code": "SERVICE",
        "price_minor": 720_000,
        "needs": [],
        "requires": "",
        "requires_words": "",
    },
)
TERMS = {"PILOT": 100, "SERVICE": 365}
"""Days for which an offering is bought; before they are over the customer is asked whether they go on."""
NEXT_STEPS = ("Call about the offer", "Ask what the plant director says", "Agree on a day to measure", "Send the drawing and call")
PROMISES = (
    ("The sensors are in place before the summer stop", 28),
    ("One contact for all questions, also on Saturdays", 14),
    ("The first report after two weeks", 21),
    ("Two people are trained on site", 35),
)
RIVALS = ("their crane supplier", "Norden Messtechnik", "a system that came with the machines")
