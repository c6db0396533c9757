"""What a house asks from its first day: a question for each criterion of the provisional definition of a lead."""

from __future__ import annotations

from django.utils.translation import gettext_noop

FIRST: tuple[tuple[str, str, str], ...] = (
    ("need", gettext_noop("Need"), gettext_noop("What made you look into this, and what happens if nothing changes?")),
    ("authority", gettext_noop("Authority"), gettext_noop("Who else will want a word in this, and who signs in the end?")),
    ("timing", gettext_noop("Timing"), gettext_noop("By when would you like this to be settled, and what sets that date?")),
    ("budget", gettext_noop("Budget"), gettext_noop("If it did what you need, what would it be allowed to cost?")),
    ("fit", gettext_noop("Fit"), gettext_noop("How do you do it today, and for how many people or machines?")),
)
"""Key (also its group in the definition), label, and the words to ask it by phone. Our choice; a house asks in its own words."""
