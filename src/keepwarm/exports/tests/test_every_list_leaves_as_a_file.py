"""Each list and report of the house can be taken as CSV and XLSX by its name, holds what its reader may see, and opens again."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from keepwarm.decisions.actions import log_touch, settle
from keepwarm.decisions.batch import NewTouch
from keepwarm.exports.actions import take_export
from keepwarm.exports.queries.finding import BadExport, UnknownExport, all_exports, exports_for, find_export
from keepwarm.prospects.models import Prospect
from keepwarm.staff.exporting import Export
from keepwarm.staff.models import AuditRow, Role, User
from keepwarm.staff.queries import NotYours
from tests.cast import NOW, House, hire, meet, open_house, user_of

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://evil.example")'


@pytest.fixture
def house() -> House:
    house = open_house()
    anna, bert = (
        meet(house, "Anna Arnold", firm="Arnold & Söhne"),
        meet(house, FORMULA, owner=house.ivo, email="b@b.example", phone="+441134960043"),
    )
    settle([anna.pk, bert.pk], by=None, now=NOW)
    call = NewTouch(
        prospect_id=anna.pk,
        seat_id=house.ines.pk,
        channel="phone",
        direction="out",
        disposition="reached",
        happened_at=NOW,
        learned="+1 like it",
    )
    log_touch(call, by=user_of(house.ines), now=NOW)
    return house


def take(name: str, for_: User, kind: str = "csv", **filters: str) -> bytes:
    file, _count = take_export(name, filters, kind=kind, for_=for_, by=for_, now=NOW)
    with file:
        return file.read()


def lines(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


WITHOUT_OF = sorted(name for name, one in all_exports().items() if not one.of)


def test_each_goes_as_csv_and_as_xlsx(house: House) -> None:
    for name in WITHOUT_OF:
        found = find_export(name, for_=house.adam)
        rows = lines(take(name, house.adam))
        sheet: Any = load_workbook(io.BytesIO(take(name, house.adam, "xlsx"))).worksheets[0]
        if isinstance(found, Export):
            assert [len(row) for row in rows] == [len(rows[0])] * len(rows), name
            assert sheet.max_row == len(rows) or name in {"exports", "table-staff-auditrow"}, (
                name
            )  # the book has grown by what was just taken
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), name
    assert len(WITHOUT_OF) > 20


def test_who_sees_a_part_takes_a_part(house: House) -> None:
    ines, everyone = lines(take("prospects", user_of(house.ines))), lines(take("prospects", house.mona))
    assert {row[1] for row in ines[1:]} == {"Anna Arnold"}
    assert {row[1] for row in everyone[1:]} == {"Anna Arnold", f"'{FORMULA}"}
    assert "Cost" in lines(take("touches", house.mona))[0]
    assert "Cost" not in lines(take("touches", user_of(house.ines)))[0]


def test_the_filter_of_the_page_holds(house: House) -> None:
    ivos = lines(take("prospects", house.mona, owner=house.ivo.ref))
    assert [row[1] for row in ivos[1:]] == [f"'{FORMULA}"]
    with pytest.raises(BadExport, match="step, owner"):
        take("prospects", house.mona, ownr=house.ivo.ref)


def test_a_line_in_the_book_tells_who_took_what(house: House) -> None:
    take("prospects", house.mona, "xlsx", owner=house.ivo.ref)
    row = AuditRow.objects.get(what="export")
    assert (row.by, row.at) == (house.mona, NOW)
    assert row.args == {"name": "prospects", "kind": "xlsx", "rows": 1, "filters": {"owner": house.ivo.ref}}


def test_what_is_refused_leaves_no_line(house: House) -> None:
    with pytest.raises(NotYours):
        take("policy-changes", user_of(house.ines))
    with pytest.raises(UnknownExport):
        take("everything", house.adam)
    with pytest.raises(BadExport):
        take("prospects", house.adam, "pdf")
    with pytest.raises(BadExport, match="Say of which"):
        take("segment-members", house.adam)
    assert not AuditRow.objects.filter(what="export").exists()


def test_moments_are_told_in_the_readers_zone(house: House) -> None:
    berlin = hire("Berta", Role.MANAGER, zone="Europe/Berlin")
    titles, *rows = lines(take("touches", berlin))
    assert rows[0][titles.index("When (Europe/Berlin)")] == "2026-11-18T10:30:00+01:00"
    book: Any = load_workbook(io.BytesIO(take("touches", berlin, "xlsx"))).worksheets[0]
    cell = book.cell(2, titles.index("When (Europe/Berlin)") + 1)
    assert cell.value == (NOW + timedelta(hours=1)).replace(tzinfo=None)
    assert rows[0][titles.index("What was learned")] == "'+1 like it"


def test_the_page_posts_and_gets_the_file(house: House, client: Client) -> None:
    client.force_login(house.mona)
    page = client.get("/exports/prospects/?step=call")
    assert page.status_code == 200
    assert not AuditRow.objects.exists()
    answer = client.post("/exports/prospects/", {"kind": "xlsx", "owner": house.ivo.ref})
    raw = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert zipfile.is_zipfile(io.BytesIO(raw))
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert client.post("/exports/prospects/", {"kind": "exe"}).status_code == 422
    assert client.get("/exports/nothing/").status_code == 404


def test_a_role_that_may_not_finds_no_control_and_no_way(house: House, client: Client) -> None:
    client.force_login(user_of(house.ines))
    assert client.post("/exports/policy-changes/", {"kind": "csv"}).status_code == 403
    assert client.get("/exports/book/").status_code == 403
    assert b"policy-changes" not in client.get("/exports/").content
    assert b"/exports/prospects/" in client.get("/prospects/?owner=" + house.ines.ref).content
    assert "policy-changes" not in {one.name for one in exports_for(user_of(house.ines))}


def test_the_admin_reads_the_book(house: House, client: Client) -> None:
    take("prospects", house.mona)
    client.force_login(house.adam)
    page = client.get("/exports/book/").content.decode()
    assert "Mona" in page
    assert "Prospects" in page
    assert Prospect.objects.count() == 2
