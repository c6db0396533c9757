"""Whether a letter is the right thing now: after a call attempt, within the share, or because it answers what was asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keepwarm.decisions.queries import Reason
from keepwarm.desk.queries.meters import Meters
from keepwarm.prospects.models import Prospect

ANSWERS = frozenset({"reply_to_answer", "contact_asked_in_writing"})
"""Rules whose letter answers what they asked in writing: never refused."""


@dataclass(frozen=True, slots=True)
class LetterAdvice:
    """`short` stands on the button, `sentence` in the form. `is_fine`: nothing speaks against a letter now."""

    short: str
    sentence: str
    is_fine: bool


def advise_letter(prospect: Prospect, reason: Reason, *, meters: Meters, written_only: bool) -> LetterAdvice:
    """What speaks for or against a letter to this person now. Pure."""
    if reason.rule in ANSWERS:
        return LetterAdvice(_("answer what they asked"), _("They asked in writing: an answer is never refused."), is_fine=True)
    if written_only:
        return LetterAdvice(_("their wish: in writing"), _("They wish to be written to, not phoned: serve them in full."), is_fine=True)
    if not prospect.attempts and not prospect.reached and prospect.next_step != "write":
        return LetterAdvice(
            _("call first"),
            _("Nobody has tried to reach them by phone yet. A letter follows a call, it does not replace it."),
            is_fine=False,
        )
    if meters.letters_left < 1:
        return LetterAdvice(_("no letter left"), meters.spent, is_fine=False)
    left = ngettext("%(count)s letter left", "%(count)s letters left", meters.letters_left) % {"count": meters.letters_left}
    left = left if meters.is_known else _("a letter is free")
    after = _("after a call attempt") if prospect.attempts else _("after your talk") if prospect.reached else _("as proposed")
    return LetterAdvice(f"{after}; {left}", _("A short one, with one ask: a time to talk."), is_fine=True)
