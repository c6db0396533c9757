"""Today's list on paper, the marketers' keep-warm list, letters logged by hand, meetings, and the meters above the desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from keepwarm.consent.models import Permission
from keepwarm.decisions.actions import log_touch
from keepwarm.decisions.batch import NewTouch
from keepwarm.desk.forms.moments import in_months, next_budget
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Touch
from tests.cast import NOW, House, meet, user_of

SignIn = Callable[[Seat | User], Client]


@pytest.fixture
def warm(house: House) -> Prospect:
    """Kept warm, mailings permitted, the next touch in some weeks."""
    prospect = meet(house, "Wanda Warm", firm="Later Ltd", phone="", email="wanda@x.example", inquired_at=NOW - timedelta(days=50))
    Permission.objects.create(prospect=prospect, channel="mailing", kind="express", given_at=NOW - timedelta(days=50))
    mailed = NewTouch(prospect.pk, "mailing", "out", "delivered", NOW - timedelta(days=10))
    log_touch(mailed, by=None, now=NOW - timedelta(days=10))
    prospect.refresh_from_db()
    return prospect


def test_todays_list_has_the_numbers_their_window_and_the_reason(house: House, anna: Prospect, sign_in: SignIn) -> None:
    page = sign_in(house.ines).get("/desk/today/").content.decode()
    for words in ("Anna Arnold", "Arnold Ltd", "0113 496 0042", "closes at 18:00", "Interested, and never spoken to"):
        assert words in page


def test_the_call_sheet_has_what_one_needs_beside_the_telephone(house: House, anna: Prospect, sign_in: SignIn) -> None:
    page = sign_in(house.ines).get(f"/prospects/{anna.ref}/sheet/").content.decode()
    for words in ("0113 496 0042", "closes at 18:00 their time", "nobody has spoken with them yet", "this is Ines", "Someone else"):
        assert words in page


def test_the_marketer_logs_what_was_sent_and_the_next_date_is_set(house: House, warm: Prospect, sign_in: SignIn) -> None:
    client, before = sign_in(house.max), warm.next_touch_at
    assert "Wanda Warm" in client.get("/keep-warm/").content.decode()

    client.post(f"/keep-warm/{warm.ref}/done/", {"channel": "post", "subject": "Calendar"})

    warm.refresh_from_db()
    touch = Touch.objects.get(channel="post")
    assert (touch.by_hand, touch.args["subject"]) == (True, "Calendar")
    assert warm.next_step == "keep_warm"
    assert before is not None
    assert warm.next_touch_at is not None
    assert warm.next_touch_at > before


def test_a_rep_is_not_shown_the_marketers_list(house: House, sign_in: SignIn) -> None:
    assert sign_in(house.ines).get("/keep-warm/").status_code == 403


def test_a_letter_before_any_call_is_advised_against_and_counts_once_logged(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    page = client.get(f"/desk/{anna.ref}/letter/").content.decode()
    assert "A letter follows a call, it does not replace it." in page

    client.post(f"/desk/{anna.ref}/letter/", {"version": anna.version, "purpose": "schedule", "subject": "times"})

    touch = Touch.objects.get()
    assert (touch.channel, touch.purpose, touch.by_hand) == ("email", "schedule", True)
    assert client.get("/desk/").context["desk"].meters.letters == 1


def test_a_letter_needs_one_of_its_purposes(house: House, anna: Prospect, sign_in: SignIn) -> None:
    answer = sign_in(house.ines).post(f"/desk/{anna.ref}/letter/", {"version": anna.version, "purpose": "present_value"})
    assert answer.status_code == 422
    assert not Touch.objects.exists()


def test_a_meeting_held_is_a_conversation(house: House, anna: Prospect, sign_in: SignIn) -> None:
    form = {"version": anna.version, "held": "held", "day": "2026-11-17", "clock": "14:00", "learned": "Saw the line"}
    sign_in(house.ines).post(f"/desk/{anna.ref}/meeting/", form)
    anna.refresh_from_db()
    assert anna.last_reached_at is not None
    assert anna.last_reached_at.isoformat() == "2026-11-17T14:00:00+00:00"


def test_a_meeting_that_lies_ahead_is_not_logged(house: House, anna: Prospect, sign_in: SignIn) -> None:
    form = {"version": anna.version, "held": "held", "day": "2026-11-20"}
    assert "That lies ahead" in sign_in(house.ines).post(f"/desk/{anna.ref}/meeting/", form).content.decode()


def test_the_meter_names_whom_one_reached_today(house: House, anna: Prospect, sign_in: SignIn) -> None:
    new = NewTouch(anna.pk, "phone", "out", "reached", NOW - timedelta(hours=1), house.ines.pk, learned="x")
    log_touch(new, by=user_of(house.ines), now=NOW)
    assert sign_in(house.ines).get("/desk/").context["desk"].meters.reached == ("Anna Arnold",)


def test_days_to_wake_up_are_days_that_exist() -> None:
    from datetime import date

    assert in_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert in_months(date(2026, 12, 31), 6) == date(2027, 6, 30)
    assert next_budget(date(2026, 3, 2)) == date(2026, 11, 9)
    assert next_budget(date(2026, 11, 18)) == date(2027, 1, 11)
