"""The prospect's page: a permission is recorded with its proof and its end, and a blocked address opens only by their newer word."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from keepwarm.consent.actions import put_wording, suppress
from keepwarm.consent.models import Permission
from keepwarm.consent.proofs import LARGEST, keep_proof, path_of_proof
from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.prospects.models import Address, Prospect
from keepwarm.staff.models import AuditRow
from tests.cast import House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
YES = {"permit-channel": "mailing", "permit-kind": "express", "permit-proof": "“Yes, send me that”, at the fair"}


@pytest.fixture
def house(client: Client) -> House:
    house = open_house()
    client.force_login(user_of(house.ines))
    return house


@pytest.fixture
def anna(house: House) -> Prospect:
    one = meet(house)
    settle([one.pk], by=None, now=timezone.now())
    one.refresh_from_db()
    return one


def send(client: Client, prospect: Prospect, path: str, **fields: str) -> int:
    prospect.refresh_from_db()
    prefix = {"permissions/": "permit"}.get(path, "expire" if path.endswith("end/") else "unblock")
    return client.post(f"/prospects/{prospect.ref}/{path}", {f"{prefix}-version": prospect.version, **fields}).status_code


def test_it_is_kept_with_words_proof_and_end(house: House, anna: Prospect, client: Client) -> None:
    words = put_wording("fair card", "Send me news by email.", channel="mailing", by=house.max, now=timezone.now())
    assert send(client, anna, "permissions/", **YES, **{"permit-wording": str(words.pk)}) == 302
    row = Permission.objects.get()
    assert (row.prospect, row.wording, row.expires_at) == (anna, words, None)
    page = client.get(f"/prospects/{anna.ref}/").content.decode()
    assert all(text in page for text in ("at the fair", "fair card 1", "newsletter and mailings"))
    assert AuditRow.objects.filter(what="permission_recorded").count() == 1


def test_what_is_only_implied_ends_when_the_law_says_and_never_later(anna: Prospect, client: Client) -> None:
    assert send(client, anna, "permissions/", **YES | {"permit-kind": "implied", "permit-until": "2099-01-01"}) == 422
    assert send(client, anna, "permissions/", **YES | {"permit-kind": "implied"}) == 302
    row = Permission.objects.get()
    assert row.expires_at is not None
    assert 180 <= (row.expires_at - row.given_at).days <= 185
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    assert send(client, anna, f"permissions/{row.pk}/end/", **{"expire-until": day}) == 302
    row.refresh_from_db()
    assert row.expires_at.date().isoformat() == day
    assert send(client, anna, f"permissions/{row.pk}/end/", **{"expire-until": "2020-01-01"}) == 422


@pytest.mark.parametrize("wrong", [{"permit-proof": ""}, {"permit-given_on": "2999-01-01"}, {"permit-channel": "pigeon"}])
def test_without_proof_or_with_a_day_to_come_nothing_is_kept(anna: Prospect, client: Client, wrong: dict[str, str]) -> None:
    assert send(client, anna, "permissions/", **YES | wrong) == 422
    assert not Permission.objects.exists()


def test_a_file_is_proof_enough_and_is_kept(anna: Prospect, client: Client) -> None:
    assert 'enctype="multipart/form-data"' in client.get(f"/prospects/{anna.ref}/?open=permit").content.decode()
    scan: Any = SimpleUploadedFile("card.pdf", b"a scanned card")
    assert send(client, anna, "permissions/", **YES | {"permit-proof": "", "permit-proof_file": scan}) == 302
    row = Permission.objects.get()
    assert path_of_proof(row.proof_file).read_bytes() == b"a scanned card"
    assert client.get(f"/prospects/{anna.ref}/permissions/{row.pk}/proof/").content == b"a scanned card"


def test_a_file_that_is_an_archive_is_refused(anna: Prospect, client: Client) -> None:
    large: Any = SimpleUploadedFile("all.zip", b"x" * (LARGEST + 1))
    assert send(client, anna, "permissions/", **YES, **{"permit-proof_file": large}) == 422
    assert not Permission.objects.exists()


def test_words_about_another_way_do_not_fit(house: House, anna: Prospect, client: Client) -> None:
    words = put_wording("call box", "Call me.", channel="phone", by=house.max, now=timezone.now())
    assert send(client, anna, "permissions/", **YES, **{"permit-wording": str(words.pk)}) == 422


def test_its_file_is_a_download_for_whoever_may_see_them(house: House, anna: Prospect, client: Client) -> None:
    sha256 = keep_proof([b"<script>a scan</script>"])
    row = Permission.objects.create(
        prospect=anna, channel="phone", kind="express", proof_file=sha256, given_at=timezone.now(), proof="a card"
    )
    answer = client.get(f"/prospects/{anna.ref}/permissions/{row.pk}/proof/")
    assert (answer.content, answer["Content-Type"]) == (b"<script>a scan</script>", "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment")
    client.force_login(user_of(house.carl))
    assert client.get(f"/prospects/{anna.ref}/permissions/{row.pk}/proof/").status_code == 404
    path_of_proof(sha256).unlink()


def test_a_call_stamps_what_permits_it(house: House, anna: Prospect) -> None:
    now = timezone.now()
    given = {"kind": "express", "proof": "a card", "given_at": now - timedelta(days=1)}
    phone, mail = (Permission.objects.create(prospect=anna, channel=channel, **given) for channel in ("phone", "mailing"))
    log_touch(NewTouch(anna.pk, "phone", "out", "no_answer", now, house.ines.pk), by=None, now=now)
    phone.refresh_from_db()
    mail.refresh_from_db()
    assert (phone.last_used_at, mail.last_used_at) == (now, None)


def test_a_blocked_address_opens_by_their_newer_word(anna: Prospect, client: Client) -> None:
    suppress("email", "anna@arnold.example", reason="complaint", by=None, now=timezone.now())
    row = Address.objects.get(prospect=anna, kind="email")
    assert "They asked to be reached here again" in client.get(f"/prospects/{anna.ref}/").content.decode()
    said = {"unblock-because": "rang us and wants the quote by mail"}
    assert send(client, anna, f"addresses/{row.ref}/unblock/", **said) == 422
    log_touch(NewTouch(anna.pk, "phone", "in", "reached", timezone.now(), learned="Wants mail"), by=None, now=timezone.now())
    assert send(client, anna, f"addresses/{row.ref}/unblock/", **said) == 302
    row.refresh_from_db()
    assert row.state == Address.State.OK
