"""Below the agreed confidence a reply waits; a person chooses, the right next touch follows, and the choice is learned."""

from datetime import UTC, date, datetime, timedelta

import pytest

from keepwarm.consent.models import Channel, Suppression, Wish
from keepwarm.inbox.actions import choose_kind, give_to, leave_proposal, take_proposal
from keepwarm.inbox.actions.choosing import NoSuchDay, NothingToChoose
from keepwarm.inbox.actions.proposing import AlreadyDecided
from keepwarm.inbox.models import Lesson, Proposal, Received
from keepwarm.inbox.tests.conftest import LATER, Take, Written
from keepwarm.letters.models import PointToSay
from keepwarm.outbox.models import Message
from keepwarm.prospects.models import Address
from keepwarm.staff.queries import NotYours
from keepwarm.touches.models import Signal, Touch
from tests.cast import meet, user_of
from tests.mails import mail

ODD = "Zwei Birnen, drei Pflaumen.\n\nOn Tue Ines wrote:\n> unsubscribe\n"
"""Words that mean nothing to anybody."""
HOUR = timedelta(hours=1)


@pytest.fixture
def reply(written: Written, take: Take) -> Received:
    return take(mail(ODD, **written.thread))


def choose(reply: Received, written: Written, kind: str, **said: object) -> Received:
    return choose_kind(reply, kind, by=user_of(written.house.ines), now=LATER + HOUR, **said)  # type: ignore[arg-type]


def test_a_reply_that_nobody_understands_waits_and_the_rep_knows(reply: Received, written: Written) -> None:
    assert (reply.state, reply.prospect_id, reply.is_verified) == ("waits", written.anna.pk, True)
    assert reply.about == written.message
    assert Signal.objects.open().get(kind=Signal.Kind.REPLY).prospect_id == written.anna.pk
    assert written.fresh().because_rule == "reply_to_speak"
    assert "unsubscribe" not in reply.text


@pytest.mark.parametrize(
    ("kind", "rule", "waits"),
    [
        ("wants_call", "reply_to_speak", "call_me"),
        ("question", "reply_to_answer", "question"),
        ("interested", "reply_to_speak", "interest"),
        ("objection", "reply_to_speak", "other"),
        ("referral", "reply_to_speak", "other"),
        ("complaint", "reply_to_speak", "other"),
    ],
)
def test_what_needs_an_answer_is_answered_in_the_right_way(reply: Received, written: Written, kind: str, rule: str, waits: str) -> None:
    choose(reply, written, kind)
    assert written.fresh().because_rule == rule
    signal = Signal.objects.open().get(kind=Signal.Kind.REPLY)
    assert signal.args["kind"] == waits
    assert not written.fresh().is_lead


@pytest.mark.parametrize("kind", ["thanks_only", "auto_ack", "out_of_office", "not_now", "wrong_person", "unsubscribe", "left_company"])
def test_what_needs_no_answer_waits_for_none(reply: Received, written: Written, kind: str) -> None:
    choose(reply, written, kind)
    assert not Signal.objects.open().filter(kind=Signal.Kind.REPLY).exists()
    assert written.fresh().next_touch_at is not None


def test_not_now_is_not_before_the_morning_of_that_day(reply: Received, written: Written) -> None:
    choose(reply, written, "not_now", wake_on=date(2027, 3, 15))
    at = datetime(2027, 3, 15, 9, tzinfo=UTC)
    assert written.fresh().wake_at == at
    assert {wish.channel for wish in Wish.objects.filter(kind=Wish.Kind.NOT_BEFORE, until_at=at)} == {Channel.PHONE, Channel.EMAIL}


