"""What people of the demo wrote back on the last afternoon, to letters of the reps, and one whom nobody knows.

`{first}` is whoever writes, `{rep}` whom they write to, `{firm}` and `{domain}` their firm, `{back}` a day a week later.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail of somebody; `is_automatic`: their mailbox wrote it."""

    subject: str
    text: str
    is_automatic: bool = False


REPLIES = (
    Reply(
        "Re: Your question of last week",
        "Hello {rep},\n\nthank you for your note. Does the sensor also work at 80 degrees, and can we fit it ourselves?\n\nBest\n{first}",
    ),
    Reply(
        "Automatic reply: A short question",
        "Thank you for your message. I am out of the office until {back} and will answer when I am back.\n\n{first}",
        is_automatic=True,
    ),
    Reply(
        "Re: A short question",
        "Dear {rep},\n\nI am not the right person for this any more. Please turn to my colleague Miriam Thal, miriam.thal@{domain}, who"
        " runs maintenance at {firm} now.\n\nKind regards\n{first}",
    ),
    Reply(
        "Re: A short question", "Hm. We had something like it two years ago and the men did not warm to it. I would have to see.\n\n{first}"
    ),
    Reply(
        "Re: What we could look at together",
        "Hello {rep},\n\nnot before the new year, we have the auditors in the house. Please ask me again on 18 January.\n\n{first}",
    ),
)
STRANGER = ("Olga Fenwick", "olga.fenwick@northmill.example")
"""Nobody of the house: a person says whose mail it is."""
UNKNOWN = Reply(
    "Your name was given to me", "Good afternoon,\n\na neighbour spoke well of you. What would a look at three pumps cost?\n\nOlga Fenwick"
)
