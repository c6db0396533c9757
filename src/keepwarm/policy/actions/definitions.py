"""Every write of what a lead is: a draft is begun, changed and talked about; signed by both sides it is a version in force.

Whether a draft makes sense is judged where the questions of the house are known (`qualification`); who may sign, here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, gettext_noop

from keepwarm.engine.lead import Criterion
from keepwarm.lib.refusal import Refusal
from keepwarm.policy.definitions import difference_words, differences, read_criteria, write_criteria
from keepwarm.policy.models import DefinitionDraft, DefinitionVersion, DraftComment, DraftRevision, Signature
from keepwarm.policy.queries import definition_in_force, definition_of_draft, draft_by_ref, signatures_of, values_in_force
from keepwarm.policy.roles import DRAFTS, SIGNS, TALKS, are_of_their_sides
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours, require_role

SIDES = {Signature.Side.MARKETING.value: gettext_noop("marketing"), Signature.Side.SALES.value: gettext_noop("sales")}


class DefinitionRefused(Refusal):
    """Something that cannot be done with this draft; the sentence says why."""


class StaleDraft(DefinitionRefused):
    """The draft was changed by somebody else since it was read; the sentence says what changed."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a draft says: its criteria, how many of the supporting ones are needed, and what is to be better with it."""

    criteria: Sequence[Criterion]
    supporting_needed: int = 0
    because: str = ""


def begin_draft(*, by: User | None, now: datetime, empty: bool = False) -> DefinitionDraft:
    """A draft that starts from what holds now: the version in force, or the provisional definition; or from nothing."""
    require_role(by, *DRAFTS)
    held = definition_in_force()
    criteria = [] if empty else write_criteria(held.criteria, translate=gettext if held.provisional else str)
    with transaction.atomic():
        draft = DefinitionDraft.objects.create(
            based_on=held.version,
            criteria=criteria,
            supporting_needed=0 if empty else held.supporting_needed,
            by=by,
            made_at=now,
            changed_at=now,
        )
        _keep_revision(draft, by=by, now=now)
    return draft


def change_draft(ref: str, drafted: Drafted, *, revision: int, by: User | None, now: datetime) -> DefinitionDraft:
    """Write a draft anew; signatures of the revision before are void. `revision` is the one that was read.

    Raises StaleDraft when somebody changed it meanwhile. Nothing is written when nothing is different.
    """
    require_role(by, *DRAFTS)
    with transaction.atomic():
        draft = _open_draft(ref)
        _check_revision(draft, revision)
        criteria, because = write_criteria(drafted.criteria), drafted.because.strip()[:300]
        if (criteria, drafted.supporting_needed, because) == (draft.criteria, draft.supporting_needed, draft.because):
            return draft
        draft.criteria, draft.supporting_needed, draft.because = criteria, drafted.supporting_needed, because
        draft.revision, draft.changed_at = draft.revision + 1, now
        draft.save(update_fields=["criteria", "supporting_needed", "because", "revision", "changed_at"])
        _keep_revision(draft, by=by, now=now)
    return draft


def comment_on_draft(ref: str, text: str, *, by: User, now: datetime) -> DraftComment:
    """Say something about a draft without signing it."""
    require_role(by, *TALKS)
    if not text.strip():
        raise DefinitionRefused(gettext("Write something first."))
    with transaction.atomic():
        draft = _open_draft(ref)
        return DraftComment.objects.create(draft=draft, user=by, text=text.strip()[:1000], revision=draft.revision, at=now)


def withdraw_draft(ref: str, *, by: User | None, now: datetime) -> DefinitionDraft:
    """Take a draft back; it stays readable."""
    require_role(by, *DRAFTS)
    with transaction.atomic():
        draft = _open_draft(ref)
        draft.withdrawn_at = now
        draft.save(update_fields=["withdrawn_at"])
    return draft


def sign_draft(ref: str, side: str, *, revision: int, by: User, now: datetime, comment: str = "") -> DefinitionDraft:
    """Sign for one side. With the second side's signature the draft is a version in force; then `became` is set.

    Raises StaleDraft, NotYours and DefinitionRefused. The draft is locked: of two at once each sees the other.
    """
    with transaction.atomic():
        draft = _open_draft(ref)
        _check_revision(draft, revision)
        _check_signer(draft, side, by)
        Signature.objects.create(draft=draft, side=side, revision=revision, user=by, comment=comment.strip()[:500], at=now)
        signed = signatures_of(draft)
        note_in_audit("definition-signed", {"draft": ref, "revision": revision, "side": side}, by=by, now=now)
        if {one.side for one in signed} == set(SIDES):
            _put_in_force(draft, signed, by=by, now=now)
    return draft


