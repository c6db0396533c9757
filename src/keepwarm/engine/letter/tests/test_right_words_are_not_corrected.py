"""What is right is left alone, in British and American and whatever the trade; what is plainly wrong is found."""

import csv
from pathlib import Path

import pytest

from keepwarm.engine.letter.correctness import BEGINNING, mistakes_in

SENTENCES = Path(__file__).parent / "sentences"
"""Sentences in the form of `bin/measure grammar`."""
EVERY = 4
"""Of the many sentences each fourth is tried here; `bin/measure grammar` tries all."""


@pytest.mark.parametrize(
    "sentence",
    [
        "We weld, grind and paint under one roof, and that is OK with the lorry drivers.",
        "Come and have a look at the data sheet before you take a look at the pump.",
        "Sam and Al will be there, and Who's Who lists them.",
        "Is there parking, and may I say no to the second visit?",
        "You two should talk, for you're two people and one van.",
        "He had had enough, and what it is is a question of time.",
        "By whom was it ordered, and to whom would you send it?",
        "Thank you for your kind words; it is worth its weight in gold.",
        "All I can tell you is that we've two vans.",
        "Were the delivery to be late, the buyer could withdraw.",
        "An FAQ is on the website. An SLA leaves room for error.",
        "The figures of 2019's report were better.",
        "My number is 555-0182, and the claim is 88-1290.",
        "We and Hendry plc and McAllister Bros. and sons share a bona fide café.",
        "Each LED draws 20 mA, and reply A or B will do.",
        "The customers order daily, and our teams work hard.",
        "I was promised that you've been let down before.",
        "The cheapest of them isn't always the dearest to run.",
        "The bearing is a fait accompli, and the funeral was last Friday.",
        "FYI, the file is 3 MB and the pump moves 40 l/min.",
        "Let me know, or let me, no matter when, have the two office blocks and one of our driver manuals.",
        "There is many a slip, and as much as you can to help is good news; this is a good news story.",
        "Thank you for your time and for you being there. How much time do you need?",
        "Your welcome in Porto was the warmest. Could we do Tuesday, four-ish?",
        "I think that that is the point, and if need be, we start again.",
        "Should we every month or two look at what it costs, and how much you're paying for fees?",
        "Two offers on one day, and I am unsure to which of them I should reply.",
        "Xylotech and Brightwater both lease from us. Qentra's new scale is matt black.",
    ],
)
def test_right_sentences_are_not_corrected(sentence: str) -> None:
    assert [one.rule for one in mistakes_in(sentence, "en", frozenset())] == []


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("I hope your doing well.", "your"),
        ("There going to send the plans.", "There"),
        ("I have send you the file.", "send"),
        ("Thanks for you time.", "you"),
        ("Your welcome!", "Your"),
        ("Let me no when you are free.", "no"),
        ("How much units do you need?", "much"),
        ("Everyone are invited.", "Everyone are"),
        ("We have two office in Spain.", "two office"),
        ("One of our engineer will call.", "One of our engineer"),
        ("We looking forward to the meeting.", "We looking"),
        ("Please find attach the file.", "attach"),
        ("As we discuss yesterday, here is the plan.", "discuss"),
        ("The machine has lost it's cover.", "it's"),
        ("I am working here since 2010.", "am working"),
        ("Recieved with thanks.", "Recieved"),
        ("Definately yes, and the parts are here.", "Definately"),
        ("Lets meet on Thursday.", "Lets"),
        ("We must to leave by six.", "must to"),
        ("You can chose between two colours.", "chose"),
        ("Does she knows about the delay?", "knows"),
        ("I'd like to here your view.", "here"),
        ("We no that you are busy.", "no"),
        ("The cable runs threw the wall.", "threw"),
        ("It depends of the weather.", "depends of"),
        ("Thank you for contact us.", "contact"),
        ("I suggest to meet on Tuesday.", "to meet"),
        ("I am used to work alone.", "to work"),
        ("We did it ourself.", "ourself"),
        ("The first two month are free.", "two month"),
        ("How it works?", "How it works"),
        ("The results of the test was surprising.", "The results of the test was"),
        ("May be we can talk on Friday.", "May be"),
        ("He drives very good.", "good"),
        ("My sisters car is red.", "sisters car"),
    ],
)
def test_plain_slips_are_found(sentence: str, marked: str) -> None:
    start = sentence.index(marked)
    assert any(one.start < start + len(marked) and one.end > start for one in mistakes_in(sentence, "en", frozenset()))


def test_hardly_any_right_sentence_is_flagged_and_most_wrong_ones_are() -> None:
    flagged = [
        row["text"]
        for row in _rows("right.csv")
        if any(not one.is_spelling and one.rule != BEGINNING for one in mistakes_in(row["text"], "en", frozenset()))
    ]
    assert len(flagged) <= 0.02 * len(_rows("right.csv")) + 1
    wrong = _rows("wrong.csv")
    assert sum(bool(mistakes_in(row["wrong"], "en", frozenset())) for row in wrong) >= 0.7 * len(wrong)


def _rows(name: str) -> list[dict[str, str]]:
    with (SENTENCES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))[::EVERY]
