"""The measure of matching, and what it must show on the public files with known doubles."""

from pathlib import Path

import pytest

from bench.measure_matching import Unmeasurable, run

SHARED = Path(__file__).resolve().parents[5].parent / "shared" / "data" / "dedupe"
TABLE = """rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id
rec-1-org, anna, lindqvist, 12, oak street, , leeds, 4011, wa, 19710624, 1
rec-1-dup-0, lindqvist, anna, 12, oak stret, , leeds, 4011, wa, 19712406, 2
rec-2-org, peter, roth, 7, elm road, , york, 2000, wa, 19481230, 1
"""


def test_pairs_are_counted_by_the_group_in_the_record_id(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(TABLE)
    (row,) = run([str(file)])
    assert (row["records"], row["pairs"], row["found"], row["wrong"]) == (3, 1, 1, 0)
    assert (row["precision"], row["recall"], row["f1"]) == (1.0, 1.0, 1.0)


def test_a_missed_pair_lowers_recall_and_a_wrong_one_precision(tmp_path: Path) -> None:
    missed, wrong = tmp_path / "missed.csv", tmp_path / "wrong.csv"
    missed.write_text(TABLE.replace("rec-2-org", "rec-1-dup-1"))
    wrong.write_text(TABLE.replace("rec-1-dup-0", "rec-3-org"))
    rows = list(run([str(missed), str(wrong)]))
    assert [row["file"] for row in rows] == ["missed", "wrong", "overall"]
    assert rows[0]["recall"] == pytest.approx(1 / 3, abs=1e-4)
    assert rows[1]["precision"] == 0
    assert (rows[2]["precision"], rows[2]["recall"]) == (0.5, pytest.approx(1 / 3, abs=1e-4))


def test_neither_group_nor_number_of_an_authority_is_evidence(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    lines = ["rec_id,given_name,surname,date_of_birth,soc_sec_id"]
    lines += [f"rec-1-dup-{n},{name},19{n}50101,6988048" for n, name in enumerate(("anna,lind", "peter,roth", "mia,quist"))]
    file.write_text("\n".join(lines))
    (row,) = run([str(file)])
    assert (row["pairs"], row["found"], row["doubts"]) == (3, 0, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
        (b"given_name,surname\nanna,lind\n", "no column rec_id or cluster"),
        (b"rec_id,colour\n1,red\n", "no column with a name"),
        (b"rec_id,surname\n", "no records"),
        (b"surname,rec_id\nlind\n", "breaks off in record 1"),
    ],
)
def test_a_file_that_cannot_be_measured_is_refused_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    with pytest.raises(Unmeasurable, match=sentence):
        run([str(file)])


def test_a_missing_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unmeasurable, match="cannot be read"):
        run([str(tmp_path / "nowhere.csv")])


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_aims_hold_on_the_public_files(number: int) -> None:
    file = SHARED / f"febrl_dataset{number}.csv"
    if not file.exists():
        pytest.skip(f"the public file {file.name} is not on this machine")
    (row,) = run([str(file)])
    assert float(str(row["precision"])) >= 0.99
    assert float(str(row["recall"])) >= 0.93
