"""The rooms of the house that are Django apps, from the ground up. The engine and lib are none: they know no Django."""

ROOMS = (
    "staff",
    "policy",
    "prospects",
    "consent",
    "touches",
    "answers",
    "facts",
    "outbox",
    "qualification",
    "decisions",
    "intake",
    "letters",
    "phone",
    "handoff",
    "circle",
    "desk",
    "reports",
    "demo",
    "public",
    "site",
)
