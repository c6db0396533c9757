"""HTML comes out as words for reading, and as harmless HTML for showing."""

import pytest

from keepwarm.inbox.reading.html import safe_html, text_of_html

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src=//evil.example></iframe>",
    "<form action=//evil.example><input name=password></form>",
    "<style>body{display:none}</style><p style='position:fixed'>x</p>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<img src=//evil.example/pixel.gif width=1>",
    "<object data=//evil.example></object>",
    "<div background=//evil.example/x>x</div>",
)


@pytest.mark.parametrize("tag", ["svg", "object", "select", "math"])
def test_what_follows_a_picture_that_is_never_closed_is_read(tag: str) -> None:
    markup = f"<p>Hello</p><{tag}>not shown</{tag}><{tag} onload=x><p>What does it cost?</p>"
    assert text_of_html(markup) == "Hello\n\nWhat does it cost?"


def test_what_follows_a_style_that_is_never_closed_is_shown_by_no_program() -> None:
    assert text_of_html("<p>Hello</p><style>p { color: red }<p>unseen</p>") == "Hello"


@pytest.mark.parametrize("markup", ATTACKS)
def test_nothing_that_acts_loads_or_disguises_is_left(markup: str) -> None:
    safe = safe_html(markup).lower()
    for word in (
        "script",
        "onerror",
        "onbegin",
        "javascript:",
        "data:",
        "<iframe",
        "<form",
        "<input",
        "style",
        "<img",
        "evil.example",
        "<meta",
        "<base",
    ):
        assert word not in safe, safe


def test_words_come_out_line_by_line_and_quotes_are_marked() -> None:
    text = text_of_html(
        "<html><head><title>t</title></head><body><p>Yes, <b>call</b> me.</p><div>Anna</div><blockquote>unsubscribe</blockquote>"
    )
    assert text.splitlines()[0] == "Yes, call me."
    assert "Anna" in text.splitlines()
    assert "> unsubscribe" in text
    assert "t" not in text.split()


def test_a_link_stays_a_link_that_tells_nobody_where_it_stood() -> None:
    assert 'rel="noopener noreferrer nofollow"' in safe_html('<a href="https://arnold.example">us</a>')
