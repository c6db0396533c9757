"""What is asked, answered and noted in the demo house."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the house with answers people give."""

    key: str
    label: str
    ask: str
    answers: tuple[str, ...]


QUESTIONS = (
    Asked(
        "need",
        "Need",
        "What happens when a machine stops without warning?",
        (
            "Three unplanned stops since May",
            "Bearings fail every four months",
            "Night call-outs wear the team out",
            "Wants to plan repairs for the summer stop",
            "Spare parts take weeks to arrive",
            "The energy bill rose by a third",
            "An insurer asks for proof of inspection",
        ),
    ),
    Asked(
        "authority",
        "Authority",
        "Who else will want a word in this?",
        (
            "Recommends; the plant director signs",
            "Decides alone up to 25,000",
            "The board decides in January",
            "Decides together with purchasing",
            "Signs himself",
        ),
    ),
    Asked(
        "timing",
        "Timing",
        "What would have to happen for this to be on the list this year?",
        (
            "Before the summer stop",
            "Next budget year",
            "As soon as the new line runs",
            "Within six months",
            "After the audit in spring",
        ),
    ),
    Asked(
        "budget",
        "Budget",
        "If it worked on one line first, what would that be allowed to cost?",
        (
            "Up to 20,000 for one line",
            "From the maintenance budget",
            "Has to be asked for",
            "15,000 to begin with",
            "No fixed figure; must pay back in a year",
        ),
    ),
    Asked(
        "fit",
        "Fit",
        "How many machines would we be talking about, and who looks after them?",
        (
            "Two lines, own maintenance team",
            "Forty pumps, one engineer",
            "A single press, but the whole plant waits for it",
            "Six sites with the same machines",
        ),
    ),
)
LEARNED = (
    "saw the same fault at a neighbour's plant",
    "has a new head of maintenance since summer",
    "wants to see another mill first",
    "reads the articles, shares them with the team",
    "a trial on one line would convince the director",
    "the old supplier closed; is looking around",
    "will measure the two worst machines",
    "prefers calls before ten",
    "asked for a reference in the same trade",
    "plant stops on the fourth; call before that",
)
LATER = (
    "no budget before the new year",
    "new line first, then this",
    "waits for the audit in spring",
    "the person who decides is on leave until then",
    "under contract with another until then",
)
NO = ("no need, machines are leased with service", "plant closes next year", "does it in house and means to keep it so")
ELSE = ("the assistant; try before nine", "a colleague; gave the direct line", "reception; knows when to call")
INQUIRIES = (
    "What does monitoring cost for twenty machines?",
    "Please send the price guide.",
    "We had two stops this month and would like to talk.",
    "Do you also look after older presses?",
    "Downloaded the guide on bearing life.",
    "Saw you at the fair, please get in touch.",
)
ARTICLES = (
    "Bearing life, part 1",
    "Bearing life, part 2",
    "What a stop really costs",
    "Reading vibration without a degree",
    "Seminar: fewer unplanned stops",
)
ASK_ME = "Good. What would make them decide? Please ask on the next call."


@dataclass(frozen=True, slots=True)
class Said:
    """Talking points for a topic."""

    topic: str
    opening: str
    points: tuple[str, ...]
    questions: tuple[str, ...]
    objections: tuple[tuple[str, str], ...]
    voicemail: str


TALKING_POINTS = (
    Said(
        "Condition monitoring",
        "You wanted fewer stops. Has it happened again since we heard from you?",
        (
            "A sensor on a bearing costs less than one hour of standstill.",
            "Most plants begin with the two machines that hurt most.",
            "Your own people read it; we show them how in a morning.",
        ),
        ("Which machine would you not want to stop next week?", "What did the last stop cost you, all in?"),
        (
            ("We have no budget this year.", "Then let us find out what a stop costs, so that next year's budget has a number in it."),
            ("We check by hand.", "Good. How long is it from a check to the next, and what can happen between?"),
            ("Send me something.", "Gladly, one page. What should it answer, so that it is worth your time?"),
        ),
        "Good day, this is {name} from Calderon. It is about the machine stops you wrote of. I try again tomorrow morning.",
    ),
    Said(
        "Spare parts service",
        "You asked about parts. What are you waiting for at the moment?",
        ("We hold what fails most, within a day's drive.", "You pay for what you use, not for the shelf."),
        ("Which part would stop you for more than a day?",),
        (("We have a supplier.", "Keep them. For which three parts would a second source let you sleep better?"),),
        "Good day, this is {name} from Calderon about the spare parts. I call again tomorrow.",
    ),
    Said(
        "",
        "You were in touch with us a while ago. What has changed since then?",
        ("We do one thing: machines that run when they should.",),
        ("What would make this worth ten minutes for you?",),
        (("I have no time.", "When is a better hour? I call then, and only then."),),
        "Good day, this is {name} from Calderon. I try again on another day.",
    ),
)

WHY_NOW = (
    "They decide this quarter",
    "Asked for prices twice",
    "Their contract ends in spring",
    "The new plant starts soon",
    "Said yes to a visit",
)
RETURNED = (
    ("no_budget", "The money comes with the next budget"),
    ("not_ready", "Wants to see the pilot of a colleague first"),
    ("wrong_person", "Her head of purchasing decides"),
    ("no_room", "Two tenders on my desk"),
    ("not_reached", "Four calls, no answer"),
)
VISITED = (
    "two lines measured, offer wanted",
    "the whole team came; wants a pilot on line two",
    "the plant director asked what a pilot costs",
    "compared the figures of May with ours",
)
ORDERED = (
    "ordered: a pilot on one line",
    "ordered: forty pumps, start after the summer stop",
    "ordered: the two machines that hurt most",
    "ordered: all presses, with service",
)
LOST = (
    ("lost_to", "went with another; contract for a year"),
    ("lost_to", "the other offer was cheaper, without service"),
    ("lost_to", "the other one could begin before the summer stop"),
    ("lost_to", "a neighbour's plant spoke well of the other one"),
    ("no_budget", "the board moved it to the next budget"),
    ("not_now", "the new line comes first"),
)
GONE = ("sold to a group that brings its own system", "bought a system with their new machines")
WHY_CHANGED = "People write their date into the form themselves; a call only to hear it again teaches nothing."
