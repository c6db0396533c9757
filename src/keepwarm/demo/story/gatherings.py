"""What the demo's seminars and its survey say."""

from __future__ import annotations

from typing import Any

HELD: dict[str, Any] = {
    "title": "Fewer stops: three plants tell",
    "teaser": "What they changed first, and what they would leave out today.",
    "text": "Three people from plants of different size tell how they got rid of most unplanned stops.\n\nThen you ask.",
    "place": "Chamber of commerce, room 2",
    "after_text": "Sorry that we missed you. In short: begin with the one machine that everybody waits for, and write each stop down.",
}
COMING: dict[str, Any] = {
    "title": "Planning without a spreadsheet",
    "teaser": "An hour at the screen, with your own questions.",
    "text": "How small teams plan a week in ten minutes, shown with a real one.",
    "link": "https://meet.example.com/planning",
}
SURVEY: dict[str, Any] = {
    "title": "How do you plan?",
    "intro": "Three questions, one minute. What all of you say comes back to you in the next newsletter.",
    "thanks": "Thank you. You will read what all of you said.",
}
QUESTIONS: tuple[tuple[str, str, tuple[str, ...], str, tuple[str, ...]], ...] = (
    (
        "Tool for planning",
        "choice",
        ("paper", "spreadsheet", "program"),
        "What do you plan the week with?",
        ("paper", "spreadsheet", "spreadsheet", "spreadsheet", "program"),
    ),
    ("Stops a month", "number", (), "How many unplanned stops does a month have?", ("0", "2", "3", "3", "4", "6", "8", "12", "15", "20")),
    (
        "Worst about stops",
        "text",
        (),
        "What is the worst about a stop?",
        ("", "Nobody knows who decides", "The calls of customers", "Overtime at the weekend", "Parts that come too late", ""),
    ),
)
"""Label, kind, choices, the words to ask it, and what people say: "" is left out."""
