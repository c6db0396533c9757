"""Every table of the schema can be taken by an admin as CSV and XLSX: whole, by references, without a secret and without a formula."""

from __future__ import annotations

import csv
import io

import pytest
from django.apps import apps
from django.test import Client

from keepwarm.courier.models import Endpoint
from keepwarm.exports.actions import take_export
from keepwarm.exports.queries.finding import all_exports
from keepwarm.exports.tables import NOT_OURS
from keepwarm.ledger.actions import write_down_outlay
from keepwarm.staff.models import ApiKey, User
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, meet, open_house, user_of

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://evil.example")'


@pytest.fixture
def house() -> House:
    return open_house()


def take(name: str, for_: User) -> tuple[list[str], list[list[str]], bytes]:
    file, _count = take_export(name, {}, kind="csv", for_=for_, by=for_, now=NOW)
    with file:
        raw = file.read()
    titles, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    return titles, rows, raw


def test_no_table_of_the_schema_is_without_a_file() -> None:
    ours = [one for one in apps.get_models() if one.__module__.startswith("keepwarm.") and one._meta.label not in NOT_OURS]
    names = {f"table-{one._meta.app_label}-{one._meta.model_name}" for one in ours}
    assert names <= set(all_exports())
    assert len(names) > 120


def test_a_row_names_what_it_points_to_by_reference_and_no_text_is_a_formula(house: House) -> None:
    anna = meet(house, FORMULA, firm="Arnold & Söhne")
    titles, rows, _raw = take("table-prospects-prospect", house.adam)
    (row,) = (dict(zip(titles, row, strict=True)) for row in rows)
    assert (row["ref"], row["name"], row["owner"]) == (anna.ref, f"'{FORMULA}", house.ines.ref)
    assert "id" not in titles
    write_down_outlay("seminar", "@SUM(A1)", 12_000, on=NOW.date(), by=house.max, now=NOW)
    titles, rows, _raw = take("table-ledger-outlay", house.adam)
    assert rows[0][titles.index("what")] == "'@SUM(A1)"


def test_no_secret_leaves(house: House) -> None:
    Endpoint.objects.create(kind="events", name="CRM", url="https://crm.example/in", secret="sealed-thing", made_at=NOW)
    key = ApiKey.objects.create(user=house.adam, name="CRM", hashed="f" * 64, made_at=NOW)
    house.adam.set_password("a long and winding road")
    house.adam.save()
    for name, secret in (("courier-endpoint", "sealed-thing"), ("staff-apikey", key.hashed), ("staff-user", house.adam.password)):
        assert secret.encode() not in take(f"table-{name}", house.adam)[2], name


def test_only_an_admin_takes_a_table(house: House, client: Client) -> None:
    for user in (house.mona, house.dora, house.max, user_of(house.ines)):
        with pytest.raises(NotYours):
            take("table-touches-touch", user)
    client.force_login(house.mona)
    assert b"table-touches-touch" not in client.get("/exports/").content
    client.force_login(house.adam)
    assert b"table-touches-touch" in client.get("/exports/").content
