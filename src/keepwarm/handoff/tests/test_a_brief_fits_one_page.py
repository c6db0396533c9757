"""The brief on paper: one page of A4, whatever people wrote, in any script; nothing of it is read as markup."""

import re
import zlib
from typing import Any

import pytest

from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.handoff.brief_pdf import print_brief
from keepwarm.handoff.queries.brief import compose_brief
from keepwarm.handoff.queries.page_brief import read_brief
from tests.cast import NOW, House, meet, open_house
from tests.leads import a_lead

LONG = "It stops, then it runs again, and nobody knows why. " * 40
NAMES = (
    "أحمد الحسن",
    "דוד כהן",
    "山田 太郎",
    "Ольга Іванова",
    "W" * 200,
    "#panic() $x$ *a* _b_ \\ @cite <label> // /*",
    "a\u202eb\u0000c\ud800",
)


def pages_in(pdf: bytes) -> int:
    """How many pages a PDF says that it has; its tables of objects may be packed."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    plain = pdf + b"".join(_unpack(one) for one in packed)
    return max(int(count) for count in re.findall(rb"/Type\s*/Pages.*?/Count\s+(\d+)", plain, re.DOTALL))


def _unpack(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""


def full_brief(name: str = "Anna Arnold") -> dict[str, Any]:
    """A brief with as much of everything as there can be, each as long as it can be."""
    at, text = NOW.isoformat(), LONG[:240]
    touch = {
        "channel": "phone",
        "direction": "out",
        "disposition": "reached",
        "seconds": 900,
        "learned": LONG[:200],
        "at": at,
        "who": "Ines",
    }
    return {
        "made_at": at,
        "who": {"name": name, "title": name, "firm": name, "town": "Leeds", "place": "GB", "zone": "Asia/Tokyo"},
        "why": {"met": ["Need"], "not_met": ["Budget"], "progress_at": at},
        "told": [{"label": "Need", "value": text, "evidence": 5, "at": at}] * 14,
        "open": [{"label": "Budget", "ask": text, "asked_before": True}] * 5,
        "promised": [{"kind": "call_back", "due_at": at, "who": "Ines", "at": at}] * 6,
        "wishes": [{"kind": "not_before", "channel": "phone", "until_at": at, "words": text, "at": at}] * 6,
        "permissions": [{"channel": "email", "kind": "express", "at": at}] * 6,
        "inquiries": [{"source": "Web form", "topic": "Stops", "text": text, "at": at}] * 4,
        "read": [touch | {"channel": "mailing", "disposition": "delivered", "subject": text}] * 8,
        "talks": [touch] * 6,
        "opening": {"said": text, "at": at, "ask": text},
    }


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_be_printed(name: str) -> None:
    made = print_brief(read_brief(full_brief(name), zone="Europe/London", now=NOW), why=name, asked=name, foot=name)
    assert made.startswith(b"%PDF")
    assert pages_in(made) == 1


def test_an_empty_brief_of_somebody_forgotten_can_be_printed() -> None:
    assert pages_in(print_brief(read_brief({}, zone="Europe/London", now=NOW))) == 1


@pytest.mark.django_db
def test_it_tells_what_they_said_with_source_and_what_is_open() -> None:
    house: House = open_house()
    anna = a_lead(house)
    log_touch(
        NewTouch(
            anna.pk, "phone", "out", "reached", NOW, house.ines.pk, seconds=600, learned="the line moves in May", args={"asked": ["budget"]}
        ),
        by=house.ines.user,
        now=NOW,
    )
    brief = read_brief(compose_brief(anna.pk, now=NOW), zone="Europe/London", now=NOW)
    assert ("Authority", "decides alone") in [(one.label, one.text) for one in brief.told]
    assert all("said in a conversation" in one.small for one in brief.told)
    assert brief.talks[0].words == "the line moves in May"
    assert "the line moves in May" not in brief.opening, "a rep's note is not what they said"
    assert brief.opening.startswith("On ")
    assert "you told us about" in brief.opening
    assert [one.small for one in brief.open if one.label == "Budget"] == ["asked before, not answered"]
    assert brief.inquiries[0].small.startswith("Web form")


def test_a_reps_note_is_told_as_a_note_in_briefs_of_long_ago_too() -> None:
    for key in ("noted", "said"):
        brief = read_brief({"opening": {key: "will measure in May.", "at": NOW.isoformat()}}, zone="Europe/London", now=NOW)
        assert brief.opening.startswith("Our own note of ")
        assert brief.opening.endswith("not their words: will measure in May.")


@pytest.mark.django_db
def test_a_brief_of_somebody_never_spoken_to_is_honest() -> None:
    brief = read_brief(compose_brief(meet(open_house()).pk, now=NOW), zone="Europe/London", now=NOW)
    assert brief.talks == ()
    assert brief.opening.startswith("Nothing was heard from them")


def test_no_reference_of_ours_stands_in_a_brief_and_nothing_twice() -> None:
    at = NOW.isoformat()
    told = [
        {"label": "Need", "value": "less waste", "evidence": 3, "at": at, "source": source}
        for source in ("survey:jwx2WiiNIh4r", "seminar:jwx2WiiNIh4r", "Web form", "CRM: 2024", "")
    ]
    web = {"channel": "web", "direction": "in", "disposition": "received", "purpose": "survey", "subject": "How do you plan?", "at": at}
    brief = read_brief({"told": told, "read": [web, web | {"purpose": ""}]}, zone="UTC", now=NOW)
    assert [line.small.split(" · ")[1:-1] for line in brief.told] == [["in a survey"], ["at a seminar"], ["Web form"], ["CRM: 2024"], []]
    assert [line.text.count("How do you plan?") for line in brief.read] == [1, 1]
