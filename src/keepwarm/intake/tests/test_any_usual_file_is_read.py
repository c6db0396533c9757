"""CSV of any usual delimiter and encoding, and XLSX; what is no table is refused in one sentence; nothing ever crashes."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keepwarm.intake.mapping.read import read_map
from keepwarm.intake.reading.opening import open_list, open_table
from keepwarm.intake.reading.tables import Unreadable
from keepwarm.intake.shaping.people import Shaper
from keepwarm.lib.refusal import Refusal

LATEST = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)


def cells(path: Path, content: bytes, name: str = "list.csv") -> tuple[tuple[str, ...], list[list[str]]]:
    file = path / name
    file.write_bytes(content)
    table = open_table(file)
    return table.header, [row.cells for row in table.rows()]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends(tmp_path: Path, mark: str, encoding: str, end: str) -> None:
    lines = [["Name", "Straße", "Ort"], ["Jürgen Möß", "Hauptstraße 1", "Köln"], ["Zoë", f"a{mark} b", "München"]]
    text = end.join(mark.join(f'"{cell}"' if mark in cell else cell for cell in line) for line in lines) + end
    assert cells(tmp_path, text.encode(encoding)) == (tuple(lines[0]), lines[1:])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Иван Петров из Москвы хочет получить предложение как можно скорее"),
        ("cp1250", "Łukasz Żółć z Gdańska prosi o ofertę, wśród źródeł są książki"),
        ("cp1252", "Renée Lefèvre à Besançon où l’hôtel coûte cher"),
    ],
)
def test_old_encodings_are_told_apart(tmp_path: Path, encoding: str, text: str) -> None:
    lines = "".join(f"{place};{text}\n" for place in range(40))
    assert cells(tmp_path, f"Nr;Text\n{lines}".encode(encoding))[1][0][1] == text


NAMES = {
    "cp1250": ["Łukasz Wiśniewski, Jan Müller", "Jiří Dvořák, Petr Müller", "Kovács Győző, Nagy Jenő", "Đuro Babić, Željko Šimić"],
    "iso8859_2": ["Łukasz Wiśniewski, Małgorzata Dąbrowska"],
    "cp1251": ["Иван Петров, Ольга Смирнова", "Київ, Їжакевич"],
    "koi8_r": ["Иван Петров, Ольга Смирнова"],
    "iso8859_5": ["Иван Петров, Ольга Смирнова"],
    "cp866": ["Иван Петров, Ольга Смирнова"],
    "cp1252": [
        "Jürgen, José O’Neill",
        "Søren Ångström, Åse Nørgaard",
        "João Simões, Luís Conceição",
        "Guðmundur Þórsson",
        "BJÖRN, FRANÇOIS, Íñigo",
    ],
    "cp1253": ["Γιώργος Παπαδόπουλος, Μαρία Νικολάου"],
    "cp1254": ["Ayşe Yılmaz, Gökhan Şahin, İbrahim Çelik"],
    "cp1255": ["דוד כהן, שרה לוי"],
    "cp1256": ["محمد علي, فاطمة حسن"],
    "cp1257": ["Jānis Bērziņš, Kęstutis Šimkus"],
    "cp850": ["Jürgen Groß, François Lefèvre"],
    "mac_roman": ["Jürgen Groß, François Lefèvre"],
    "cp874": ["สมชาย ใจดี"],
    "shift_jis": ["田中太郎, 鈴木花子", "トヨタ自動車, さくら商事"],
    "euc_jp": ["田中太郎, 佐藤健"],
    "gb18030": ["王小明, 李娜"],
    "big5": ["王小明, 李美玲"],
    "euc_kr": ["김민수, 이영희"],
}


@pytest.mark.parametrize(("encoding", "names"), [(encoding, names) for encoding, lists in NAMES.items() for names in lists])
@pytest.mark.parametrize("plain", [0, 60])
def test_a_few_names_tell_in_which_encoding_a_list_is_written(tmp_path: Path, encoding: str, names: str, plain: int) -> None:
    lines = [*names.split(", "), *(f"Ann Lee {place}" for place in range(plain))]
    text = "Name;Mail\n" + "".join(f"{name};p{place}@x.example\n" for place, name in enumerate(lines))
    assert [row[0] for row in cells(tmp_path, text.encode(encoding))[1]] == lines


def test_line_breaks_quotes_and_nuls_inside_values(tmp_path: Path) -> None:
    header, rows = cells(tmp_path, b'Name,Note\nAnn,"two\nlines, and ""quotes"""\nB\x00ob,x\n')
    assert header == ("Name", "Note")
    assert rows == [["Ann", 'two\nlines, and "quotes"'], ["Bob", "x"]]


