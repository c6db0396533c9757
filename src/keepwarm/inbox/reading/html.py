"""HTML of strangers: to plain text for reading by kind, and to safe HTML for showing.

Safe means: a short list of tags, no style, no form, no frame, no picture from elsewhere, links that say where they lead. It is
shown in a frame without scripts besides.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

import nh3

MOST = 400_000
"""Letters of HTML that are looked at."""
DEEPEST = 400
"""Tags within tags. Mails of real people have a few dozen; a tree of thousands takes its reader for ever."""
_TAGS = set(
    "a abbr b blockquote br code dd div dl dt em h1 h2 h3 h4 h5 h6 hr i li ol p pre q s small span strong sub sup table tbody td tfoot th "
    "thead tr u ul".split()
)
_BREAKS = frozenset("address article blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul".split())
_SILENT = frozenset("script style title template noscript object iframe svg math select textarea".split())
_TO_THE_END = frozenset("script style title textarea iframe".split())
"""Of these a browser shows nothing up to the end, where they are never closed; of the others it shows what follows."""
_ALONE = frozenset("area base br col embed hr img input link meta param source track wbr p li td tr th dd dt".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])[^<>]{0,4000}>")
_SPACE = re.compile(r"[\s\xa0]+")
_ENDLESS = re.compile(r"\n{3,}")


def text_of_html(markup: str) -> str:
    """The words of an HTML mail, a line for each block, what is quoted marked as in plain mail.

    Read tag by tag, with no tree: every parser that builds one can be made to take for ever.
    """
    out: list[str] = []
    quoted, silent = 0, ""
    markup = markup[:MOST]
    folded = markup.lower()
    closed_last = {tag: len(markup) if tag in _TO_THE_END else folded.rfind(f"</{tag}") for tag in _SILENT}
    for tag, closes, words, at in _tokens(markup):
        if silent or (tag in _SILENT and not closes and at < closed_last[tag]):
            silent = "" if closes and tag == silent else silent or tag
            continue
        if tag == "blockquote":
            quoted = max(quoted + (-1 if closes else 1), 0)
        if tag in _BREAKS:
            out.append("\n" + "> " * min(quoted, 5))
        elif words:
            out.append(html.unescape(_SPACE.sub(" ", words)))
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(out).split("\n"))
    return _ENDLESS.sub("\n\n", "\n".join(lines)).strip()


def _tokens(markup: str) -> Iterator[tuple[str, bool, str, int]]:
    """Tags and the words between them: (tag, whether it closes, "", where) or ("", False, words, where). Comments are left out."""
    at = 0
    while at < len(markup):
        if markup.startswith("<!--", at):
            end = markup.find("-->", at)
            at = end + 3 if end >= 0 else len(markup)
        elif found := _TAG.match(markup, at):
            yield found.group(2).lower(), bool(found.group(1)), "", at
            at = found.end()
        else:
            end = markup.find("<", at + 1)
            end = end if end >= 0 else len(markup)
            yield "", False, markup[at:end], at
            at = end


def _depth(markup: str) -> int:
    """How deep its tags may be nested, at most: a tag that closes nothing lifts nothing."""
    opened: Counter[str] = Counter()
    depth = deepest = 0
    for tag, closes, _, _ in _tokens(markup):
        if not tag or tag in _ALONE or (closes and not opened[tag]):
            continue
        opened[tag] += -1 if closes else 1
        depth += -1 if closes else 1
        deepest = max(deepest, depth)
    return deepest


def safe_html(markup: str) -> str:
    """The same HTML with nothing in it that could act, load or disguise; nested too deep to be anybody's mail, only its words."""
    if _depth(markup[:MOST]) > DEEPEST:
        return f"<pre>{html.escape(text_of_html(markup))}</pre>"
    return nh3.clean(
        markup[:MOST],
        tags=_TAGS,
        clean_content_tags={"script", "style", "title"},
        attributes={"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