def _check_signer(draft: DefinitionDraft, side: str, by: User) -> None:
    """Who may sign for this side: its roles, once, and not who signed the other, unless the house declared one for both.

    Declared or not, two people are one of marketing and one of sales: else two of one side would stand there as an agreement.
    """
    if side not in SIDES:
        raise DefinitionRefused(gettext("Sign for marketing or for sales."))
    one_for_both = bool(values_in_force()["one_signs_for_both"])
    allowed = SIGNS[side] | DRAFTS if one_for_both else SIGNS[side]
    if not by.has_role(*allowed):
        raise NotYours(gettext("Your role does not sign for %(side)s.") % {"side": gettext(SIDES[side])})
    for one in signatures_of(draft):
        _check_beside(one, side, by, one_for_both=one_for_both)


def _check_beside(one: Signature, side: str, by: User, *, one_for_both: bool) -> None:
    """Whether `by` may sign for `side` beside a signature that stands."""
    said = {"who": one.user.name, "side": gettext(SIDES[one.side])}
    if one.side == side:
        raise DefinitionRefused(gettext("%(who)s has signed this for %(side)s already.") % said)
    if one.user_id == by.pk and not one_for_both:
        raise DefinitionRefused(
            gettext(
                "You have signed this for %(side)s. The other side must be signed by another person: two people agree. "
                "A house without two teams may declare in its policy that one signs for both."
            )
            % said
        )
    if one.user_id != by.pk and not are_of_their_sides(((side, by), (one.side, one.user))):
        raise DefinitionRefused(
            gettext(
                "%(who)s has signed this for %(side)s. Two people sign each for their own side; that one signs for both is "
                "for one person alone."
            )
            % said
        )


def _put_in_force(draft: DefinitionDraft, signed: Sequence[Signature], *, by: User, now: datetime) -> None:
    version = DefinitionVersion(
        number=(DefinitionVersion.objects.values_list("number", flat=True).order_by("-number").first() or 0) + 1,
        criteria=draft.criteria,
        supporting_needed=draft.supporting_needed,
        because=draft.because,
        in_force_at=now,
        signed_by_one=len({one.user_id for one in signed}) == 1,
    )
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError:
        raise DefinitionRefused(gettext("Another draft came into force at the same moment. Load the page again.")) from None
    draft.became = version
    draft.save(update_fields=["became"])
    signers = {one.side: one.user.ref for one in signed}
    note_in_audit("definition", {"number": version.number, "draft": draft.ref, "signed": signers}, by=by, now=now)


def _open_draft(ref: str) -> DefinitionDraft:
    """The draft, locked, and neither withdrawn nor in force."""
    draft = draft_by_ref(ref, lock=True)
    if draft is None:
        raise DefinitionRefused(gettext("There is no such draft."))
    if draft.became_id is not None:
        raise DefinitionRefused(gettext("This draft is in force already. Begin another to change what was agreed."))
    if draft.withdrawn_at is not None:
        raise DefinitionRefused(gettext("This draft was withdrawn."))
    return draft


def _check_revision(draft: DefinitionDraft, revision: int) -> None:
    if draft.revision == revision:
        return
    read = DraftRevision.objects.filter(draft=draft, number=revision).first()
    stands = definition_of_draft(draft)
    seen = replace(stands, criteria=read_criteria(read.criteria), supporting_needed=read.supporting_needed) if read else stands
    changed = "; ".join(difference_words(one) for one in differences(seen, stands))
    raise StaleDraft(
        gettext("Somebody changed this draft meanwhile: %(changed)s. Look at it as it stands now.")
        % {"changed": changed or gettext("what it is for")}
    )


def _keep_revision(draft: DefinitionDraft, *, by: User | None, now: datetime) -> None:
    """What was proposed and signed at each revision stays readable."""
    DraftRevision.objects.create(
        draft=draft, number=draft.revision, criteria=draft.criteria, supporting_needed=draft.supporting_needed, by=by, at=now
    )
