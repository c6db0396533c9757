"""From the click on Call to the next prospect: the gate, the hold, the form, and what it leaves behind."""

import html
import re
from collections.abc import Callable
from typing import cast

import time_machine
from django.http import HttpResponse
from django.test import Client

from keepwarm.answers.models import Answer
from keepwarm.consent.models import Wish
from keepwarm.decisions.actions import settle
from keepwarm.decisions.models import Hold
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import Seat, User
from keepwarm.touches.models import Signal, Touch
from tests.cast import NOW, House, meet

SignIn = Callable[[Seat | User], Client]


def end(client: Client, anna: Prospect, disposition: str, **more: str) -> HttpResponse:
    anna.refresh_from_db()
    return cast("HttpResponse", client.post(f"/desk/{anna.ref}/ending/", {"version": anna.version, "disposition": disposition, **more}))


def test_the_desk_shows_whom_to_call_and_why(house: House, anna: Prospect, sign_in: SignIn) -> None:
    page = sign_in(house.ines).get("/desk/").content.decode()
    assert "Anna Arnold" in page
    assert "nobody has spoken with them yet" in page
    assert "0113 496 0042" in page
    assert "What would have to be better in a year?" in page


def test_only_who_has_a_number_has_a_machine_to_talk_to(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client, machine = sign_in(house.ines), "If it is only the machine"
    pages = ["/desk/", f"/prospects/{anna.ref}/sheet/"]
    assert all(machine in client.get(page).content.decode() for page in pages)
    anna.addresses.filter(kind="phone").update(state=Address.State.WRONG)
    settle([anna.pk], by=None, now=NOW)
    assert not any(machine in client.get(page).content.decode() for page in pages)


def test_a_call_holds_the_firm_against_colleagues(house: House, anna: Prospect, sign_in: SignIn) -> None:
    colleague = meet(house, "Ben Arnold", firm="Arnold Ltd", owner=house.ivo, phone="+441134960043", email="")
    settle([colleague.pk], by=None, now=NOW)
    assert sign_in(house.ines).post(f"/desk/{anna.ref}/call/").status_code == 302

    answer = sign_in(house.ivo).post(f"/desk/{colleague.ref}/call/")

    assert answer.status_code == 422
    assert "Ines is on the phone with Anna Arnold right now." in answer.content.decode()


def test_outside_calling_hours_the_click_is_refused(house: House, anna: Prospect, sign_in: SignIn) -> None:
    with time_machine.travel(NOW.replace(hour=20)):
        answer = sign_in(house.ines).post(f"/desk/{anna.ref}/call/")
    assert answer.status_code == 422
    assert "It is 20:30 there: calling hours begin at" in answer.content.decode()
    assert not Hold.objects.exists()


def test_reached_keeps_what_was_learned_and_lets_go(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    client.post(f"/desk/{anna.ref}/call/")
    answer = end(client, anna, "reached", learned="Three stops since May", answer_need="fewer stops")

    touch = Touch.objects.get()
    assert answer.headers["Location"] == f"/desk/?logged={touch.ref}"
    assert (touch.disposition, touch.learned, touch.seat) == ("reached", "Three stops since May", house.ines)
    assert Answer.objects.get().value == "fewer stops"
    assert not Hold.objects.exists()


def test_an_ending_is_never_preselected(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    assert " checked" not in client.get(f"/desk/{anna.ref}/ending/").content.decode()
    answer = end(client, anna, "")
    assert answer.status_code == 422
    assert "Say how it ended" in answer.content.decode()
    assert not Touch.objects.exists()


def test_reached_with_nothing_learned_is_asked_once(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    first = end(client, anna, "reached")
    assert first.status_code == 422
    assert "what was learned?" in first.content.decode()
    assert end(client, anna, "reached", nothing_learned="on").status_code == 302


def test_a_wrong_number_is_marked(house: House, anna: Prospect, sign_in: SignIn) -> None:
    number = anna.addresses.get(kind="phone")
    end(sign_in(house.ines), anna, "wrong_number", dialled=number.ref)
    number.refresh_from_db()
    assert number.state == Address.State.WRONG


def test_never_call_closes_the_phone_and_a_no_ends_honourably(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    end(client, anna, "never_call")
    wish = Wish.objects.get()
    anna.refresh_from_db()
    assert (wish.kind, wish.channel) == ("no_channel", "phone")
    assert anna.next_step != "call"

    end(client, anna, "says_no", learned="never")
    anna.refresh_from_db()
    assert anna.end_reason == "said_no"


def test_a_promise_is_kept_in_their_time_and_refused_outside_hours(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    refused = end(client, anna, "no_answer", call_back_on="2026-11-20", call_back_at="21:00", note="typed")
    assert refused.status_code == 422
    assert "is outside the calling hours there" in refused.content.decode()
    assert "typed" in refused.content.decode()

    end(client, anna, "no_answer", call_back_on="2026-11-20", call_back_at="10:30")
    assert Signal.objects.get(kind="call_back").local_time == "2026-11-20T10:30"


def test_a_question_asked_in_vain_is_not_asked_again(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    end(client, anna, "reached", learned="in a hurry", asked_need="on")
    page = client.get(f"/desk/{anna.ref}/").content.decode()
    assert "“Who decides about this with you?”" in page
    assert "“Need” was asked before and not answered." in page


def test_a_stale_form_keeps_what_was_typed_and_shows_what_is_new(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    seen = anna.version
    end(client, anna, "busy")

    form = {"version": seen, "shown_at": NOW.isoformat(), "disposition": "reached", "learned": "my own words"}
    stale = client.post(f"/desk/{anna.ref}/ending/", form)

    page = stale.content.decode()
    assert stale.status_code == 422
    assert "was changed meanwhile" in page
    assert "Called, busy" in page
    assert "my own words" in page
    anna.refresh_from_db()
    assert f'name="version" value="{anna.version}"' in page


def test_the_last_log_can_be_undone_from_the_notice(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    end(client, anna, "no_answer")
    touch = Touch.objects.get()
    page = client.get(f"/desk/?logged={touch.ref}").content.decode()
    assert f"/desk/undo/{touch.ref}/" in page

    client.post(f"/desk/undo/{touch.ref}/")

    touch.refresh_from_db()
    anna.refresh_from_db()
    assert touch.voided_at is not None
    assert (anna.attempts, anna.next_step) == (0, "call")


def test_a_colleague_cannot_undo_it(house: House, anna: Prospect, sign_in: SignIn) -> None:
    end(sign_in(house.ines), anna, "no_answer")
    touch = Touch.objects.get()
    assert sign_in(house.ivo).post(f"/desk/undo/{touch.ref}/").status_code == 404


def test_own_choice_overrules_the_proposal_and_needs_its_reason(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    bare = end(client, anna, "no_answer", then="call", then_on="2026-11-24")
    assert "Say in a few words why" in bare.content.decode()

    end(client, anna, "no_answer", then="call", then_on="2026-11-24", then_because="back from a trip then")
    anna.refresh_from_db()
    assert (anna.next_step, anna.because_rule) == ("call", "own_choice_call")
    assert anna.next_touch_at is not None
    assert anna.next_touch_at.date().isoformat() == "2026-11-24"


def test_a_call_of_theirs_was_neither_busy_nor_a_machine(house: House, anna: Prospect, sign_in: SignIn) -> None:
    client, path = sign_in(house.ines), f"/desk/{anna.ref}/they-called/"
    page = client.get(path).content.decode()
    ends = ("reached", "someone_else", "has_left", "says_no", "never_call")
    assert [f'value="{one}"' in page for one in ends] == [True] * 5
    assert not any(f'value="{one}"' in page for one in ("voicemail", "no_answer", "busy", "wrong_number"))
    assert client.post(path, {"version": anna.version, "disposition": "busy"}).status_code == 422
    assert not Touch.objects.exists()
    assert 'value="busy"' in client.get(f"/desk/{anna.ref}/ending/").content.decode()


def test_an_unknown_number_that_calls_need_not_be_typed_again(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.ines)
    page = client.get("/desk/they-called/", {"q": "+44 (113) 496-0099"}).content.decode()
    link = re.search(r'href="(/intake/new/\?name=[^"]*)"', page)
    assert link
    assert client.get(html.unescape(link[1])).context["form"]["phone"].value() == "+44 (113) 496-0099"
