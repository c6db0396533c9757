"""Whatever arrives is read: nothing is raised, nothing is lost, and the time grows with the length only."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.engine.replies.reading import read_reply
from keepwarm.engine.replies.trimming import trim

SAID = """On 3 May 2025 Sam wrote:; > quoted; >> twice; From: Sam <s@s.example>; To: us; -- ; Regards,; Sam;; | bar;
-----Original Message-----;________________; Sent from my phone; Am 3.5. schrieb; Bitte abmelden; back 31/02;
in 999999999 weeks; the 99th; 30 february 9999; \x00\x85\u2028"""
LINES = st.sampled_from(SAID.split(";"))
MAILS = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=25).map("\n".join))
DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9998, 1, 1))


@given(text=MAILS)
def test_the_parts_cover_the_text(text: str) -> None:
    parts = trim(text).parts
    assert "".join(text[part.start : part.end] for part in parts) == text
    assert all(left.end == right.start and left.kind is not right.kind for left, right in pairwise(parts))


@given(subject=st.one_of(st.text(max_size=60), LINES), body=MAILS, received_on=DAYS)
def test_nothing_is_raised(subject: str, body: str, received_on: date) -> None:
    reading = read_reply(subject, body, received_on)
    assert 0 <= reading.confidence <= 1
    assert reading.wake_on is None or reading.wake_on >= received_on


@pytest.mark.parametrize("line", ["On 1 x\n", "> a\nb\n", "From: x\n", "-\n", "1@", "a On 1 wrote: ", "((((", "a.a@", "Anna ", "30 "])
def test_a_very_long_mail_is_read_line_by_line(line: str) -> None:
    body = line * (100_000 // len(line))
    assert "".join(body[part.start : part.end] for part in read_reply("Re: x", body, date(2025, 5, 7)).trimmed.parts) == body
