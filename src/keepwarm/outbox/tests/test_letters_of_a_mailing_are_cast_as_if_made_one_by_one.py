"""What is encoded once for all letters of a mailing gives the bytes that each would get by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import example, given
from hypothesis import strategies as st

from keepwarm.outbox.building import BlankMergeField, fill, mailing_bytes, mailing_of
from keepwarm.outbox.casting import cast_of
from keepwarm.outbox.mime import build
from keepwarm.outbox.models import Message, Template

PIECES = st.sampled_from(
    [
        "Dear {name}",
        "{name}",
        "\n",
        "\n\n",
        "From here",
        ".",
        "a=b",
        " ",
        "\t",
        "é",
        "ж" * 9,
        "<a href='{link}'>",
        "x" * 80,
        "\r",
        "\x01",
        "{ }",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
VALUES = st.sampled_from(["Ann", "Jörg & Söhne", "From", ".", "a\nb", "c\r", "=", "Петров" * 5, "y" * 90, " z ", "{name}", "\x01"])
SAID = {"automatic": True, "list_id": "Warm words <news.house.example>"}


def row(name: str, link: str) -> Message:
    at = datetime(2026, 3, 4, 9, tzinfo=UTC)
    values = {"fill": {"name": name, "link": link}, "headers": SAID}
    return Message(
        message_id="1@house.example", dated_at=at, boundary="=_b", from_email="a@b.example", to_email="c@d.example", values=values
    )


@given(TEXTS, TEXTS, VALUES, VALUES)
@example("Dear {name},\n\nwarm words\n", "<p>Dear {name}</p>\n<a href='{link}'>x</a>\n</html>\n", "Jörg", "https://house.example/?a=b&c")
def test_the_bytes_are_the_same(text: str, html: str, name: str, link: str) -> None:
    message, template = row(name, link), Template(subject="To {name}", text=text, html=html)
    try:
        alone = build(mailing_of(message, template))
    except (BlankMergeField, ValueError):  # a blank, or a control character in the subject
        return
    assert mailing_bytes(message, template) == alone


def test_an_ordinary_mail_is_cast_and_only_its_lines_with_places_are_filled() -> None:
    cast = cast_of("html", "<p>\nDear {name}\n</p>\n")
    filled: list[str] = []

    def put(line: str) -> str:
        filled.append(line)
        return fill(line, {"name": "Ann"})

    part = cast.part(put)
    assert part is not None
    assert filled == ["Dear {name}"]
    assert part[1] == b"<p>\r\nDear Ann\r\n</p>\r\n"


def test_what_has_no_value_is_refused_as_before() -> None:
    message, template = row(" ", "x"), Template(subject="Hello", text="Dear {name},\nwarm words\n", html="")
    try:
        mailing_bytes(message, template)
    except BlankMergeField:
        return
    raise AssertionError("it went out with a blank")


def test_the_same_moment_is_written_in_the_zone_it_is_given_in() -> None:
    """Lines of headers are kept for the next letter, each by all that it is made of."""
    at = datetime(2026, 3, 4, 9, tzinfo=UTC)
    heads = []
    for zone in (UTC, timezone(timedelta(hours=2)), UTC):
        message = row("Ann", "x")
        message.dated_at = at.astimezone(zone)
        heads.append(mailing_bytes(message, Template(subject="To {name}", text="Hello\n", html="")).split(b"\r\n")[0])
    assert heads == [
        b"Date: Wed, 04 Mar 2026 09:00:00 +0000",
        b"Date: Wed, 04 Mar 2026 11:00:00 +0200",
        b"Date: Wed, 04 Mar 2026 09:00:00 +0000",
    ]