@pytest.mark.parametrize("kind", ["not_now", "wants_call", "out_of_office"])
@pytest.mark.parametrize("day", [date(2020, 3, 1), date(2026, 11, 18), date(2029, 3, 1)])
def test_a_day_gone_by_or_years_away_is_refused_and_changes_nothing(reply: Received, written: Written, kind: str, day: date) -> None:
    """Else the day that a person typed would be taken for none, and they came back on another, unsaid."""
    with pytest.raises(NoSuchDay):
        choose(reply, written, kind, wake_on=day)
    reply.refresh_from_db()
    assert (reply.state, Lesson.objects.exists(), Wish.objects.exists()) == ("waits", False, False)


def test_a_day_that_was_read_and_is_over_holds_nobody_up(reply: Received, written: Written) -> None:
    Received.objects.filter(pk=reply.pk).update(reading={"wake_on": "2026-11-10"})
    reply.refresh_from_db()
    assert choose(reply, written, "out_of_office", wake_on=date(2026, 11, 10)).state == "done"


def test_not_now_until_a_day_that_is_over_when_it_is_read_waits_for_nobody(reply: Received, written: Written) -> None:
    Received.objects.filter(pk=reply.pk).update(reading={"wake_on": "2026-11-10"})
    reply.refresh_from_db()
    choose(reply, written, "not_now")
    anna = written.fresh()
    assert (anna.wake_at, anna.because_rule) == (None, "reply_to_speak")
    assert not Wish.objects.exists()


def test_a_day_that_was_read_years_away_is_refused_as_well(reply: Received, written: Written) -> None:
    Received.objects.filter(pk=reply.pk).update(reading={"wake_on": "2028-11-10"})
    reply.refresh_from_db()
    with pytest.raises(NoSuchDay):
        choose(reply, written, "not_now")
    assert not Wish.objects.exists()


def test_a_day_that_was_read_wrongly_is_taken_out(reply: Received, written: Written) -> None:
    Received.objects.filter(pk=reply.pk).update(reading={"wake_on": "2026-12-10", "name": "Udo Uhl", "email": "udo@x.example"})
    reply.refresh_from_db()
    choose(reply, written, "wants_call", wake_on=None, name="", email="")
    assert not Signal.objects.filter(kind=Signal.Kind.CALL_BACK).exists()
    reply.refresh_from_db()
    assert (reply.reading["wake_on"], reply.reading["name"], reply.reading["email"]) == ("", "", "")


def test_a_call_on_a_day_is_a_promised_call(reply: Received, written: Written) -> None:
    choose(reply, written, "wants_call", wake_on=date(2026, 11, 25))
    assert Signal.objects.open().get(kind=Signal.Kind.CALL_BACK).due_at == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert written.fresh().because_rule == "promised_call"


def test_a_no_is_an_honourable_end(reply: Received, written: Written) -> None:
    choose(reply, written, "not_interested")
    assert written.fresh().end_reason == "said_no"


def test_whoever_wants_no_more_gets_no_more_from_this_moment(reply: Received, written: Written) -> None:
    choose(reply, written, "unsubscribe")
    assert {wish.channel for wish in Wish.objects.filter(kind=Wish.Kind.NO_CHANNEL)} == {Channel.MAILING, Channel.EMAIL}
    assert Suppression.objects.get().scope == Suppression.Scope.MAILING
    assert written.fresh().next_step != "write"


def test_whoever_wants_nothing_at_all_gets_nothing_at_all(written: Written, take: Take) -> None:
    choose(take(mail("Please do not contact me ever again. 3 pears.", **written.thread)), written, "unsubscribe")
    assert Wish.objects.filter(kind=Wish.Kind.STOP, prospect=written.anna).exists()


@pytest.mark.parametrize("kind", ["question", "wants_call", "interested", "complaint"])
def test_a_reply_of_friday_is_answered_though_a_person_reads_it_on_monday(reply: Received, written: Written, kind: str) -> None:
    choose_kind(reply, kind, by=user_of(written.house.ines), now=LATER + timedelta(days=4))
    assert Signal.objects.open().filter(prospect=written.anna, kind=Signal.Kind.REPLY).exists()
    assert written.fresh().because_rule.startswith("reply_")