def test_a_row_knows_the_line_it_begins_on(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b'Name,Note\nAnn,"a\nb\nc"\nBob,x\n\nCid,y\n')
    assert [row.line for row in open_table(path).rows()] == [2, 5, 7]
    assert [row.line for row in open_table(path).rows(from_line=5)] == [5, 7]


def test_ragged_rows_are_filled_or_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"A,B,C\n1,2\n1,2,3,,\n1,2,3,4\n7,8,9\n")
    rows = list(open_table(path).rows())
    assert [row.cells for row in rows if not row.problem] == [["1", "2", ""], ["1", "2", "3"], ["7", "8", "9"]]
    assert [(row.line, row.problem) for row in rows if row.problem] == [(4, "4 values for 3 columns")]


def test_an_unclosed_quotation_mark_costs_one_row_and_not_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"Name,Note\nAnn,ok\n" + b'Bob,"open\n' + b"".join(b"P%d,fine\n" % place for place in range(2000)))
    rows = list(open_table(path).rows())
    assert [row.line for row in rows if row.problem] == [3]
    assert len(rows) == 2002


def test_a_huge_value_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"Name,Note\nAnn," + b"x" * 3_000_000 + b"\nBob,ok\n")
    assert [bool(row.problem) for row in open_table(path).rows()] == [True, False]


def test_titles_above_the_header_are_passed_over_and_names_made_unique(tmp_path: Path) -> None:
    header, rows = cells(tmp_path, b"Our list,,\n,,\nName,Mail,Mail\nAnn,a@b.de,c@d.de\n")
    assert header == ("Name", "Mail", "Mail (2)")
    assert rows == [["Ann", "a@b.de", "c@d.de"]]


def test_a_spreadsheet_with_dates_numbers_and_yes(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["Name", "When", "No", "Ok"], ["Ann", dt.datetime(2026, 3, 1), 660727, True], ["Bob", None, 1.5, False]):  # noqa: DTZ001
        sheet.append(line)
    book.save(tmp_path / "x.xlsx")
    table = open_table(tmp_path / "x.xlsx")
    assert [row.cells for row in table.rows()] == [["Ann", "2026-03-01", "660727", "yes"], ["Bob", "", "1.5", "no"]]


def test_a_large_spreadsheet_is_streamed_under_the_hash_it_is_kept_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("Data")  # behind an empty one
    for line in (["Our list"], [], ["Name", "When", "No"], ["Ann", dt.datetime(2026, 3, 1), 660727], ["Bob", None, "#N/A"]):  # noqa: DTZ001
        sheet.append(line)
    book.save(tmp_path / "x.xlsx")
    (tmp_path / "x.xlsx").rename(tmp_path / "0a1b2c")
    small = open_list(tmp_path / "0a1b2c", name="x.xlsx")
    monkeypatch.setattr("keepwarm.intake.reading.sheet_table._KEPT_WHOLE", 0)
    large = open_list(tmp_path / "0a1b2c", name="x.xlsx")
    assert large.header == small.header == ("Name", "When", "No")
    assert [row.cells[:2] for row in large.rows()] == [row.cells[:2] for row in small.rows()] == [["Ann", "2026-03-01"], ["Bob", ""]]
    Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(Unreadable, match="is empty"):
        open_list(tmp_path / "empty.xlsx")


