"""A definition and a draft as data, for the API and the command line. Conditions in their text form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keepwarm.engine.conditions.text import to_text
from keepwarm.policy.models import DefinitionDraft, Signature
from keepwarm.policy.queries import definition_of_draft, signatures_of
from keepwarm.qualification.queries.definitions import Shown, newer_version, show_definition, warn_of_newer


def definition_as_json(shown: Shown, signed: Sequence[Signature]) -> dict[str, Any]:
    """A definition with its words, its problems, and who signed it."""
    definition, lines = shown.definition, shown.lines
    return {
        "version": definition.version,
        "provisional": definition.provisional,
        "supporting_needed": definition.supporting_needed,
        "criteria": [
            {
                "name": one.name,
                "label": one.label,
                "group": one.group.value,
                "own_group": one.own_group,
                "required": one.required,
                "evidence": [kind.name.lower() for kind in sorted(one.evidence, reverse=True)],
                "condition": to_text(one.condition),
                "words": lines[one.name].words,
            }
            for one in definition.criteria
        ],
        "problems": _problems(shown),
        "signatures": [signature_as_json(one) for one in signed],
    }


def draft_as_json(draft: DefinitionDraft) -> dict[str, Any]:
    """A draft with its revision and what became of it."""
    shown = show_definition(definition_of_draft(draft), check=True)
    return definition_as_json(shown, signatures_of(draft)) | {
        "ref": draft.ref,
        "revision": draft.revision,
        "because": draft.because,
        "based_on": draft.based_on,
        "newer_version": newer_version(draft),
        "warning": warn_of_newer(draft),
        "version": draft.became.number if draft.became else None,
        "withdrawn": draft.withdrawn_at is not None,
    }


def signature_as_json(one: Signature) -> dict[str, Any]:
    """Who signed for which side."""
    return {"side": one.side, "by": one.user.name, "at": one.at.isoformat(), "comment": one.comment}


def _problems(shown: Shown) -> list[dict[str, Any]]:
    found = dict.fromkeys([*shown.problems, *(problem for line in shown.lines.values() for problem in line.problems)])
    return [{"sentence": one.sentence, "criteria": list(one.names), "is_warning": one.is_warning} for one in found]
