"""What the customer is written: the promises of their sale, the open question, a change that needs their yes. In their language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keepwarm.customers.links import asked_url, change_url
from keepwarm.customers.models import Asked, Promise, PromiseChange
from keepwarm.prospects.models import Prospect


@dataclass(frozen=True, slots=True)
class Told:
    """Subject and text of a mail."""

    subject: str
    text: str


def language_of(prospect: Prospect) -> str:
    """The language we have for them, as far as there is one."""
    return prospect.language.split("-")[0] if prospect.language else translation.get_language() or "en"


def tell_promises(asked: Asked, promises: Sequence[Promise], seller: str) -> Told:
    """The confirmation: everything that was promised, each with its day; or that nothing was beyond the quote."""
    with translation.override(language_of(asked.prospect)):
        parts = [_greeting(asked.prospect), _("thank you for your order: %(what)s.") % {"what": asked.sale.offering.name}]
        if promises:
            parts.append(_("This is what we promised you:") + "\n" + "\n".join(_line(one) for one in promises))
        else:
            parts.append(_("Beyond what stands in the quote we promised you nothing more."))
        parts.append(_("Is something missing, or different from what you were told? Please say so here: %(url)s") % _url(asked))
        parts.append(seller)
        return Told(_("What we promised you: %(what)s") % {"what": asked.sale.offering.name}, _joined(parts))


def tell_asked(asked: Asked, seller: str) -> Told:
    """The open question, with nothing put into their mouth."""
    with translation.override(language_of(asked.prospect)):
        parts = [
            _greeting(asked.prospect),
            _("some time ago you bought from us: %(what)s. What were you promised then, and did it come true?")
            % {"what": asked.sale.offering.name},
            _("One click tells us, and a few words if you like: %(url)s") % _url(asked),
            _("We ask because we want to hear it from you, also where we were wrong."),
            seller,
        ]
        return Told(_("Did it come as we promised?"), _joined(parts))


def tell_change(change: PromiseChange, seller: str) -> Told:
    """Old and new beside each other, and the way to say yes or no. Without their yes nothing changes."""
    promise = change.promise
    with translation.override(language_of(promise.prospect)):
        parts = [
            _greeting(promise.prospect),
            _("we promised you:") + "\n" + _line(promise),
            _("We would like to change it to:") + "\n" + _dated(change.what, change.due_on),
            _("The reason: %(because)s") % {"because": change.because},
            _("Nothing changes without your yes. Please answer here: %(url)s") % {"url": change_url(change.ref)},
            seller,
        ]
        return Told(_("May we change what we promised?"), _joined(parts))


def _greeting(prospect: Prospect) -> str:
    return _("Hello %(name)s,") % {"name": prospect.name}


def _url(asked: Asked) -> dict[str, str]:
    return {"url": asked_url(asked.ref)}


def _line(promise: Promise) -> str:
    return _dated(promise.what, promise.due_on)


def _dated(what: str, due_on: date) -> str:
    return "- " + _("%(what)s, by %(day)s") % {"what": what, "day": date_format(due_on, _("j F Y"))}


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