@pytest.mark.parametrize("kind", ["not_interested", "not_now"])
def test_a_no_of_friday_holds_though_a_person_reads_it_on_monday(reply: Received, written: Written, kind: str) -> None:
    choose_kind(reply, kind, by=user_of(written.house.ines), now=LATER + timedelta(days=4))
    anna = written.fresh()
    assert anna.ended_at is not None or anna.wake_at is not None


def test_an_objection_stands_on_the_call_sheet(reply: Received, written: Written) -> None:
    choose(reply, written, "objection")
    assert "Pflaumen" in PointToSay.objects.get(prospect=written.anna).text


def test_an_address_of_somebody_who_left_is_used_no_more(reply: Received, written: Written) -> None:
    choose(reply, written, "left_company")
    assert written.address().state == Address.State.LEFT


def test_while_they_are_away_nothing_goes_and_the_round_goes_on(reply: Received, written: Written) -> None:
    choose(reply, written, "out_of_office", wake_on=date(2026, 12, 3))
    anna = written.fresh()
    assert anna.wake_at == datetime(2026, 12, 3, 9, tzinfo=UTC)
    assert anna.recycled_at is None
    assert anna.next_touch_at is not None
    assert anna.next_touch_at >= anna.wake_at


def test_whom_they_name_is_proposed_and_taken_in_by_a_person(reply: Received, written: Written) -> None:
    choose(reply, written, "referral", name="Udo Uhl", email="udo@arnold.example")
    proposal = Proposal.objects.get()
    assert (proposal.name, proposal.email, proposal.prospect) == ("Udo Uhl", "udo@arnold.example", written.anna)
    assert Message.objects.count() == 1
    ines = user_of(written.house.ines)
    udo = take_proposal(proposal.ref, name="", email="", by=ines, now=LATER + 2 * HOUR)
    assert (udo.name, udo.owner, udo.organization) == ("Udo Uhl", written.house.ines, written.anna.organization)
    assert Message.objects.count() == 1
    with pytest.raises(AlreadyDecided):
        leave_proposal(proposal.ref, by=ines, now=LATER)


def test_somebody_we_know_is_not_proposed_as_new(reply: Received, written: Written) -> None:
    udo = meet(written.house, "Udo Uhl", email="udo@arnold.example", phone="")
    choose(reply, written, "referral", name="Udo Uhl", email="udo@arnold.example")
    assert Proposal.objects.get().became == udo


def test_a_choice_is_learned_and_made_once(reply: Received, written: Written) -> None:
    choose(reply, written, "question")
    lesson = Lesson.objects.get()
    assert (lesson.kind, lesson.text.split(",")[0]) == ("question", "Zwei Birnen")
    assert Touch.objects.filter(channel="email", direction="in", voided_at__isnull=True).count() == 1
    with pytest.raises(NothingToChoose):
        choose(reply, written, "interested")


def test_a_choice_after_something_newer_was_logged_still_follows(reply: Received, written: Written, take: Take) -> None:
    take(mail("And three more.", message_id="<m2@arnold.example>", **written.thread))
    choose(reply, written, "question")
    kinds = [signal.args["kind"] for signal in Signal.objects.open().filter(kind=Signal.Kind.REPLY)]
    assert "question" in kinds


def test_only_who_works_with_them_chooses(reply: Received, written: Written) -> None:
    with pytest.raises(NotYours):
        choose_kind(reply, "question", by=user_of(written.house.carl), now=LATER)


def test_a_strangers_mail_is_given_to_somebody(written: Written, take: Take) -> None:
    stranger = take(mail("Hello", sender="someone@else.example", to="hello@house.example"))
    assert (stranger.state, stranger.prospect) == ("waits", None)
    given = give_to(stranger, written.anna, by=written.house.mona, now=LATER)
    assert (given.prospect, given.linked) == (written.anna, "hand")
    assert Signal.objects.open().filter(kind=Signal.Kind.REPLY, prospect=written.anna).exists()
