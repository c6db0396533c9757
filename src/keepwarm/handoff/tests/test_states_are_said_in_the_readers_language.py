"""Where a hand-off stands, and for which side somebody signed, is told in the reader's language: every word can be translated."""

import pytest
from django.db.models import TextChoices
from django.utils.functional import Promise

from keepwarm.handoff.models import Asking, HandOff, Notice, ReturnReason
from keepwarm.policy.models import Signature

SHOWN = (HandOff.State, HandOff.Introduce, HandOff.Closed, Asking.Outcome, ReturnReason.Goes, Notice.Kind, Signature.Side)


@pytest.mark.parametrize("words", SHOWN, ids=lambda words: words.__qualname__)
def test_every_word_can_be_translated(words: type[TextChoices]) -> None:
    assert [one.name for one in words if not isinstance(one._label_, Promise)] == []
