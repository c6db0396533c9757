"""The page of the morning report: its question as a heading, the tiles that say whose, and what stands below the reps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from keepwarm.lib.days import today_in
from keepwarm.reports.queries.advice import RefusedRule, refused_advice
from keepwarm.reports.queries.handoffs import HandOffsOfDay, handoffs_of
from keepwarm.reports.queries.lists import Lists, list_quality
from keepwarm.reports.queries.morning import OWNS_THE_POLICY, SEES_EVERY_REP, morning_report
from keepwarm.reports.queries.shapes import MorningReport, Part
from keepwarm.staff.models import REPS, User
from keepwarm.touches.queries import OpenQuestion, open_questions

NEAR = timedelta(days=6)
"""Within a week the weekday alone says which day is meant."""
NAMED_OWNERS = 2


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, what it counts, whose it is, and where its rows are. `is_wrong` colours it."""

    value: str
    label: str
    told: str
    url: str
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class MorningPage:
    """Everything on the page; parts that the reader's role does not open are empty."""

    report: MorningReport
    heading: str
    told: str
    tiles: tuple[Tile, ...]
    asked: tuple[OpenQuestion, ...]
    lists: Lists | None
    refused: tuple[RefusedRule, ...]
    shows_talk: bool  # a marketer reads the lists only
    handoffs: HandOffsOfDay | None = None


def morning_page(*, for_: User, on: date, now: datetime) -> MorningPage:
    """The page as this reader may see it."""
    report = morning_report(for_=for_, on=on, now=now)
    shows_talk = for_.has_role(*REPS, *SEES_EVERY_REP)
    shows_lists = for_.has_role(*OWNS_THE_POLICY)
    return MorningPage(
        report=report,
        heading=heading_of(report) if shows_talk else gettext("Which lists are worth it?"),
        told=date_format(on, "l, j F Y") if (today_in(for_.zone, now) - on) > NEAR else date_format(on, "j F Y"),
        tiles=tuple(_tiles(report)) if shows_talk else (),
        asked=open_questions(for_),
        lists=list_quality() if shows_lists else None,
        refused=refused_advice(now=now) if shows_lists else (),
        shows_talk=shows_talk,
        handoffs=handoffs_of(on, for_=for_, now=now) if for_.has_role(*SEES_EVERY_REP) else None,
    )


def heading_of(report: MorningReport) -> str:
    """The question that the page answers, with the weekday, or the date when it is longer ago."""
    today = today_in(report.zone, report.now)
    if report.on == today:
        return gettext("Whom did we talk to today?")
    near = timedelta() < today - report.on <= NEAR
    return gettext("Whom did we talk to on %(day)s?") % {"day": date_format(report.on, "l" if near else "j F")}


def percent(share: float) -> str:
    """A share in whole percent, never rounded down onto or up over a limit by more than half a percent."""
    return gettext("%(number)d %%") % {"number": round(100 * share)}


def whose(counts: Sequence[tuple[str, int]]) -> str:
    """In words: all one person's, or the two with the most and how many others."""
    if not counts:
        return ""
    if len(counts) == 1:
        (name, count), *_ = counts
        return name if count == 1 else gettext("all %(name)s") % {"name": name}
    named = ", ".join(f"{name} {count}" for name, count in counts[:NAMED_OWNERS])
    others = len(counts) - NAMED_OWNERS
    if others <= 0:
        return named
    return ngettext("%(named)s, %(count)d other", "%(named)s, %(count)d others", others) % {"named": named, "count": others}


def rows_url(what: str, report: MorningReport, key: str = "") -> str:
    """Where the rows of a figure are."""
    return reverse("reports:rows", args=[what]) + "?" + urlencode({"on": report.on.isoformat(), **({"key": key} if key else {})})


def _tiles(report: MorningReport) -> list[Tile]:
    own = next((part for part in report.parts if part.is_mine), None) if not report.sees_all else None
    return [_reached(report), _email(report, own), _overdue(report, own), _postponed(report, own), _given_up(report), _silence(report)]


