"""What guests are told, and when a seminar is, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.seminars.links import page_url, ticket_url
from keepwarm.seminars.models import Guest, Reminder, Seminar, Standing, Tell


@dataclass(frozen=True, slots=True)
class Told:
    """Subject and text of a mail."""

    subject: str
    text: str


def say_when(seminar: Seminar, zone: str = "") -> str:
    """Day and time, with the zone; and beside it the guest's own, where its clock shows another."""
    here = _("%(day)s, %(clock)s (%(zone)s)") % _parts(seminar, seminar.zone)
    if not zone or seminar.local(zone).utcoffset() == seminar.local().utcoffset():
        return here
    there = _("%(day)s, %(clock)s where you are (%(zone)s)") % _parts(seminar, zone)
    return f"{there} · {here}"


def _parts(seminar: Seminar, zone: str) -> dict[str, str]:
    local = seminar.local(zone)
    return {"day": date_format(local, _("l, j F Y")), "clock": f"{local:%H:%M}", "zone": zone.replace("_", " ")}


def say_where(seminar: Seminar) -> str:
    """The place, or that it is online."""
    return seminar.place or _("online")


_OPENINGS = {
    Tell.SEATED: (gettext_lazy("Your seat: %(title)s"), gettext_lazy("thank you. Your seat is reserved.")),
    Tell.WAITING: (
        gettext_lazy("On the waiting list: %(title)s"),
        gettext_lazy(
            "thank you. All seats are taken at the moment, so you are on the waiting list. When one becomes free we write at once."
        ),
    ),
    Tell.MOVED_UP: (
        gettext_lazy("A seat became free: %(title)s"),
        gettext_lazy("a seat became free, and it is yours. If you cannot come any more, please give it back: others wait for it."),
    ),
    Tell.CHANGED: (gettext_lazy("Changed: %(title)s"), gettext_lazy("the seminar has changed. This holds now:")),
    Tell.GAVE_BACK: (
        gettext_lazy("Your seat is given back: %(title)s"),
        gettext_lazy("you gave your seat back. Thank you for telling us."),
    ),
    Tell.CALLED_OFF: (
        gettext_lazy("Does not take place: %(title)s"),
        gettext_lazy("we are sorry: this seminar does not take place. You need do nothing."),
    ),
}
_REMINDERS = {
    Reminder.DAY: (gettext_lazy("Tomorrow: %(title)s"), gettext_lazy("tomorrow we meet:")),
    Reminder.HOUR: (gettext_lazy("In an hour: %(title)s"), gettext_lazy("in an hour we begin:")),
}


def tell(guest: Guest, what: str) -> Told:
    """The mail that tells a guest how they stand, in the language of the seminar. `what`: models.Tell or models.Reminder."""
    with translation.override(guest.seminar.language or translation.get_language() or "en"):
        subject, opening = (_OPENINGS | _REMINDERS)[what]  # type: ignore[index]
        parts = [_("Hello %(name)s,") % {"name": guest.name or guest.email}, str(opening), *_body(guest, what)]
        return Told(str(subject) % {"title": guest.seminar.title}, "\n\n".join(parts) + "\n")


def _body(guest: Guest, what: str) -> list[str]:
    seminar = guest.seminar
    where = say_where(seminar)
    about = [f"{seminar.title}\n{say_when(seminar, guest.zone)}\n{where}"]
    if what == Tell.CALLED_OFF:
        return about
    if what == Tell.GAVE_BACK:
        return [*about, _("Should you be able to come after all: %(url)s") % {"url": page_url(seminar.ref)}]
    if guest.standing == Standing.WAITING:
        return [*about, _("Not waiting any more? %(url)s") % {"url": ticket_url(guest.ref)}]
    online = [_("To take part: %(url)s") % {"url": seminar.link}] if seminar.link else []
    return [*about, *online, _("Your ticket, and the way to give your seat back: %(url)s") % {"url": ticket_url(guest.ref)}]
