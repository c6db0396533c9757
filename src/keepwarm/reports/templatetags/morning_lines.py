"""`{% load morning_lines %}`: the names of the report, made in Python: a large house has a thousand of them on one page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from django import template
from django.template import Context
from django.urls import get_script_prefix, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from keepwarm.reports.queries.shapes import GivenUp, Line, MorningReport, Part, Person, Tried, Waiting
from keepwarm.reports.templatetags.morning_words import anchor, ending, endings

register = template.Library()
REF = "-ref-"
SAID_SO = frozenset({"says_no", "never_call"})
"""Endings that are told beside the name."""


def address_of(name: str, ref: str) -> str:
    """The address of that name for one reference, without asking Django anew for each."""
    return _pattern(name, get_script_prefix()).replace(REF, ref)


@lru_cache(maxsize=64)
def _pattern(name: str, _prefix: str) -> str:
    return reverse(name, args=[REF])


def person_link(person: Person, *, title: str = "") -> str:
    """A name, and the way to their page where the reader may open it."""
    about = f' title="{escape(title)}"' if title else ""
    if not person.may_open:
        return f"<span{about}>{escape(person.name)}</span>"
    return f'<a href="{address_of("prospect:show", person.ref)}"{about}>{escape(person.name)}</a>'


@register.simple_tag(takes_context=True)
def talked(context: Context, line: Line) -> SafeString:
    """A name that was talked to and what was learned; beside it the ways to ask and to correct, for those who may."""
    report, part = context["report"], context["part"]
    learned = escape(line.learned) if line.learned else f"<i>{escape(gettext('nothing noted'))}</i>"
    told = f'<div class="told">{"".join(_who(line))}\n<span class="learned">{learned}</span></div>'
    tools = [told]
    if report.may_ask and part.seat_ref:
        tools.append(_ask(line, report, context["ask_icon"]))
    if line.may_correct:
        tools.append(_correct(line, report, context["correct_icon"]))
    return SafeString("\n".join(tools))


@register.simple_tag(takes_context=True)
def stands_open(context: Context, one: Waiting | GivenUp, about: str, told: str) -> SafeString:
    """A name that stands open and what is told of it; beside it the way to ask why, for those who may."""
    report, shown = context["report"], f'{person_link(one.person)} <span class="soft">{escape(told)}</span>'
    if report.may_ask:
        seat = context["part"].seat_ref
        url = f"{address_of('reports:ask', one.person.ref)}?seat={seat}&amp;about={about}&amp;on={report.on.isoformat()}"
        shown += f' <a class="no-print" href="{url}" {_opens(url)}>{escape(gettext("ask why"))}</a>'
    return SafeString(shown)


def _who(line: Line) -> Iterator[str]:
    yield person_link(line.person)
    if line.person.firm:
        yield f' <span class="firm">{escape(line.person.firm)}</span>'
    if line.theirs:
        yield f' <span class="mark">{escape(gettext("rang us"))}</span>'
    if line.ending in SAID_SO:
        yield f' <span class="mark">{escape(ending(line.ending))}</span>'


def _ask(line: Line, report: MorningReport, icon: str) -> str:
    about = "" if line.learned else "&amp;about=nothing"
    url = f"{address_of('reports:ask', line.person.ref)}?touch={line.touch_ref}&amp;on={report.on.isoformat()}{about}"
    return _tool(url, gettext("Ask about %(name)s") % {"name": line.person.name}, gettext("Ask"), icon)


def _correct(line: Line, report: MorningReport, icon: str) -> str:
    url = f"{address_of('reports:correct', line.touch_ref)}?on={report.on.isoformat()}"
    return _tool(url, gettext("Correct the line of %(name)s") % {"name": line.person.name}, gettext("Correct"), icon)


def _tool(url: str, label: str, title: str, icon: str) -> str:
    return f'<a class="small-tool no-print" href="{url}" {_opens(url)} aria-label="{escape(label)}" title="{escape(title)}">{icon}</a>'


def _opens(url: str) -> str:
    return f'hx-get="{url}" hx-select="#remark" hx-target="next .slot" hx-swap="innerHTML"'


@register.simple_tag(takes_context=True)
def not_reached(context: Context, part: Part) -> SafeString:
    """Those who were dialled only, one after the other."""
    told = [_tried(context, one, context["report"].call_attempts) for one in part.not_reached]
    return SafeString(",</span> ".join(told) + "</span> " if told else "")


def _tried(context: Context, one: Tried, agreed: int) -> str:
    """The span is open still: a comma belongs into it."""
    link = person_link(one.person, title=endings(one.endings))
    return f'<span class="nobreak"{anchor(context, one.person.ref)}>{link}{_count(one, agreed)}'


def _count(one: Tried, agreed: int) -> str:
    if one.in_round > 1:
        return f' <span class="num soft">{gettext("(%(tried)s of %(agreed)s)") % {"tried": one.in_round, "agreed": agreed}}</span>'
    return f' <span class="num">({one.attempts})</span>' if one.attempts > 1 else ""
