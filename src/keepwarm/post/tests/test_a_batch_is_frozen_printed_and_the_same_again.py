"""A batch holds each letter once, its PDF is the same whenever it is made, and a crash between two steps loses and doubles nothing."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest
from django.utils import translation

from keepwarm.post.actions import make_pdf, print_batch, printing, take_batch_back
from keepwarm.post.models import Batch, Letter, PrintedFile
from keepwarm.post.refusals import PostRefused
from keepwarm.post.rendering import render, shape
from keepwarm.post.texts import text_of_kind
from keepwarm.prospects.models import Prospect
from tests.cast import NOW, House
from tests.papers import LATER, by_post, paper_house, printed, write

pytestmark = pytest.mark.django_db
NASTY = '#panic("x") $a$ *b* _c_ @d <e> [f](http://x) \\ " مرحبا 🎉'


@pytest.fixture
def house() -> House:
    return paper_house()


def read(batch: Batch) -> str:
    """The words of its PDF."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    raw = bytes(batch.pdf.raw) if batch.pdf else render(batch)
    return subprocess.run([tool, "-layout", "-", "-"], input=raw, capture_output=True, check=True).stdout.decode()


def test_all_that_waits_is_in_one_file_with_address_words_and_code(house: House) -> None:
    batch = printed(house, by_post(house), by_post(house, "Ben Bow"))
    assert (batch.state, batch.count, Letter.objects.filter(state="printed").count()) == ("frozen", 2, 2)
    text = read(batch)
    for words in ("House of Pumps", "Anna Arnold", "Hello Ben,", "LS1 2AB", "A word", "18 November 2026", "With kind regards"):
        assert words in text, words
    assert "Page 1" not in text


def test_the_same_batch_is_the_same_bytes(house: House) -> None:
    batch = printed(house, by_post(house))
    kept = PrintedFile.objects.get()
    assert bytes(kept.raw) == render(batch) == render(batch)
    assert make_pdf(batch.ref, by=house.max, now=LATER).pdf_id == kept.pk


def test_a_name_full_of_markup_is_a_name(house: House) -> None:
    anna = by_post(house, lines=f"{NASTY}, {'Long' * 60}, Leeds")
    Prospect.objects.filter(pk=anna.pk).update(name=NASTY, given_name=NASTY)
    batch = printed(house, anna)
    page = shape(batch)["letters"][0]
    assert page["lines"][0] == NASTY
    assert page["blocks"][0]["lines"][0][0]["text"].startswith('Hello #panic("x") $a$ *b* _c_')
    assert '#panic("x")' in read(batch)


def test_a_long_letter_numbers_its_pages_and_the_next_begins_anew(house: House) -> None:
    write(house, by_post(house), text="Hello.\n\n" + "\n\n".join(["A paragraph of some words that goes on. " * 6] * 16))
    write(house, by_post(house, "Ben Bow"))
    text = read(print_batch(by=house.max, now=NOW))
    assert "Page 1 of 2" in text
    assert "Page 2 of 2" in text
    assert "of 3" not in text


def test_the_letter_speaks_the_language_of_its_reader(house: House) -> None:
    anna = by_post(house)
    Prospect.objects.filter(pk=anna.pk).update(language="de-AT")
    page = shape(printed(house, anna))["letters"][0]
    assert (page["lang"], page["date"]) == ("de", "18. November 2026")
    assert (page["greeting"], page["choose"]) == ("Mit freundlichen Grüßen", "Wie möchten Sie von uns hören?")
    with translation.override("de"):
        assert text_of_kind("last_question")[1].startswith("Guten Tag {name|zusammen},\n\nwir schreiben Ihnen")


def test_a_crash_before_the_file_leaves_a_batch_that_is_completed_and_nothing_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    write(house, by_post(house))

    def crash(*args: Any) -> bytes:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(printing, "render", crash)
        with pytest.raises(RuntimeError):
            print_batch(by=house.max, now=NOW)
    batch = Batch.objects.get()
    assert (batch.state, batch.pdf_id) == ("open", None)
    with pytest.raises(PostRefused):
        print_batch(by=house.max, now=LATER)
    assert make_pdf(batch.ref, by=house.max, now=LATER).state == "frozen"
    assert (Batch.objects.count(), Letter.objects.count()) == (1, 1)


def test_what_was_chosen_by_another_meanwhile_is_not_printed_twice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has read the same letters, and comes to the lock after the first."""
    write(house, by_post(house))
    oldest = printing._oldest(10)
    print_batch(by=house.max, now=NOW)
    monkeypatch.setattr(printing, "_oldest", lambda most: oldest)
    with pytest.raises(PostRefused, match="Nothing waits"):
        printing.freeze(by=house.mona, now=NOW)
    assert Batch.objects.count() == 1


def test_a_batch_taken_back_gives_its_letters_to_the_next(house: House) -> None:
    batch = printed(house, by_post(house))
    take_batch_back(batch.ref, by=house.max, now=LATER)
    assert not PrintedFile.objects.exists()
    again = print_batch(by=house.max, now=LATER)
    assert (again.count, Batch.objects.filter(state="cancelled").count()) == (1, 1)


def test_a_house_without_an_address_cannot_print(house: House) -> None:
    write(house, by_post(house))
    from keepwarm.content.models import HouseLook

    HouseLook.objects.update(postal_address="")
    with pytest.raises(PostRefused, match="no postal address"):
        print_batch(by=house.max, now=NOW)