def test_what_cannot_be_streamed_and_is_large_is_refused_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(Unreadable, match="cannot be read as a spreadsheet"):
        open_list(tmp_path / "old.xls")
    monkeypatch.setattr("keepwarm.intake.reading.sheet_table._KEPT_WHOLE", 0)
    with pytest.raises(Unreadable, match="save it as XLSX or CSV"):
        open_list(tmp_path / "old.xls")


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("Name~Mail\nAnn~a@x.de\nBob~b@x.de\n", [["Ann", "a@x.de"], ["Bob", "b@x.de"]]),
        ("'Name','Note'\n'Ann','x, y'\n'Bob','z'\n", [["Ann", "x, y"], ["Bob", "z"]]),
        ('Name,Note\n"Ann","says \\"hi\\", then"\n"Bob","x"\n', [["Ann", 'says "hi", then'], ["Bob", "x"]]),
        ('Name, Note\nAnn, "a, b"\nBob, "c"\n', [["Ann", "a, b"], ["Bob", "c"]]),
        ("Name,Mail\r\nAnn,a@x.de\r\nBob,b@x.de\r\n\x1a", [["Ann", "a@x.de"], ["Bob", "b@x.de"]]),
        ('Name,Folder\nAnn,"C:\\"\nBob,"D:\\x"\n', [["Ann", "C:\\"], ["Bob", "D:\\x"]]),
    ],
)
def test_the_quoting_of_databases_and_old_programs_is_read(tmp_path: Path, content: str, rows: list[list[str]]) -> None:
    assert cells(tmp_path, content.encode())[1] == rows


def test_titles_that_come_once_more_are_nobody(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"Name,Firm\nAnn,Acme\nName,Firm\nBob,Beta\n")
    rows = list(open_table(path).rows())
    assert [row.cells[0] for row in rows if not row.problem] == ["Ann", "Bob"]
    assert [(row.line, row.problem) for row in rows if row.problem] == [(3, "the titles of the columns once more")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.4", "PDF"),
        (b"PK\x03\x04 broken", "cannot be read as a spreadsheet"),
        (b"<!doctype html><p>x", "page"),
        (bytes(range(1, 32)) * 50, "no text file"),
        (b"ann@lee.example,0113 496 0001\nbob@ray.example,0113 496 0002\n", "has no header"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        cells(tmp_path, content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda text: f"Name,Mail\n{text}".encode("utf-8", "replace"))))
def test_whatever_the_bytes_there_are_rows_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    sentence = "read."
    try:
        table = open_table(path)
        for row in table.rows():
            assert row.problem or len(row.cells) == len(table.header)
    except Refusal as refusal:
        sentence = refusal.sentence
    assert sentence.endswith(".")


@given(st.lists(st.text(max_size=30), min_size=8, max_size=8))
def test_whatever_the_values_a_row_is_shaped_or_refused_in_a_sentence(values: list[str]) -> None:
    header = ("Name", "Mail", "Phone", "Date", "Firm", "Land", "Call", "Q")
    data = {
        "country": "DE",
        "person": {"name": "Name", "emails": ["Mail"], "phones": ["Phone"], "organization": "Firm", "country": "Land"},
        "inquiry": {"date": "Date", "wants_contact": "Call"},
        "answer": [{"column": "Q", "key": "q"}],
    }
    plan = read_map(data, header, called="map", file="list")
    shaped = Shaper(plan, latest=LATEST).shape(2, values)
    assert getattr(shaped, "reason", "x")
    assert shaped.line == 2


def test_a_header_without_a_row_below_it_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("Name;Email\n;\n\n", encoding="utf-8")
    assert open_table(tmp_path / "list.csv").header == ("Name", "Email")
    with pytest.raises(Unreadable, match="has a header and no row below it"):
        open_list(tmp_path / "list.csv")
