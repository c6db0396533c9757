"""One criterion as a form: what it is called, which rows must hold, and which evidence counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from keepwarm.answers.models import Question
from keepwarm.engine.conditions.tree import Condition
from keepwarm.engine.lead import Criterion, Group
from keepwarm.engine.lead_problems import EVIDENCE
from keepwarm.engine.words import Evidence
from keepwarm.policy.definition_file import LONGEST_GROUP
from keepwarm.qualification.queries.checking import house_questions
from keepwarm.qualification.queries.definitions import GROUPS
from keepwarm.qualification.rows import FITTING, HOWS, Row, RowRefused, choices_of, condition_of_row, join_rows, rows_of

MOST_ROWS = 12
LONGEST_NAME = 60
REQUIRED, SUPPORTING = "required", "supporting"


@dataclass(frozen=True, slots=True)
class RowFields:
    """The fields of one row, and the answers that its question may have."""

    number: int
    question: forms.BoundField
    how: forms.BoundField
    value: forms.BoundField
    choices: tuple[str, ...]
    list_id: str


class CriterionForm(forms.Form):
    """`revision` is that of the draft as it was read; `count` how many rows the page shows."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ROWS, required=False)
    label = forms.CharField(label=_("What is it called?"), max_length=80, help_text=_("Two or three words, as you say it: Big enough"))
    group = forms.ChoiceField(label=_("What is it about?"), choices=list(GROUPS.items()))
    own_group = forms.CharField(
        label=_("What do you call it?"),
        max_length=LONGEST_GROUP,
        required=False,
        help_text=_("Where it is about something of your own: Safety"),
    )
    weight = forms.ChoiceField(
        label=_("How much does it count?"),
        choices=[(REQUIRED, _("required: without it nobody is a lead")), (SUPPORTING, _("supporting: some of these are needed"))],
        widget=forms.RadioSelect,
        initial=REQUIRED,
    )
    joined = forms.ChoiceField(
        label=_("Which of the lines must hold?"),
        choices=[("all", _("all of them")), ("any", _("any of them"))],
        widget=forms.RadioSelect,
        initial="all",
    )
    evidence = forms.MultipleChoiceField(
        label=_("From where must we know it?"),
        choices=[(str(int(kind)), _(words)) for kind, words in EVIDENCE.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("An answer from elsewhere is kept, and does not count here. A click, a download or a reply is never an answer."),
    )

    def __init__(self, data: Any = None, *, criterion: Criterion | None, draft_revision: int, count: int = 1) -> None:
        self.criterion, self.questions = criterion, house_questions()
        self.found = rows_of(criterion.condition) if criterion is not None else ((Row(),), False)
        initial = _initial(criterion, self.found) | {"revision": draft_revision}
        super().__init__(data, initial=initial)
        for field, words in (("evidence", EVIDENCE),):
            self.fields[field].choices = [(str(int(kind)), gettext(text)) for kind, text in words.items()]  # type: ignore[attr-defined]
        self.row_count = max(1, min(count, MOST_ROWS))
        rows = self.found[0] if self.found else ()
        for number in range(self.row_count):
            self._add_row(number, rows[number] if number < len(rows) else Row())
        self.initial["count"] = self.row_count
        self.condition: Condition | None = None

    @property
    def is_written(self) -> bool:
        """Whether the condition was written in text, in a way that rows cannot show: it stays unless rows are filled in."""
        return self.found is None

    @property
    def rows(self) -> list[RowFields]:
        """The rows of the page."""
        return [
            RowFields(number, self[f"question_{number}"], self[f"how_{number}"], self[f"value_{number}"], chosen, f"answers_{number}")
            for number in range(self.row_count)
            for chosen in [self._choices(number)]
        ]

    def clean(self) -> dict[str, Any]:
        """Rows to a condition; what is wrong with one is said at it."""
        data: dict[str, Any] = super().clean() or {}
        parts = [part for number in range(self.row_count) if (part := self._read(number, data)) is not None]
        if parts:
            self.condition = join_rows(parts, any_of=data.get("joined") == "any")
        elif self.is_written and self.criterion is not None:
            self.condition = self.criterion.condition
        elif not self.errors:
            self.add_error("question_0", gettext("Choose a question."))
        return data

    def as_criterion(self, taken: set[str]) -> Criterion:
        """What was written. A new criterion takes its name from its label, one that stands keeps it."""
        data, condition = self.cleaned_data, self.condition
        if condition is None:
            raise RowRefused(gettext("Choose a question."))
        return Criterion(
            name=self.criterion.name if self.criterion is not None else _free_name(data["label"], taken),
            label=data["label"].strip(),
            group=Group(data["group"]),
            condition=condition,
            evidence=frozenset(Evidence(int(kind)) for kind in data["evidence"]),
            required=data["weight"] == REQUIRED,
            own_group=" ".join(data["own_group"].split()) if data["group"] == Group.OWN else "",
        )

    def _add_row(self, number: int, row: Row) -> None:
        named = self.data.get(f"question_{number}", row.question) if self.is_bound else row.question
        question = self.questions.get(named)
        fitting = FITTING[Question.Kind(question.kind)] if question else tuple(HOWS)
        hows = [(how, HOWS[how]) for how in fitting]
        if row.question and row.question not in self.questions:
            hows = list(HOWS.items())
        asked = [("", "–"), *((key, gettext(one.label)) for key, one in self.questions.items())]
        if row.question and row.question not in self.questions:
            asked.append((row.question, gettext("%(key)s (not asked here)") % {"key": row.question}))
        self.fields[f"question_{number}"] = forms.ChoiceField(label=_("Question"), choices=asked, required=False, initial=row.question)
        self.fields[f"how_{number}"] = forms.ChoiceField(label=_("Comparison"), choices=hows, required=False, initial=row.how)
        value = forms.TextInput(attrs={"list": f"answers_{number}"})
        self.fields[f"value_{number}"] = forms.CharField(label=_("Value"), max_length=200, required=False, widget=value, initial=row.value)

    def _choices(self, number: int) -> tuple[str, ...]:
        return self._choices_of(self.questions.get(str(self[f"question_{number}"].value() or "")))

    @staticmethod
    def _choices_of(question: Question | None) -> tuple[str, ...]:
        return choices_of(question) if question else ()

    def _read(self, number: int, data: Mapping[str, Any]) -> Condition | None:
        question = self.questions.get(data.get(f"question_{number}", ""))
        if question is None:
            return None
        row = Row(question.key, data.get(f"how_{number}", ""), data.get(f"value_{number}", ""))
        try:
            return condition_of_row(row, question)
        except RowRefused as refusal:
            self.add_error(f"value_{number}", refusal.sentence)
            return None


def _initial(criterion: Criterion | None, found: tuple[tuple[Row, ...], bool] | None) -> dict[str, Any]:
    if criterion is None:
        return {"evidence": [str(int(Evidence.CONVERSATION))], "group": Group.NEED.value}
    return {
        "label": gettext(criterion.label),
        "group": criterion.group.value,
        "own_group": criterion.own_group,
        "weight": REQUIRED if criterion.required else SUPPORTING,
        "joined": "any" if found and found[1] else "all",
        "evidence": [str(int(kind)) for kind in criterion.evidence],
    }


def _free_name(label: str, taken: set[str]) -> str:
    """A name for life, made of the label."""
    stem = slugify(label).replace("-", "_")[: LONGEST_NAME - 3] or "criterion"
    names = [stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
