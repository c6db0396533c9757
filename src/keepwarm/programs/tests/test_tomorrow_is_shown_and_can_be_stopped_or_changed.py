"""The page of tomorrow: by channel and program, down to the names; stopped or changed for one and for a group, by page, API and shell."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepwarm.engine.rules import RULES
from keepwarm.lib.refusal import Refusal
from keepwarm.programs.actions import choose_turns
from keepwarm.programs.actions.programs import NewProgram, change_program, make_program, set_worth, start_program, stop_program
from keepwarm.programs.actions.stopping import change_turn, stop_turn
from keepwarm.programs.models import Program, Turn
from keepwarm.programs.queries.next_of import next_of
from keepwarm.programs.queries.pages import list_programs, read_program
from keepwarm.programs.queries.tomorrow import Wanted, read_day
from keepwarm.prospects.models import Prospect
from keepwarm.staff.models import User
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, open_house, user_of
from tests.keeping import DAY, fresh, item, next_turn, run_program, warm
from tests.writing import open_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(time_machine: Any) -> House:
    time_machine.move_to(NOW - DAY, tick=True)
    house = open_house()
    open_mail()
    run_program(house, "Pumps", "pumps")
    return house


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_day_is_counted_by_way_and_program_and_names_everybody(house: House) -> None:
    item("Guide", "pumps")
    people = [warm(house, f"P{number} Person", interests=["pumps"]) for number in range(3)]
    warm(house, "Ben Bauer", interests=["pumps"], by_mail=False, by_post=True)
    choose_turns(now=timezone.now())
    day = read_day(Wanted(), for_=house.max, now=timezone.now())
    assert (day.count, [(way, count) for _, way, count in day.by_way]) == (4, [("email", 3), ("post", 1)])
    assert [(group.program, group.what, group.count) for group in day.groups] == [("Pumps", "Guide", 3), ("Pumps", "Guide", 1)]
    page = browser(house.max).get(reverse("programs:tomorrow")).content.decode()
    assert all(one.name in page for one in people)
    narrow = browser(house.max).get(reverse("programs:tomorrow"), {"channel": "post"}).content.decode()
    assert "Ben Bauer" in narrow
    assert "P1 Person" not in narrow


def test_a_group_of_no_program_is_only_that_group(house: House) -> None:
    item("News", kind="letter")
    anna, ben = warm(house, interests=["pumps"]), warm(house, "Ben Bauer")
    choose_turns(now=timezone.now())
    assert (next_turn(anna).program, next_turn(ben).program) == (Program.objects.get(), None)
    page = browser(house.max).get(reverse("programs:tomorrow")).content.decode()
    (narrow,) = re.findall(r'href="(\?[^"]*program=-[^"]*)"', page)
    shown = browser(house.max).get(reverse("programs:tomorrow") + narrow.replace("&amp;", "&")).content.decode()
    assert ("Ben Bauer" in shown, "Anna Arnold" in shown) == (True, False)
    browser(house.max).post(reverse("programs:stop_group"), {"day": "tomorrow", "program": "-", "because": "not this"})
    assert list(Turn.objects.filter(state=Turn.State.STOPPED).values_list("prospect__name", flat=True)) == ["Ben Bauer"]


def test_a_rep_sees_only_their_own_people(house: House) -> None:
    item("Guide", "pumps")
    anna = warm(house, interests=["pumps"])
    choose_turns(now=timezone.now())
    assert read_day(Wanted(), for_=user_of(house.ines), now=timezone.now()).count == 1
    assert read_day(Wanted(), for_=user_of(house.ivo), now=timezone.now()).count == 0
    assert browser(user_of(house.ines)).post(reverse("programs:stop_turn", args=[next_turn(anna).ref])).status_code == 403


def test_one_is_stopped_with_a_reason_and_gets_something_else_later(house: House) -> None:
    item("Guide", "pumps", worth=90)
    other = item("Other", "pumps", worth=10)
    anna = warm(house, interests=["pumps"])
    choose_turns(now=timezone.now())
    turn = next_turn(anna)
    client = browser(house.max)
    assert client.post(reverse("programs:stop_turn", args=[turn.ref]), {"because": " "}).status_code == 422
    client.post(reverse("programs:stop_turn", args=[turn.ref]), {"because": "they know it"})
    turn.refresh_from_db()
    assert (turn.state, turn.said, turn.by) == (Turn.State.STOPPED, "they know it", house.max)
    assert fresh(anna).next_touch_at == turn.moved_to_at
    choose_turns(now=NOW + 3 * DAY)
    assert next_turn(anna).item == other


def test_a_group_is_stopped_or_changed_at_once(house: House) -> None:
    guide, other = item("Guide", "pumps", worth=90), item("Other", "pumps", worth=10)
    people = [warm(house, f"P{number} Person", interests=["pumps"]) for number in range(4)]
    choose_turns(now=timezone.now())
    client = browser(house.max)
    client.post(
        reverse("programs:change_group"), {"day": "tomorrow", "item": guide.ref, "instead": other.ref, "because": "a mistake in it"}
    )
    assert {next_turn(one).item for one in people} == {other}
    assert next_turn(people[0]).because == "chosen"
    client.post(reverse("programs:stop_group"), {"day": "tomorrow", "item": other.ref, "because": "not this week"})
    assert Turn.objects.filter(state=Turn.State.STOPPED).count() == len(people)
    assert not Turn.objects.planned().exists()


def test_what_is_gone_had_or_not_yours_is_refused_with_a_sentence(house: House) -> None:
    guide, draft = item("Guide", "pumps"), item("Draft", "pumps")
    type(draft).objects.filter(pk=draft.pk).update(state="draft")
    anna = warm(house, interests=["pumps"])
    choose_turns(now=timezone.now())
    turn = next_turn(anna)
    keep: dict[str, Any] = {"by": house.max, "now": NOW}
    with pytest.raises(Refusal, match="in use"):
        change_turn(turn.ref, draft.ref, because="x", **keep)
    with pytest.raises(NotYours):
        stop_turn(turn.ref, because="x", by=user_of(house.ines), now=NOW)
    stop_turn(turn.ref, because="x", **keep)
    with pytest.raises(Refusal, match="not to come any more"):
        stop_turn(turn.ref, because="x", **keep)
    with pytest.raises(Refusal, match="not to come any more"):
        change_turn(turn.ref, guide.ref, because="x", **keep)


def test_a_program_is_made_changed_weighed_stopped_and_started_on_the_pages(house: House) -> None:
    guide = item("Guide", "pumps", worth=40)
    client, owner = browser(house.max), house.ines.ref
    assert client.get(reverse("programs:add")).status_code == 200
    said = {"name": "More pumps", "topic": "pumps", "owner": owner, "stages": ["1", "2"], "position": "5"}
    made = client.post(reverse("programs:add"), said)
    program = Program.objects.get(name="More pumps")
    assert made["Location"] == reverse("programs:show", args=[program.ref])
    assert client.post(reverse("programs:add"), said).status_code == 422
    client.post(reverse("programs:weigh", args=[program.ref]), {"item": guide.ref, "worth": "77"})
    page = read_program(program.ref, now=NOW)
    assert page is not None
    assert [(one.title, one.worth, one.is_own) for one in page.items] == [("Guide", 77, True)]
    client.post(reverse("programs:change", args=[program.ref]), {**said, "name": "Pumps two", "version": "1"})
    client.post(reverse("programs:turn", args=[program.ref]), {"because": "enough"})
    program.refresh_from_db()
    assert (program.name, program.state, program.stopped_because) == ("Pumps two", "stopped", "enough")
    for name in ("list", "tomorrow"):
        assert client.get(reverse(f"programs:{name}")).status_code == 200
    assert "enough" in client.get(reverse("programs:show", args=[program.ref])).content.decode()
    client.post(reverse("programs:turn", args=[program.ref]))
    assert {line.state for line in list_programs()} == {"running"}


def test_what_cannot_be_a_program_is_refused(house: House) -> None:
    keep: dict[str, Any] = {"by": house.max, "now": NOW}
    for new in (
        NewProgram("", house.ines.pk),
        NewProgram("A", house.ines.pk, topic="moon"),
        NewProgram("A", house.ines.pk, stages=(9,)),
        NewProgram("A", 0),
        NewProgram("Pumps", house.ines.pk),
        NewProgram("A", house.ines.pk, position=0),
    ):
        with pytest.raises(Refusal):
            make_program(new, **keep)
    program = Program.objects.get()
    with pytest.raises(Refusal, match="Say why"):
        stop_program(program.ref, because=" ", **keep)
    with pytest.raises(Refusal, match="no such program"):
        start_program("nothing", **keep)
    with pytest.raises(Refusal, match="meanwhile"):
        change_program(program.ref, NewProgram("B", house.ines.pk), version=99, **keep)
    with pytest.raises(Refusal, match="0 to 100"):
        set_worth(program.ref, item("Guide", "pumps").ref, 101, **keep)


def test_the_prospects_page_says_what_comes_next_and_why_and_lets_marketing_stop_it(house: House) -> None:
    item("Guide", "pumps")
    anna = warm(house, interests=["pumps"])
    foreseen = next_of(anna, now=timezone.now())
    assert foreseen is not None
    assert (foreseen.ref, foreseen.what, foreseen.way, foreseen.program) == ("", "Guide", "email", "Pumps")
    choose_turns(now=timezone.now())
    page = browser(house.max).get(reverse("prospect:show", args=[anna.ref])).content.decode()
    assert "Next: Guide" in page
    assert "Of what serves their interest in Pumps" in page
    assert reverse("programs:stop_turn", args=[next_turn(anna).ref]) in page
    rep = browser(user_of(house.ines)).get(reverse("prospect:show", args=[anna.ref])).content.decode()
    assert "Next: Guide" in rep
    assert reverse("programs:stop_turn", args=[next_turn(anna).ref]) not in rep


def test_what_would_come_is_foreseen_when_it_is_looked_at_and_by_a_link_without_a_script(house: House) -> None:
    item("Guide", "pumps")
    anna = warm(house, interests=["pumps"])
    rep, shown, part = browser(user_of(house.ines)), reverse("prospect:show", args=[anna.ref]), reverse("prospect:comes", args=[anna.ref])
    page = rep.get(shown).content.decode()
    assert "Next: Guide" not in page
    assert f'hx-get="{part}"' in page
    assert 'href="?comes=1#comes-next"' in page
    for path in (part, f"{shown}?comes=1"):
        assert "Next: Guide" in rep.get(path).content.decode()
    Prospect.objects.filter(pk=anna.pk).update(because_rule=next(rule.name for rule in RULES if rule.is_review))
    assert rep.get(part).content == b""
    assert part not in rep.get(shown).content.decode()
