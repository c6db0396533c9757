"""Foreign HTML templates: words kept, styles in the elements, nothing fetched but pictures, fields ours; hostile ones made harmless."""

import re
from pathlib import Path

import pytest

from keepwarm.content.brand import Brand
from keepwarm.content.rendering import MailSource, render_mail, render_pattern
from keepwarm.content.rendering.html_text import text_of_html
from keepwarm.content.rendering.importing import TemplateRefused, import_template
from keepwarm.engine.merging import Values

SHARED = Path(__file__).parents[4].parent / "shared" / "data" / "newsletter_html"
FILES = sorted(SHARED.rglob("*.html"))
needs_data = pytest.mark.skipif(not FILES, reason="The templates of the shared data are not here.")
OURS = """<html lang="de"><head><title>Neues</title><style>@import url(https://f.example/font.css);
p { color: #112233 } a:hover { color: red } .x { background: url(https://spy.example/p.gif) }
@media (prefers-color-scheme: dark) { p { color: #eeeeee !important } .y { background: url(https://spy.example/q.gif) } }
</style><script>steal()</script></head><body bgcolor="#fafafa" onload="steal()" style="margin:0;background:url(https://spy.example/b.gif)">
<p class="x">Hallo {{ name }}, {{#each news}}{{headline}}{{/each}} *|FNAME|* {% now %}</p>
<a href="{{unsubscribe_url}}">Abmelden</a><a href="javascript:steal()">x</a>
<img src="https://pics.example/a.png" alt="Ofen"></body></html>"""


def words(html: str) -> list[str]:
    """The words of a mail, without its fields."""
    plain = re.sub(r"\{[^{}]*\}|\*\|\w+\|\*", " ", re.sub(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}", " ", text_of_html(html)))
    return re.findall(r"\w+", plain)


def colours(html: str) -> set[str]:
    """The colours that stand in elements."""
    body = re.sub(r"<!--.*?-->", "", html[html.index("<body") :], flags=re.DOTALL)
    return {colour.lower() for style in re.findall(r'style="([^"]*)"', body) for colour in re.findall(r"#[0-9A-Fa-f]{6}\b", style)}


def test_styles_move_into_the_elements_and_nothing_is_fetched_or_run() -> None:
    found = import_template(OURS)
    assert (found.title, found.language, found.fields) == ("Neues", "de", ("headline",))
    assert found.pictures == ("https://pics.example/a.png",)
    assert re.search(r'<p class="x" style="color: ?#112233', found.html)
    assert "prefers-color-scheme" in found.html
    assert 'bgcolor="#fafafa"' in found.html
    assert not re.search(r"spy\.example|f\.example|steal|script|onload|url\(|each|now", found.html)
    assert "Hallo {first_name|there}" in found.html


def test_a_mail_goes_dark_only_by_rules_of_its_own() -> None:
    """Without them a reader at night had white words on the white that the template names."""
    assert 'name="color-scheme" content="light dark"' in import_template(OURS).html
    assert 'name="color-scheme" content="light"' in import_template("<body bgcolor='#ffffff'><p>Hello</p></body>").html


def test_its_own_way_out_is_kept_and_a_missing_one_is_added() -> None:
    brand = Brand("Kiln", "4 Lime Street")
    own = render_mail(MailSource("S", html=import_template(OURS).html), Values({}), brand, {"unsubscribe_url": "https://k.example/out"})
    assert own.html.count("https://k.example/out") == 1
    bare = render_pattern(MailSource("S", html=import_template("<p>Hello</p>").html), brand)
    assert "{unsubscribe_url}" in bare.html
    assert "{unsubscribe_url}" in bare.text
    assert "4 Lime Street" in bare.text


@pytest.mark.parametrize("raw", [b"", b"just words", b"<html><body></body></html>", b"<p>" + b"a" * 1_000_001, b"%PDF-1.7"])
def test_what_is_no_mail_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(TemplateRefused, match=r"\."):
        import_template(raw)


@needs_data
@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_the_shared_templates_pass(path: Path) -> None:
    theirs = path.read_text(encoding="utf-8")
    found = import_template(path.read_bytes())
    assert words(found.html) == words(theirs)
    body = found.html[found.html.index("<body") :]
    assert all("style=" in tag for tag in re.findall(r"<(?:p|h1|a)\b[^>]*>", body))
    assert colours(theirs) <= colours(found.html)
    assert not re.search(r"<script|<link|@import|url\(|<form|\son\w+=|<iframe|@font-face", found.html, re.IGNORECASE)
    assert ("prefers-color-scheme" in theirs) == ("prefers-color-scheme" in found.html)
    for colour in set(re.findall(r'bgcolor="(#\w+)"', theirs)):
        assert colour in found.html
    again = import_template(found.html)
    assert words(again.html) == words(found.html)
