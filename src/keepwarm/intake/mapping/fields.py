"""The keys of a map, by section, and what each means. The browser form and the docs are made from the same lists."""

from __future__ import annotations

from typing import Final

from keepwarm.engine.words import ONLY_SENT, Disposition
from keepwarm.prospects.plain import PLAIN

PERSON: Final = (
    "name",
    "given",
    "family",
    *PLAIN,
    "born",
    "organization",
    "street",
    "number",
    "town",
    "postcode",
    "state",
    "country",
    "owner",
)
INQUIRY: Final = ("source", "date", "topic", "text")
TOUCH: Final = ("date", "channel", "direction", "disposition", "note", "learned", "by", "seconds", "minutes")
SECTIONS: Final = {
    "inquiries": ("person", "inquiry", "wish", "permission", "stage", "answer"),
    "history": ("person", "touch", "wish", "permission", "answer"),
}
TOP: Final = ("kind", "dates", "zone", "country", "not_answered", "spread", "lookup")
LOST: Final = "lost"
"""Somebody else has the business: they talked with us, are kept warm, and are looked at again on a day of the coming weeks."""
STAGES: Final = {"new": 1, "conversing": 2, "lead": 3, "in_sales": 4, "customer": 5, "ended": 6, LOST: 2}
EVIDENCE: Final = {"inferred": 1, "public": 2, "form": 3, "written": 4, "conversation": 5}
WISHES: Final = ("no_channel", "not_before", "stop")
CHANNELS: Final = ("phone", "email", "mailing", "post")
QUESTION_KINDS: Final = ("text", "choice", "number", "yes_no")
TOUCH_CHANNELS: Final = ("phone", "email", "meeting", "post", "web", "mailing", "note")
DISPOSITIONS: Final = tuple(str(one) for one in Disposition if one not in ONLY_SENT)
PERMISSION_KINDS: Final = ("express", "implied", "double_opt_in", "existing_customer")
