"""What the demo house has to offer: for three topics and each stage, a few things of each kind. Some are stale, one place is empty."""

from __future__ import annotations

from dataclasses import dataclass

from keepwarm.demo.story.people import TOPICS
from keepwarm.demo.story.words import ARTICLES

NEW, TALKING, LEAD, SALES, CUSTOMER = 1, 2, 3, 4, 5
MONITORING, PARTS, ENERGY = "condition-monitoring", "spare-parts-service", "energy-audit"
INTERESTS = tuple(zip((MONITORING, PARTS, ENERGY), TOPICS, strict=True))
"""Key and words: what people of the demo ask about."""
HOUSE = ("Demo house", "12 Mill Lane\nLeeds LS1 1AA", "#1d5b79")
"""Name, postal address and colour."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An item. `fresh_days`: from the day on which the demo is loaded; below 0 it is stale, 0 never."""

    title: str
    kind: str
    interests: tuple[str, ...]
    stages: tuple[int, ...]
    worth: int
    minutes: int
    teaser: str
    fresh_days: int = 0

    @property
    def body(self) -> str:
        """The text of its mail."""
        return (
            f"# {self.title}\n\nHello {{first_name|there}},\n\n{self.teaser}\n\n"
            "It is meant to be useful by itself, whether or not we ever work together.\n\n"
            "[[Have a look]](https://demo.example/read)\n\nWith regards\n{owner|The demo house}"
        )


OFFERS = (
    Offer(ARTICLES[0], "article", (MONITORING,), (NEW, TALKING), 78, 6, "Why a bearing that should last ten years is gone after two."),
    Offer(ARTICLES[1], "article", (MONITORING,), (TALKING, LEAD), 74, 7, "What the last hundred hours of a bearing sound like."),
    Offer(ARTICLES[2], "article", (PARTS,), (NEW, TALKING, LEAD), 88, 8, "Overtime, scrap, a missed lorry: what no report shows."),
    Offer(ARTICLES[3], "article", (MONITORING,), (NEW,), 82, 9, "Three curves that anybody can read, and what each of them means.", 300),
    Offer(ARTICLES[4], "seminar", (PARTS,), (TALKING, LEAD), 80, 45, "Two plants tell what they changed, and take questions.", 25),
    Offer("Compressed air by the cubic metre", "article", (ENERGY,), (NEW,), 70, 5, "Most leaks can be heard on a Sunday."),
    Offer(
        "Which motor first?", "article", (ENERGY,), (NEW, TALKING), 66, 6, "How to find the drive that pays for its successor in a year."
    ),
    Offer("A load curve in four minutes", "video", (ENERGY,), (TALKING,), 72, 4, "What the meter at the gate tells about the night."),
    Offer("Guide: an energy plan on one page", "white_paper", (ENERGY,), (TALKING, LEAD), 85, 12, "A plan to fill in, machine by machine."),
    Offer(
        "Guide: where to measure first",
        "white_paper",
        (MONITORING,),
        (TALKING, LEAD),
        90,
        14,
        "Of forty machines, three decide whether you deliver.",
    ),
    Offer(
        "Guide: counting the cost of stops",
        "white_paper",
        (PARTS,),
        (TALKING, LEAD),
        92,
        15,
        "A sheet with which a controller will agree.",
        200,
    ),
    Offer("Ten minutes with a night shift", "podcast", (PARTS,), (NEW, TALKING), 60, 10, "What people hear before any sensor does."),
    Offer("The pump that nobody owned", "podcast", (PARTS,), (NEW,), 55, 18, "How a small pump stopped a whole site, twice."),
    Offer(
        "A paper mill, one year later",
        "article",
        (PARTS, MONITORING),
        (LEAD, SALES),
        86,
        7,
        "What worked, what did not, and what it came to.",
    ),
    Offer("A dairy that heats less", "article", (ENERGY,), (LEAD, SALES), 76, 6, "A third of the gas, and the same milk."),
    Offer("Sensors or a screwdriver at the ear?", "post", (MONITORING,), (NEW, TALKING), 58, 5, "When the old way is good enough.", 120),
    Offer("What an audit asks of maintenance", "post", (PARTS,), (TALKING,), 52, 6, "Six questions, and where the answers usually lie."),
    Offer("Training: your first vibration route", "video", (MONITORING,), (CUSTOMER,), 68, 22, "Set one up in a morning."),
    Offer("Training: reading a load curve", "video", (ENERGY,), (CUSTOMER,), 64, 16, "Which three lines to read first."),
    Offer("Three questions about your plant", "survey", (), (NEW, TALKING), 62, 2, "Answer three, and see how others answered."),
    Offer("A letter from the workshop", "letter", (), (), 50, 2, "Four times a year: what we saw, and what we would do otherwise."),
    Offer(
        "Spares: what to keep, what to order", "article", (), (NEW, TALKING, LEAD), 65, 8, "A shelf that is half as large and never empty."
    ),
    Offer("Fair talk: stops in numbers", "video", (PARTS,), (NEW,), 48, 20, "Our talk of last autumn.", -40),
    Offer("Price guide of last year", "white_paper", (MONITORING,), (LEAD,), 45, 6, "What monitoring cost then.", -10),
)
