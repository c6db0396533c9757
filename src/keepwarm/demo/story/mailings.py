"""What the demo's marketer sends to small groups: a newsletter that went out, an invitation that is being prepared, short messages."""

from __future__ import annotations

from typing import Any

from keepwarm.demo.story.library import ENERGY, MONITORING, PARTS

NEWSLETTER: dict[str, Any] = {
    "name": "Workshop letter: bearings",
    "topic": MONITORING,
    "subject": "What a bearing says before it fails",
    "preheader": "Three curves, and what each of them means.",
    "list_name": "Letters from the workshop",
    "in_archive": True,
    "body": """Hello {first_name|there},

a bearing that should last ten years is often gone after two. In most plants the reason was there to be heard for weeks.

We have drawn the three curves that anybody can read, from machines whose owners let us look, and wrote beside each what was done about it.

[[Read the three curves]](https://demo.example/read/curves)

With regards
{owner|The demo house}""",
}
READS = "https://demo.example/read/curves"
PREPARED: dict[str, Any] = {
    "name": "Energy walk: who comes along?",
    "topic": ENERGY,
    "subject": "Walk a plant with us on a Sunday",
    "body": """Hello {first_name|there},

most leaks in compressed air can be heard when the machines stand still. We have written down how to walk a plant in an hour and find them.

[[Read how it is done]](https://demo.example/read/walk)

With regards
{owner|The demo house}""",
}
SEGMENTS = {
    "newsletter": ("Hear of bearings", f"interest.{MONITORING} = yes and may_mail = yes"),
    "prepared": ("Hear of energy, in conversation", f"interest.{ENERGY} = yes and may_mail = yes"),
}
ABOUT_PARTS = f"Hello {{first_name|there}}, the sheet for counting stops is ready: https://demo.example/read/{PARTS}"
ASKED = "Thanks! What would it cost for two lines?"
THANKED = "Got it, will read it on Friday"
ANSWERED = "Hello {first_name|there}, that depends on one thing only. I call you tomorrow at nine, if that suits you."
