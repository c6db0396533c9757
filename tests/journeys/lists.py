"""Lists that somebody brings in the browser, and the way through the pages of an import, with or without scripts."""

from pathlib import Path

from playwright.sync_api import Page, expect

HEADER = "Contact;Company;Mail;Ring them on;Enquired;Size;Score"


def write_list(folder: Path, people: int) -> Path:
    """A semicolon list as a spreadsheet saves it: so many people, one without an address that is one, one with a date that is none."""
    rows = [
        f"Person {n:03};Firm {n:03};p{n}@firm{n}.example;0113 496 {n:04};{n % 5 + 10}/11/2026;{n % 7};{n * 37 % 1000}"
        for n in range(people)
    ]
    bad = ["Bad Mail;Firm X;not an address;;12/11/2026;3;1", "Bad Date;Firm Y;y@y.example;;the day before yesterday;4;2"]
    path = folder / "fair.csv"
    path.write_text("\n".join([HEADER, *rows, *bad]) + "\n", encoding="cp1252")
    return path


def bring_file(page: Page, path: Path) -> None:
    """From the page of imports to the columns."""
    page.get_by_label("A CSV or XLSX file").set_input_files(path)
    page.get_by_role("button", name="What is in it?").click()
    expect(page.get_by_role("heading", name="What is in “fair.csv”?")).to_be_visible()


def say_columns(page: Page, *, spread: bool = True) -> None:
    """The guesses are right but for one: a score of another program is nobody's answer. Then look before."""
    guessed = {"Contact": "name", "Company": "organization", "Mail": "email", "Ring them on": "phone", "Enquired": "date", "Size": "answer"}
    for column, role in guessed.items():
        expect(page.get_by_label(column, exact=True)).to_have_value(role)
    page.get_by_label("Score", exact=True).select_option("leave out")
    page.get_by_label("How is the source called?").fill("Fair Leeds")
    page.get_by_label("Country of phones without a country code").fill("gb")
    page.get_by_label("Spread the first touches").set_checked(spread)
    page.get_by_role("button", name="Look before importing").click()
    expect(page.get_by_role("heading", name="Is this how they shall come in?")).to_be_visible()
