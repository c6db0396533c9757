"""What a lead is, agreed: a draft that makes sense is signed, and with both signatures everyone is to be judged anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from keepwarm.policy.actions import DefinitionRefused, sign_draft
from keepwarm.policy.models import DefinitionDraft
from keepwarm.policy.queries import definition_in_force, definition_of_draft, draft_by_ref
from keepwarm.qualification.models import Rejudging
from keepwarm.qualification.queries.checking import check_definition
from keepwarm.staff.models import User


class DraftHasProblems(DefinitionRefused):
    """A draft that nobody can meet, or that says nothing, is not signed; the sentence is the first of its problems."""


def sign(ref: str, side: str, *, revision: int, by: User, now: datetime, comment: str = "") -> DefinitionDraft:
    """Sign a draft for one side. When it comes into force with that, a row asks that everyone be judged anew."""
    with transaction.atomic():
        draft = draft_by_ref(ref, lock=True)
        if draft is not None and draft.became_id is None and draft.revision == revision:
            _check(draft)
        was = definition_in_force().version
        draft = sign_draft(ref, side, revision=revision, by=by, now=now, comment=comment)
        if draft.became is not None:
            Rejudging.objects.create(definition=draft.became.number, was=was, by=by, asked_at=now)
    return draft


def _check(draft: DefinitionDraft) -> None:
    errors = [one for one in check_definition(definition_of_draft(draft)) if not one.is_warning]
    if errors:
        raise DraftHasProblems(gettext("This cannot be signed yet. %(problem)s") % {"problem": errors[0].sentence})
