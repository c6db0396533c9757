"""How alike the people of a segment are, for paper."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.lib.papers import Paper, Part, Table
from keepwarm.segments.queries import condition_of, find_segment, say_condition
from keepwarm.segments.queries.portrait import Portrait, portray
from keepwarm.staff.exporting import Asked


def likeness_paper(asked: Asked) -> Paper:
    """How alike are they, what sets them apart, and which unlike groups are among them? A refusal of the segment is one of the paper."""
    segment = find_segment(asked.get("of"))
    condition = condition_of(segment)
    found = portray(condition, now=asked.now)
    title = _("How alike are they: %(segment)s") % {"segment": segment.name}
    words = (say_condition(condition), found.words)
    return Paper(title, date_format(asked.now.date(), "j F Y"), (_apart(found), _groups(found)), words, (_figure(found),))


def _figure(found: Portrait) -> tuple[str, str]:
    if found.is_sample:
        said = ngettext(
            "of what is known of two of them is the same, a sample of %(number)s person",
            "of what is known of two of them is the same, a sample of %(number)s people",
            found.looked_at,
        )
    else:
        said = ngettext(
            "of what is known of two of them is the same, %(number)s person in all",
            "of what is known of two of them is the same, %(number)s people in all",
            found.looked_at,
        )
    return f"{found.alike} %", said % {"number": found.looked_at}


def _apart(found: Portrait) -> Part:
    titles = (_("What"), _("Of them, percent"), _("Of all others, percent"), _("Times as often"), _("at least"), _("at most"))
    rows = [(one.trait, one.inside, one.outside, one.times, one.times_low, one.times_high) for one in found.told]
    empty = _("Beyond what the segment itself says, nothing surely sets them apart from all others.")
    words = _("Beside %(number)s others. The range holds the true figure in 95 of 100 such cases.") % {"number": found.others}
    return Part("apart", _("What sets them apart?"), Table(titles, rows, empty), words=(words,) if rows else ())


def _groups(found: Portrait) -> Part:
    titles = (_("Group"), _("Of them, percent"), _("at least"), _("at most"), _("Alike among themselves, percent"))
    rows = [(one.name, one.percent, one.low, one.high, one.alike) for one in found.parts]
    empty = _("No: no answer or interest divides them into groups that are more alike.")
    return Part("groups", _("Are there unlike groups among them?"), Table(titles, rows, empty))
