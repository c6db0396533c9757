"""A brief in words: what the hand-off's page, the desk and the printed sheet show of it, in the reader's language and zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keepwarm.consent.models import Wish
from keepwarm.consent.words import say_permission, say_wish
from keepwarm.lib.text import joined
from keepwarm.touches.models import Channel, Signal, Touch
from keepwarm.touches.words import KNOWN_FROM, describe_touch, mark_of, say_when

Row = Mapping[str, Any]


ASKED_IN: Mapping[str, str | Promise] = {"survey": gettext_lazy("in a survey"), "seminar": gettext_lazy("at a seminar")}
"""Where a question was asked, by the kind in the source of its answer; what follows there is a reference, and says nothing to people."""


def say_source(source: str) -> str:
    """From where an answer came, in words; a list or a form by its name."""
    kind, _colon, ref = source.partition(":")
    return str(ASKED_IN[kind]) if ref and kind in ASKED_IN else source


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line: a name for it or "", the words, theirs beside them, and small: who, when, from where. `mark`: its colour."""

    label: str
    text: str
    words: str = ""
    small: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as people read it. Every part may be empty."""

    name: str
    role: str
    where: str
    why: tuple[str, ...]
    told: tuple[BriefLine, ...]
    open: tuple[BriefLine, ...]
    promised: tuple[BriefLine, ...]
    talks: tuple[BriefLine, ...]
    read: tuple[BriefLine, ...]
    inquiries: tuple[BriefLine, ...]
    wishes: tuple[BriefLine, ...]
    permissions: tuple[BriefLine, ...]
    opening: str
    ask: str
    made: str

    @property
    def is_empty(self) -> bool:
        """Nothing is left of it: the person was forgotten."""
        return not self.name


def read_brief(brief: Row, *, zone: str, now: datetime) -> Brief:
    """The frozen brief for a reader whose clock is `zone`."""
    say = _Saying(zone, now)
    who = brief.get("who", {})
    return Brief(
        name=who.get("name", ""),
        role=joined(who.get("title", ""), ", ".join(p for p in (who.get("firm"), who.get("town")) if p)),
        where=joined(who.get("place", ""), say.their_clock(who.get("zone", "")), who.get("language", "")),
        why=tuple(say.why(brief)),
        told=tuple(say.told(row) for row in brief.get("told", [])),
        open=tuple(say.question(row) for row in brief.get("open", [])),
        promised=tuple(say.promise(row) for row in brief.get("promised", [])),
        talks=tuple(say.touch(row) for row in brief.get("talks", [])),
        read=tuple(say.touch(row) for row in brief.get("read", [])),
        inquiries=tuple(say.inquiry(row) for row in brief.get("inquiries", [])),
        wishes=tuple(say.wish(row) for row in brief.get("wishes", [])),
        permissions=tuple(say.permission(row) for row in brief.get("permissions", [])),
        opening=say.opening(brief.get("opening", {})),
        ask=brief.get("opening", {}).get("ask", ""),
        made=say.day(brief.get("made_at", "")),
    )


@dataclass(frozen=True, slots=True)
class _Saying:
    """Puts rows into words for one reader."""

    zone: str
    now: datetime

    def day(self, at: str) -> str:
        """A moment as a day; "" for none."""
        return say_when(datetime.fromisoformat(at), zone=self.zone, now=self.now) if at else ""

    def their_clock(self, zone: str) -> str:
        """How far their clock is from the reader's, in words; "" where it is the same or unknown."""
        if not zone or zone == self.zone:
            return ""
        local = self.now.astimezone(ZoneInfo(zone))
        ours = self.now.astimezone(ZoneInfo(self.zone))
        hours = (local.replace(tzinfo=None) - ours.replace(tzinfo=None)).total_seconds() / 3600
        if not hours:
            return ""
        far = f"{abs(hours):g}"
        return _("%(hours)s h before us") % {"hours": far} if hours > 0 else _("%(hours)s h after us") % {"hours": far}

    def why(self, brief: Row) -> list[str]:
        """Sentences: what is met, what is not, and when it last moved."""
        why, said = brief.get("why", {}), []
        if met := why.get("met"):
            said.append(_("Agreed and met: %(names)s.") % {"names": ", ".join(_(one) for one in met)})
        if not_met := why.get("not_met"):
            said.append(_("Not known or not met: %(names)s.") % {"names": ", ".join(_(one) for one in not_met)})
        if at := why.get("progress_at"):
            said.append(_("Last progress: %(day)s.") % {"day": self.day(at)})
        if brief.get("tried") and not why.get("reached_at"):
            tries = ngettext("Tried once by phone, not reached.", "Tried %(count)s times by phone, not reached.", brief["tried"])
            said.append(tries % {"count": brief["tried"]})
        return said

    def told(self, row: Row) -> BriefLine:
        known = str(KNOWN_FROM.get(row.get("evidence", 0), ""))
        return BriefLine(row["label"], row["value"], small=joined(known, say_source(row.get("source", "")), self.day(row["at"])))

    def question(self, row: Row) -> BriefLine:
        before = _("asked before, not answered") if row.get("asked_before") else ""
        return BriefLine(row["label"], row.get("ask") or row["label"], small=before)

    def promise(self, row: Row) -> BriefLine:
        due = row.get("local_time", "").replace("T", ", ") or self.day(row.get("due_at", ""))
        text = str(Signal.Kind(row["kind"]).label).capitalize()
        return BriefLine("", f"{text}: {due}" if due else text, small=joined(row.get("who", ""), self.day(row["at"])))

    def touch(self, row: Row) -> BriefLine:
        said = Touch(
            channel=row["channel"],
            direction=row["direction"],
            disposition=row["disposition"],
            purpose=row.get("purpose", ""),
            seconds=row.get("seconds", 0),
            args={"subject": row.get("subject", "")},
        )
        text, subject = describe_touch(said), row.get("subject", "")
        if subject not in text and row["channel"] == Channel.WEB:
            text = f"{text}: {subject}"
        words = row.get("learned") or row.get("note", "")
        return BriefLine("", text, words=words, small=joined(row.get("who", ""), self.day(row["at"])), mark=mark_of(said))

    def inquiry(self, row: Row) -> BriefLine:
        text = _("“%(topic)s”") % {"topic": row["topic"]} if row.get("topic") else _("Inquiry")
        asked = _("asked to be contacted") if row.get("wants_contact") else ""
        return BriefLine("", text, words=row.get("text", ""), small=joined(row["source"], self.day(row.get("at", "")), asked))

    def wish(self, row: Row) -> BriefLine:
        until = datetime.fromisoformat(row["until_at"]) if row.get("until_at") else None
        wish = Wish(kind=row["kind"], channel=row.get("channel", ""), until_at=until, words=row.get("words", ""))
        return BriefLine("", say_wish(wish, zone=self.zone), small=self.day(row.get("at", "")))

    def permission(self, row: Row) -> BriefLine:
        return BriefLine("", say_permission(row["channel"], row["kind"]), small=self.day(row.get("at", "")))

    def opening(self, row: Row) -> str:
        """The words to begin with: the answer they gave last, and when. A note is a rep's, told as one; old briefs kept it as `said`."""
        said, about = row.get("said", "").rstrip("."), row.get("about", "")
        noted = row.get("noted", "").rstrip(".") or said
        if not noted:
            return _("Nothing was heard from them in their own words yet: begin with their inquiry.")
        day = date_format(datetime.fromisoformat(row["at"]).astimezone(ZoneInfo(self.zone)), "j F")
        if said and about:
            return _("On %(day)s you told us about “%(about)s”: %(said)s.") % {"day": day, "about": about, "said": said}
        return _("Our own note of %(day)s, not their words: %(noted)s.") % {"day": day, "noted": noted}