def _reached(report: MorningReport) -> Tile:
    totals = report.totals
    told = [gettext("of %(count)d tried") % {"count": totals.tried}]
    if totals.rang_us:
        told.append(gettext("%(count)d rang us") % {"count": totals.rang_us})
    if totals.meetings:
        told.append(ngettext("%(count)d meeting held", "%(count)d meetings held", totals.meetings) % {"count": totals.meetings})
    return Tile(str(totals.reached), gettext("reached by phone"), "; ".join(told), "#reps")


def _email(report: MorningReport, own: Part | None) -> Tile:
    totals, told = report.totals, [gettext("limit %(share)s") % {"share": percent(report.email_limit)}]
    seats = {part.name: part.seat_ref for part in report.parts}
    key = own.seat_ref if own else seats.get(totals.highest[0], "") if totals.highest else ""
    if own is not None and own.share is not None:
        told.append(gettext("yours %(share)s") % {"share": percent(own.share)})
    elif report.sees_all and totals.highest is not None:
        told.append(gettext("highest %(name)s, %(share)s") % {"name": totals.highest[0], "share": percent(totals.highest[1])})
    if totals.unknown_shares:
        told.append(
            ngettext("unknown of %(count)d rep", "unknown of %(count)d reps", totals.unknown_shares) % {"count": totals.unknown_shares}
        )
    label = gettext("email in %(days)d days worked") % {"days": report.email_days}
    is_over = totals.highest is not None and totals.highest[1] > report.email_limit + 1e-9
    figure = percent(totals.email.share) if totals.email.is_known or not totals.unknown_shares else gettext("unknown")
    return Tile(figure, label, "; ".join(told), rows_url("letters", report, key) if key else "#reps", is_over)


def _overdue(report: MorningReport, own: Part | None) -> Tile:
    totals = report.totals
    told = [_own_count(len(own.overdue))] if own is not None else [whose(totals.overdue_whose)] if totals.overdue else []
    if totals.overdue_since is not None:
        told.append(gettext("since %(day)s") % {"day": _since(totals.overdue_since, report)})
    told = told if totals.overdue else [gettext("every promise kept so far")]
    return Tile(
        str(totals.overdue), gettext("promised and overdue"), ", ".join(told), rows_url("overdue", report), is_wrong=totals.overdue > 0
    )


def _postponed(report: MorningReport, own: Part | None) -> Tile:
    totals = report.totals
    told = _own_count(len(own.postponed)) if own is not None else whose(totals.postponed_whose)
    told = told if totals.postponed else gettext("nobody")
    return Tile(str(totals.postponed), gettext("postponed twice"), told, rows_url("postponed", report))


def _given_up(report: MorningReport) -> Tile:
    lines = [line for part in report.parts for line in part.given_up]
    counts = [(part.name, len(part.given_up)) for part in report.parts if part.given_up]
    label = gettext("given up early") if report.sees_all else gettext("of yours given up early")
    first = next((f"#given-up-{part.seat_ref}" for part in report.parts if part.given_up), "#reps")
    return Tile(str(len(lines)), label, whose(counts) if report.sees_all else "", first, is_wrong=bool(lines))


def _silence(report: MorningReport) -> Tile:
    told = gettext("limit %(days)d days") % {"days": report.silence_limit_days}
    over = report.totals.silence_days > report.silence_limit_days
    return Tile(str(report.totals.silence_days), gettext("days, the longest silence"), told, rows_url("silence", report), is_wrong=over)


def _own_count(count: int) -> str:
    return ngettext("%(count)d of them yours", "%(count)d of them yours", count) % {"count": count}


def _since(at: datetime, report: MorningReport) -> str:
    local = at.astimezone(ZoneInfo(report.zone))
    return date_format(local, "l" if timedelta() <= report.now - at <= NEAR else "j M")
