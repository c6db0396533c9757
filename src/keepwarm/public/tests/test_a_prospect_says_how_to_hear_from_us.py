"""The page of preferences: each choice is a touch of theirs, holds at once, and says nothing about who they are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from keepwarm.answers.models import Question
from keepwarm.circle.actions.hearing import MOST_A_DAY, WORDINGS
from keepwarm.consent.links import preferences_path
from keepwarm.consent.models import Channel, Permission, Suppression, Wish
from keepwarm.consent.queries import Mail, Sending, may_send
from keepwarm.courier.actions import add_endpoint
from keepwarm.courier.new import NewEndpoint
from keepwarm.decisions.actions import settle
from keepwarm.decisions.auditing import audit
from keepwarm.prospects.models import Address, Prospect
from keepwarm.touches.models import Signal, Touch
from tests.cast import House, meet, open_house

pytestmark = pytest.mark.django_db
OPEN = {"what": "choose", "phone": "on", "email": "letters", "post": "on", "pace": "", "not_before": ""}


@pytest.fixture
def house() -> House:
    return open_house()


@pytest.fixture
def anna(house: House) -> Prospect:
    found = meet(house)
    settle([found.pk], by=None, now=timezone.now())
    return found


def path_of(prospect: Prospect) -> str:
    return preferences_path(prospect.ref, address_ref=Address.objects.get(prospect=prospect, kind="email").ref)


def in_force(prospect: Prospect) -> set[tuple[str, str]]:
    return set(Wish.objects.filter(prospect=prospect, lifted_at__isnull=True).values_list("kind", "channel"))


def is_mailable(prospect: Prospect, kind: str = Mail.MAILING) -> bool:
    return may_send([Sending(prospect.pk, kind, to_email="anna@arnold.example")], now=timezone.now())[0].yes


def test_looking_changes_nothing_and_names_nobody(anna: Prospect, client: Client) -> None:
    page = client.get(path_of(anna))
    said = page.content.decode()
    assert page.status_code == 200
    assert not page.cookies
    assert not any(secret in said for secret in ("Anna", "Arnold<", "anna@", "4960042", anna.ref, "csrf", "<script"))
    assert "a•••@arnold.example" in said
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert not Touch.objects.exists()
    assert not Wish.objects.exists()


def test_a_yes_to_the_newsletter_is_kept_with_its_words_and_its_proof(anna: Prospect, client: Client) -> None:
    assert not is_mailable(anna)
    page = client.post(path_of(anna), OPEN | {"email": "all"})
    assert (page.status_code, bool(page.cookies)) == (200, False)
    row = Permission.objects.select_related("wording").get(prospect=anna)
    assert (row.channel, row.kind, bool(row.proof)) == ("mailing", "express", True)
    assert row.wording is not None
    assert row.wording.text == WORDINGS[Channel.MAILING]
    assert is_mailable(anna)
    touch = Touch.objects.get()
    assert (touch.channel, touch.direction, touch.disposition) == ("web", "in", "received")


def test_ways_are_closed_and_opened_again_by_their_own_word(anna: Prospect, client: Client) -> None:
    client.post(path_of(anna), OPEN | {"email": "none", "post": ""})
    assert in_force(anna) == {("no_channel", "email"), ("no_channel", "post")}
    assert not is_mailable(anna, Mail.PERSONAL)
    assert Address.objects.get(prospect=anna, kind="email").state == Address.State.BLOCKED
    client.post(path_of(anna), OPEN | {"post": ""})
    assert in_force(anna) == {("no_channel", "post")}
    assert is_mailable(anna, Mail.PERSONAL)
    lifted = Suppression.objects.get()
    assert lifted.lifted_event == f"touch:{Touch.objects.latest('pk').ref}"


def test_the_same_choice_again_is_no_touch(anna: Prospect, client: Client) -> None:
    for _ in range(3):
        client.post(path_of(anna), OPEN | {"pace": "month"})
    assert Touch.objects.count() == 1
    assert Wish.objects.get(kind="pace").words == "month"


def test_not_before_and_topics(anna: Prospect, client: Client) -> None:
    Question.objects.create(key="topic_care", label="Care", kind="yes_no", group="topic")
    day = (datetime.now(UTC) + timedelta(days=90)).date()
    assert "Care" in client.get(path_of(anna)).content.decode()
    client.post(path_of(anna), OPEN | {"not_before": day.isoformat(), "topic_topic_care": "on"})
    wish = Wish.objects.get(kind="not_before")
    assert wish.until_at is not None
    assert (wish.channel, wish.until_at.date()) in {("", day), ("", day - timedelta(days=1))}
    assert [(one.question.key, one.value) for one in anna.answers.all()] == [("topic_care", "yes")]
    anna.refresh_from_db()
    assert anna.next_touch_at is not None
    assert anna.next_touch_at >= wish.until_at
    client.post(path_of(anna), OPEN)
    assert in_force(anna) == set()
    assert anna.answers.get(superseded_by__isnull=True).value == "no"


@pytest.mark.parametrize("day", ["yesterday", "2020-01-01", "2999-01-01"])
def test_a_day_that_cannot_be_meant_changes_nothing(anna: Prospect, client: Client, day: str) -> None:
    page = client.post(path_of(anna), OPEN | {"email": "none", "not_before": day})
    assert page.status_code == 422
    assert in_force(anna) == set()


def test_call_me_is_due_within_the_hour_and_overtakes_a_wish_against_calls(anna: Prospect, client: Client) -> None:
    client.post(path_of(anna), OPEN | {"phone": ""})
    client.post(path_of(anna), {"what": "call", "number": "+44 113 496 0077", "when": "after four"})
    signal = Signal.objects.open().get(kind="contact_asked")
    assert (signal.args["when"], signal.due_at is not None) == ("after four", True)
    assert in_force(anna) == set()
    assert Address.objects.get(prospect=anna, normalized="+441134960077").rank == 0
    anna.refresh_from_db()
    assert anna.next_step == "call"
    client.post(path_of(anna), {"what": "call"})
    assert Signal.objects.open().filter(kind="contact_asked").count() == 1


def test_a_number_that_is_none_is_said(anna: Prospect, client: Client) -> None:
    page = client.post(path_of(anna), {"what": "call", "number": "call me maybe"})
    assert (page.status_code, Touch.objects.count()) == (422, 0)
    assert "is not a phone number" in page.content.decode()


def test_stop_ends_everything_and_a_call_may_be_asked_for_after_it(anna: Prospect, client: Client) -> None:
    client.post(path_of(anna), {"what": "stop"})
    assert in_force(anna) == {("stop", "")}
    assert "nothing reaches you" in client.get(path_of(anna)).content.decode()
    anna.refresh_from_db()
    assert anna.because_rule == "nothing_allowed"
    client.post(path_of(anna), {"what": "call"})
    assert in_force(anna) == {("no_channel", "email"), ("no_channel", "post")}


def test_what_was_stopped_opens_way_by_way(anna: Prospect, client: Client) -> None:
    client.post(path_of(anna), {"what": "stop"})
    client.post(path_of(anna), {"what": "choose", "phone": "on", "email": "none"})
    assert in_force(anna) == {("no_channel", "email"), ("no_channel", "post")}


def test_too_many_choices_in_a_day_are_refused_but_closing_never(anna: Prospect, client: Client) -> None:
    now = timezone.now()
    done = {"channel": "web", "direction": "in", "disposition": "received", "happened_at": now, "logged_at": now}
    Touch.objects.bulk_create([Touch(prospect=anna, **done) for _ in range(MOST_A_DAY)])
    assert client.post(path_of(anna), OPEN | {"pace": "quarter"}).status_code == 429
    assert client.post(path_of(anna), {"what": "stop"}).status_code == 200
    assert ("stop", "") in in_force(anna)


def test_nobody_is_forgotten_by_it(anna: Prospect, client: Client) -> None:
    for sent in (OPEN | {"email": "none", "phone": "", "post": ""}, {"what": "call"}, {"what": "stop"}, OPEN | {"email": "all"}):
        client.post(path_of(anna), sent)
    assert audit(now=timezone.now()).is_clean


def test_short_messages_are_offered_where_the_house_sends_them_and_are_theirs_to_end(anna: Prospect, client: Client) -> None:
    words = WORDINGS[Channel.MESSAGE]
    assert words not in client.get(path_of(anna)).content.decode()
    add_endpoint("messages", NewEndpoint("Gateway", "https://gateway.example/"), by=None, now=timezone.now())
    assert words in client.get(path_of(anna)).content.decode()
    client.post(path_of(anna), OPEN | {"message": "on"})
    row = Permission.objects.select_related("wording").get(prospect=anna, channel="message")
    assert row.wording is not None
    assert (row.wording.text, row.withdrawn_at) == (words, None)
    client.post(path_of(anna), OPEN)
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert in_force(anna) == {("no_channel", "message")}
    client.post(path_of(anna), OPEN | {"message": "on"})
    assert in_force(anna) == set()
