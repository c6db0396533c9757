"""Facts mended on the spot: wishes recorded and lifted, answers, who they are, how to reach them, doubts and merges."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keepwarm.circle.actions import unmerge
from keepwarm.circle.actions.mending import SHARED, answer_doubt, mend_address, mend_person, put_right
from keepwarm.circle.actions.wishes import lift_and_settle, withdraw_and_settle
from keepwarm.circle.models import Merge
from keepwarm.consent.models import Permission, Wish
from keepwarm.decisions.actions import log_touch
from keepwarm.desk.forms.facts import AddressForm, AddressStateForm, AnswerForm, CorrectForm, LiftForm, WishForm
from keepwarm.desk.views.small import About, small_button, small_form
from keepwarm.prospects.models import Address, Doubt


@small_form("wish", said=_("Their wish holds from now on."))
def record_wish(form: WishForm, about: About) -> None:
    """What they asked for, from now on."""
    log_touch(form.as_touch(zone=about.zone, **about.whose), **about.who)


@small_form("lift", said=_("The wish no longer holds."))
def lift(form: LiftForm, about: About) -> None:
    """A wish no longer holds, by their own word."""
    row = get_object_or_404(Wish, ref=about.named["wish"], prospect=about.prospect)
    lift_and_settle(row, because=form.cleaned_data["because"], **about.who)


@small_form("answer", said=_("Kept. The answer before stays in the history."))
def answer(form: AnswerForm, about: About) -> None:
    """An answer, new or corrected."""
    log_touch(form.as_touch(**about.whose), **about.who)


@small_form("correct", said=_("Mended."))
def correct(form: CorrectForm, about: About) -> None:
    """Who they are, mended."""
    mend_person(about.prospect, form.fields_wanted(), version=form.cleaned_data["version"], **about.who)


@small_form("address", said=_("Added."))
def add(form: AddressForm, about: About) -> None:
    """A new way to reach them."""
    data = form.cleaned_data
    mend_address(about.prospect, data["kind"], data["value"], label=data["label"], first=data["first"], **about.who)


@small_button(said=_("Nothing was changed."))
def change_address(about: About) -> str | Promise:
    """An address that reaches them no more, does after all, or is the firm's."""
    row, form = get_object_or_404(about.prospect.addresses, ref=about.named["address"]), AddressStateForm(about.sent)
    if not form.is_valid():
        return ""
    state = form.cleaned_data["state"]
    put_right(about.prospect, row.ref, state, **about.who)
    if state == SHARED:
        return _("Shared: others use it too, so it is tried after their own.")
    if state == Address.State.OK:
        return _("In use again. The next step is decided with it.")
    return _("Out of use. The next step is decided with what is left.")


@small_button(said=_("Withdrawn. The proof of how it was given stays."))
def withdraw(about: About) -> None:
    """A permission taken back by their word."""
    row = get_object_or_404(Permission, pk=about.named["permission"], prospect=about.prospect)
    withdraw_and_settle(row, **about.who)


@small_button(said=_("Thank you: it is settled, and can be undone."))
def settle(about: About) -> None:
    """The same person, or two."""
    row = get_object_or_404(Doubt, Q(a=about.prospect) | Q(b=about.prospect), pk=about.named["doubt"])
    answer_doubt(row, about.prospect, about.sent.get("verdict", ""), **about.who)


@small_button(said=_("Two people again."))
def undo_merge(about: About) -> None:
    """They were two people after all."""
    row = get_object_or_404(Merge, ref=about.named["merged"], winner=about.prospect)
    unmerge(row.ref, **about.who)
