"""From our small markup: text and HTML with styles in the elements, a way out at the end, and nothing that a value could smuggle in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.content.brand import Brand, contrast
from keepwarm.content.rendering import MailSource, MarkupRefused, fill_pattern, render_mail, render_pattern, require_sound_markup
from keepwarm.content.rendering.sanitising import clean_mail
from keepwarm.engine.merging import Values
from keepwarm.outbox.building import fill as fill_in_the_outbox

BRAND = Brand("Kiln & Co", "4 Lime Street, York", "https://kiln.example", "#c2571a")
BODY = """# Warm halls

Dear {first_name|reader}, heat goes **through the roof**; see [the figures](https://kiln.example/f) or https://kiln.example/short.
Second line.

- first point
- second point

1. measure
2. close

> We thought it was the doors.

![A roof](/content/p/pictures/abc/)

---

[[Read it all]](https://kiln.example/all)

Was it useful? [Yes](answer:heat=yes)"""


def rendered(body: str = BODY, **values: str) -> tuple[str, str]:
    mail = render_mail(MailSource("Halls for {firm|you}", body), Values(values), BRAND)
    return mail.text, mail.html


def test_each_kind_of_block_comes_out_in_both() -> None:
    text, html = rendered(first_name="Anna")
    assert "Dear Anna, heat goes through the roof; see the figures" in text
    assert all(part in text for part in ("- first point", "2. close", "> We thought", "[A roof]", "Read it all:\nhttps://kiln.example/all"))
    assert all(tag in html for tag in ("<h1", "<strong", "<ul", "<ol", "<blockquote", "<hr", "<img", 'role="presentation"'))
    assert 'href="https://kiln.example/short"' in html  # the full stop behind it is no part of it


def test_styles_stand_in_the_elements_and_only_rules_for_width_and_darkness_in_the_head() -> None:
    _text, html = rendered()
    assert re.search(r'<p style="[^"]*line-height', html)
    head = html[: html.index("</head>")]
    assert "prefers-color-scheme: dark" in head
    assert "max-width: 480px" in head
    assert re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", re.findall(r"<style>(.*?)</style>", head, re.DOTALL)[0]).strip() == ""
    assert head.index("charset") < 200
    assert '<meta name="color-scheme" content="light dark">' in head


def test_who_sends_it_and_how_to_end_it_stands_below() -> None:
    pattern = render_pattern(MailSource("S", "Hello", on_the_web=True), BRAND)
    assert pattern.urls == ("unsubscribe_url", "preferences_url", "web_url")
    assert "Kiln & Co, 4 Lime Street, York" in pattern.text
    assert "Kiln &amp; Co, 4 Lime Street, York" in pattern.html


def test_the_outbox_fills_a_pattern_to_the_same_mail() -> None:
    source, values = MailSource("{first_name|Hello}: {firm}", BODY, preheader="For {firm|you}"), Values({"firm": "R&D <b>"})
    pattern = render_pattern(source, BRAND)
    filled, missing = fill_pattern(pattern, values)
    urls = {"unsubscribe_url": "https://k.example/u?a=1&b=2", "preferences_url": "https://k.example/p"}
    links = {place: url if url.startswith("http") else "#" for place, url in pattern.links.items()}
    mail = render_mail(source, values, BRAND, urls)
    put = {**filled, **links, **urls}
    assert missing == ()
    assert fill_in_the_outbox(pattern.html, put, as_html=True) == mail.html
    assert fill_in_the_outbox(pattern.text, put) == mail.text
    assert fill_in_the_outbox(pattern.subject, put) == mail.subject == "Hello: R&D <b>"
    assert "answer:heat=yes" in pattern.links.values()


def test_whoever_has_no_value_and_no_other_words_gets_nothing() -> None:
    source = MailSource("At {firm}", "Hello {first_name|there}")
    assert fill_pattern(render_pattern(source, BRAND), Values({}))[1] == ("firm",)
    shown = render_mail(source, Values({}), BRAND)
    assert (shown.subject, shown.missing, shown.fell_back) == ("At [firm]", ("firm",), ("first_name",))


@pytest.mark.parametrize(
    "body",
    [
        "![spy](https://stranger.example/pixel.gif)",
        "[press](javascript:alert(1))",
        "[press](//stranger.example)",
        "[press](data:text/html;base64,xx)",
        "[[press]](file:///etc/passwd)",
    ],
)
def test_a_picture_from_elsewhere_and_a_link_that_is_none_are_refused(body: str) -> None:
    with pytest.raises(MarkupRefused, match=r"\."):
        require_sound_markup(body)


@given(st.text(max_size=200), st.text(max_size=60))
def test_no_text_and_no_value_becomes_a_tag(words: str, value: str) -> None:
    _text, html = rendered(f"<img src=x onerror=a()> {words} <script>x</script> {{first_name|there}}", first_name=value + '"><script>')
    inner = html[html.index("<body") :]
    assert "<script" not in inner
    assert "onerror=a()>" not in inner
    assert "<img" not in inner or words.startswith("![")


def test_what_a_mail_must_not_have_is_taken_out() -> None:
    dirty = (
        '<table background="https://x.example/b.png"><tr><td style="color:red;background:url(https://x.example/p);width:expression(1)" '
        'onclick="a()"><a href="javascript:a()">one</a><img src="cid:x"><img src="//x.example/p.gif"><iframe src="https://x"></iframe>'
        '<form action="https://x"><input name="card"></form><svg><script>a()</script></svg></td></tr></table>'
    )
    clean = clean_mail(dirty)
    assert 'style="color:red"' in clean
    assert not re.search(r"url\(|expression|onclick|javascript|cid:|//x|iframe|form|input|svg|script|background=", clean)


@pytest.mark.parametrize("accent", ["#ffff00", "#000000", "#ffffff", "#1d5b79", "#c2571a", "#00ff88"])
def test_any_colour_of_the_house_reads_well(accent: str) -> None:
    brand = Brand("K", accent=accent)
    assert contrast(brand.accent, brand.on_accent) >= 4.5
    assert contrast(brand.accent_on_light, "#ffffff") >= 4.5
    assert contrast(brand.accent_on_dark, "#1c1f22") >= 4.5
