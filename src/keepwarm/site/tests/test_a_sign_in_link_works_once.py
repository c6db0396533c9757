from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from keepwarm.site.actions import use_sign_in_link
from keepwarm.staff.links import LIFE, LinkNoLongerHolds, write_token
from keepwarm.staff.models import User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    return User.objects.create(email="ann@example.com", name="Ann", joined_at=NOW)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def link_of(user: User) -> str:
    return reverse("sign_in_by_link", args=[write_token(user, now=NOW)])


def test_opening_the_link_uses_nothing_up_and_the_button_signs_in(ann: User, client: Client) -> None:
    link = link_of(ann)
    for _ in range(3):
        assert client.get(link).status_code == 200
        assert client.head(link).status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.post(link).status_code == 302
    assert client.session["_auth_user_id"] == str(ann.pk)


def test_a_used_link_says_so_and_signs_nobody_in(ann: User) -> None:
    link = link_of(ann)
    Client().post(link)
    second = Client()
    assert second.post(link).status_code == 410
    assert second.get(link).status_code == 410
    assert "_auth_user_id" not in second.session


def test_of_two_links_made_before_a_sign_in_only_one_can_be_used(ann: User) -> None:
    first, second = (write_token(ann, now=NOW + timedelta(seconds=seconds)) for seconds in (0, 5))
    assert use_sign_in_link(first, now=NOW) == ann
    with pytest.raises(LinkNoLongerHolds):
        use_sign_in_link(second, now=NOW)


def test_after_fifteen_minutes_a_link_is_too_old(ann: User) -> None:
    token = write_token(ann, now=NOW)
    with pytest.raises(LinkNoLongerHolds, match="too old"):
        use_sign_in_link(token, now=NOW + LIFE)


def test_a_forged_link_and_one_of_somebody_who_left_sign_nobody_in(ann: User) -> None:
    token = write_token(ann, now=NOW)
    with pytest.raises(LinkNoLongerHolds):
        use_sign_in_link(token[:-2] + "xx", now=NOW)
    User.objects.filter(pk=ann.pk).update(is_active=False)
    with pytest.raises(LinkNoLongerHolds):
        use_sign_in_link(token, now=NOW)
