"""Every write of what the house agreed: the values of the policy, and the definition of a lead."""

from keepwarm.policy.actions.definitions import (
    DefinitionRefused,
    Drafted,
    StaleDraft,
    begin_draft,
    change_draft,
    comment_on_draft,
    sign_draft,
    withdraw_draft,
)
from keepwarm.policy.actions.policy import PolicyRefused, change_policy, check_value

__all__ = [
    "DefinitionRefused",
    "Drafted",
    "PolicyRefused",
    "StaleDraft",
    "begin_draft",
    "change_draft",
    "change_policy",
    "check_value",
    "comment_on_draft",
    "sign_draft",
    "withdraw_draft",
]
