"""How a call ended: nine dispositions, what was learned, answers, wishes, and what comes next. Also for calls from them, and visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keepwarm.answers.models import Question
from keepwarm.consent.models import Channel as ConsentChannel
from keepwarm.consent.models import Wish
from keepwarm.decisions.batch import Choice, NewAnswer, NewTouch, NewWish
from keepwarm.desk.forms.moments import ClockField, DayField, moment_of
from keepwarm.desk.queries.asking import ASKED, OpenQuestion
from keepwarm.engine.words import LIVE, ON_DESK, TRAITS, Disposition, Evidence, NextStep
from keepwarm.phone.actions import is_number
from keepwarm.prospects.models import Prospect
from keepwarm.prospects.places import UnreadablePhone, read_phone
from keepwarm.prospects.words import CHOSEN
from keepwarm.touches.models import Channel, Direction

LONGEST_CALL = timedelta(hours=4)
"""A call timer that ran longer was forgotten: no length is kept then."""
ONLY_POST = "only_post"
ONLY_WRITTEN = "only_written"
WISHES = [
    ("", gettext_lazy("no wish")),
    (Wish.Kind.NOT_BEFORE, gettext_lazy("not before a day")),
    (ONLY_POST, gettext_lazy("only by post")),
    (ONLY_WRITTEN, gettext_lazy("only in writing, no calls")),
    (Wish.Kind.STOP, gettext_lazy("nothing at all any more")),
]
TOLD = ("who", "direct_line", "best_time")
"""What somebody else may say; kept with the touch."""
STEPS = [
    ("", gettext_lazy("as proposed")),
    (NextStep.CALL, gettext_lazy("call")),
    (NextStep.WRITE, gettext_lazy("write")),
    (NextStep.KEEP_WARM, gettext_lazy("keep warm")),
]
THEIRS = tuple(one for one in ON_DESK if TRAITS[one].is_live or TRAITS[one].needs_name or TRAITS[one].number == "left")
"""How a call of theirs can end: somebody was on the line, so it was neither busy nor a machine of theirs."""
CLOSED_BY: dict[str, tuple[str, ...]] = {
    ONLY_POST: (ConsentChannel.PHONE, ConsentChannel.EMAIL, ConsentChannel.MAILING),
    ONLY_WRITTEN: (ConsentChannel.PHONE,),
}
"""Which channels a wish closes."""


class EndingForm(forms.Form):
    """Nothing is preselected. `questions`: the open ones, the one to ask next first; `incoming`: they called us."""

    disposition = forms.ChoiceField(
        label=gettext_lazy("How did it end?"),
        choices=[(str(one), gettext_lazy(TRAITS[one].label)) for one in ON_DESK],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it ended: a key from 1 to 9.")},
    )
    learned = forms.CharField(
        label=gettext_lazy("What was learned, in one line"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("as it should stand on the report")}),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    who = forms.CharField(label=gettext_lazy("Who answered?"), max_length=120, required=False)
    direct_line = forms.CharField(label=gettext_lazy("Direct line"), max_length=60, required=False)
    best_time = forms.CharField(label=gettext_lazy("Best time"), max_length=60, required=False)
    best_on = DayField(label=gettext_lazy("Try them on"), required=False)
    best_at = ClockField(label=gettext_lazy("at, their time"), required=False)
    call_back_on = DayField(label=gettext_lazy("Promised to call on"), required=False)
    call_back_at = ClockField(label=gettext_lazy("at, their time"), required=False)
    wish = forms.ChoiceField(label=gettext_lazy("They wish"), choices=WISHES, required=False)
    wish_until = DayField(label=gettext_lazy("Until"), required=False)
    wish_words = forms.CharField(label=gettext_lazy("In their words"), max_length=300, required=False)
    then = forms.ChoiceField(label=gettext_lazy("Next step"), choices=STEPS, required=False)
    then_on = DayField(label=gettext_lazy("On"), required=False)
    then_reason = forms.ChoiceField(
        label=gettext_lazy("Kept warm because"), choices=[("", gettext_lazy("as said below")), *CHOSEN], required=False
    )
    then_because = forms.CharField(label=gettext_lazy("Why?"), max_length=300, required=False)
    nothing_learned = forms.BooleanField(required=False, widget=forms.HiddenInput)
    dialled = forms.CharField(required=False, widget=forms.HiddenInput)
    shown_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    started_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, prospect: Prospect, zone: str, questions: Sequence[OpenQuestion] = (), incoming: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if incoming:
            self.fields["disposition"].choices = [(str(one), gettext_lazy(TRAITS[one].label)) for one in THEIRS]  # type: ignore[attr-defined]
        self.prospect, self.zone, self.questions = prospect, zone, tuple(questions)
        for question in self.questions:
            self.fields[f"answer_{question.key}"] = answer_field(question)
            self.fields[f"asked_{question.key}"] = forms.BooleanField(label=_("asked, no answer yet"), required=False)

    @property
    def asking(self) -> list[tuple[OpenQuestion, forms.BoundField, forms.BoundField]]:
        """Each open question with its field and the tick that it was asked in vain."""
        return [(one, self[f"answer_{one.key}"], self[f"asked_{one.key}"]) for one in self.questions]

    @property
    def show_answers(self) -> str:
        """The keys of the endings with which the questions show."""
        return " ".join(str(TRAITS[one].key) for one in ON_DESK if TRAITS[one].asks_answers)

    @property
    def show_who(self) -> str:
        """The keys of the endings with which it asks who answered."""
        return " ".join(str(TRAITS[one].key) for one in ON_DESK if TRAITS[one].needs_name)

    def clean(self) -> dict[str, Any]:
        """What belongs together: a day for a wish and for a chosen step, and one word more when nothing was learned."""
        data = super().clean() or self.cleaned_data
        if data.get("wish") == Wish.Kind.NOT_BEFORE and not data.get("wish_until"):
            self.add_error("wish_until", _("Not before which day?"))
        if data.get("call_back_at") and not data.get("call_back_on"):
            self.add_error("call_back_on", _("On which day?"))
        if data.get("best_at") and not data.get("best_on"):
            self.add_error("best_on", _("On which day?"))
        self._check_choice(data)
        if self._learned_nothing(data):
            self.data = remember(self.data, "nothing_learned", "on")
            self.add_error("learned", _("You reached them: what was learned? Save again if it was nothing."))
        return data

    def clean_direct_line(self) -> str:
        """A number that can be dialled from here, or an extension of a few digits, which stays in words."""
        raw = str(self.cleaned_data["direct_line"]).strip()
        try:
            if is_number(raw):
                read_phone(raw, self.prospect.place[:2])
        except UnreadablePhone as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return raw

    def _check_choice(self, data: dict[str, Any]) -> None:
        if not data.get("then"):
            return
        if not data.get("then_on"):
            self.add_error("then_on", _("On which day?"))
        if not data.get("then_because"):
            self.add_error("then_because", _("Say in a few words why, so that whoever comes next understands it."))

    def _learned_nothing(self, data: dict[str, Any]) -> bool:
        """Reached, and not a word of it. Asked once: the form comes back with `nothing_learned` set."""
        if data.get("disposition") != Disposition.REACHED or data.get("nothing_learned"):
            return False
        said = [data.get("learned"), data.get("note"), data.get("wish"), data.get("call_back_on")]
        return not any(said) and not any(data.get(f"answer_{one.key}") for one in self.questions)

    def as_touch(self, *, seat_id: int | None, address_id: int | None, now: datetime, direction: str = Direction.OUT) -> NewTouch:
        """The touch to log. `zone` of the form is where the promised time and the days are meant."""
        data = self.cleaned_data
        choice, recycle_until = self._next()
        return NewTouch(
            prospect_id=self.prospect.pk,
            channel=Channel.PHONE,
            direction=direction,
            disposition=data["disposition"],
            happened_at=now,
            seat_id=seat_id,
            seconds=seconds_since(data.get("started_at"), now) if data["disposition"] in LIVE else 0,
            learned=data["learned"],
            note=data["note"],
            args=self._args(),
            answers=self.answers(Evidence.CONVERSATION),
            wishes=self.wishes(),
            call_back_at=self.call_back(),
            choice=choice,
            recycle_until=recycle_until,
            recycle_reason=data["then_reason"] if recycle_until else "",
            because=data["then_because"] or data["learned"],
            address_id=address_id,
            version=data["version"],
        )

    def answers(self, evidence: Evidence) -> tuple[NewAnswer, ...]:
        """What they answered. Only a live talk is evidence of a conversation; what someone else said is hearsay."""
        if self.cleaned_data["disposition"] not in LIVE:
            evidence = Evidence.INFERRED
        said = ((one.key, str(self.cleaned_data.get(f"answer_{one.key}") or "").strip()) for one in self.questions)
        return tuple(NewAnswer(key, value, int(evidence)) for key, value in said if value)

    def wishes(self) -> tuple[NewWish, ...]:
        """What they wish, as the wishes that close channels or put them off, and the best time that somebody else gave."""
        best = self._told("best_time")
        given = (NewWish(Wish.Kind.BEST_TIME, ConsentChannel.PHONE, None, best),) if best else ()
        return given + self._own_wishes()

    def _own_wishes(self) -> tuple[NewWish, ...]:
        wish, words = self.cleaned_data["wish"], self.cleaned_data["wish_words"]
        if wish in CLOSED_BY:
            return tuple(NewWish(Wish.Kind.NO_CHANNEL, channel, None, words) for channel in CLOSED_BY[wish])
        if wish == Wish.Kind.NOT_BEFORE:
            until = moment_of(self.cleaned_data["wish_until"], None, zone=self.zone)
            return (NewWish(Wish.Kind.NOT_BEFORE, "", until, words),)
        return (NewWish(Wish.Kind.STOP, "", None, words),) if wish == Wish.Kind.STOP else ()

    def call_back(self) -> datetime | None:
        """The promised moment, in their local time."""
        day = self.cleaned_data["call_back_on"]
        return moment_of(day, self.cleaned_data["call_back_at"], zone=self.zone) if day else None

    def _next(self) -> tuple[Choice | None, datetime | None]:
        """A step the rep chose instead of the proposed one; keep warm is putting back until then."""
        step = self.cleaned_data["then"]
        if not step:
            return self._best_moment(), None
        due = moment_of(self.cleaned_data["then_on"], None, zone=self.zone)
        if step == NextStep.KEEP_WARM:
            return None, due
        return Choice(step, due, self.cleaned_data["then_because"]), None

    def _best_moment(self) -> Choice | None:
        """The day that somebody else named for reaching them: the next call is then, and the reason says from whom."""
        day = self._told("best_on")
        if not day:
            return None
        because = _("the best time, says %(who)s") % {"who": self._told("who") or _("who answered")}
        return Choice(NextStep.CALL, moment_of(day, self.cleaned_data["best_at"], zone=self.zone), because)

    def _told(self, name: str) -> Any:
        """What somebody else said; nothing when the call ended in another way after all."""
        return self.cleaned_data.get(name) if TRAITS[Disposition(self.cleaned_data["disposition"])].needs_name else None

    def _args(self) -> dict[str, Any]:
        """Who else answered, and what was asked in vain, so that it is not asked again."""
        data = self.cleaned_data
        said: dict[str, Any] = {name: data[name] for name in TOLD if self._told(name)}
        asked = [one.key for one in self.questions if data.get(f"asked_{one.key}") and not data.get(f"answer_{one.key}")]
        return said | ({ASKED: asked} if asked else {})


def answer_field(question: OpenQuestion) -> forms.CharField | forms.ChoiceField:
    """The field for an answer: a choice where the question has choices, else a line."""
    if question.kind == Question.Kind.YES_NO:
        return forms.ChoiceField(label=question.label, required=False, choices=[("", "–"), ("yes", _("yes")), ("no", _("no"))])
    if question.kind == Question.Kind.CHOICE and question.choices:
        return forms.ChoiceField(label=question.label, required=False, choices=[("", "–"), *((one, one) for one in question.choices)])
    return forms.CharField(
        label=question.label, required=False, max_length=500, widget=forms.TextInput(attrs={"placeholder": question.words})
    )


def seconds_since(started_at: datetime | None, now: datetime) -> int:
    """How long the call took; 0 when its start is unknown or the timer was forgotten."""
    if started_at is None or not timedelta() < now - started_at < LONGEST_CALL:
        return 0
    return int((now - started_at).total_seconds())


def remember(data: Any, name: str, value: object) -> Any:
    """What was sent, with one hidden field set for the next sending."""
    changed = data.copy()
    changed[name] = value
    return changed
