"""Marketing writes what a lead is, sales signs it too: then it is in force."""

import pytest
from playwright.sync_api import Page, expect

from keepwarm.answers.models import Question
from keepwarm.policy.models import DefinitionVersion
from keepwarm.policy.queries import definition_in_force
from tests.cast import House
from tests.journeys.conftest import PHONE, Enter

pytestmark = pytest.mark.browser

LISTENS = "id => document.getElementById(id)?.['htmx-internal-data']?.initHash"
"""Whether htmx has seen an element that it brought."""


def add_machines(page: Page) -> None:
    """A question that is not there yet, added from the form that needs it."""
    page.get_by_role("link", name="The question is not there").click()
    page.get_by_label("What is it called?").fill("Machines")
    page.get_by_role("radio", name="number").check()
    page.get_by_role("button", name="Add the question").click()


def choose_machines(page: Page, number: int, how: str, value: str, *, scripted: bool = True) -> None:
    """One line of a criterion; a script brings the comparisons that fit."""
    question = page.locator(f"#id_question_{number}")
    if scripted:
        page.wait_for_function(LISTENS, arg=f"id_question_{number}")
        with page.expect_response("**/criteria/**"):
            question.select_option(label="Machines")
        expect(page.locator(f"#id_how_{number}").get_by_text("contains")).to_have_count(0)  # a number contains nothing
    else:
        question.select_option(label="Machines")
    page.locator(f"#id_how_{number}").select_option(label=how)
    page.locator(f"#id_value_{number}").fill(value)


def begin(page: Page) -> None:
    """A draft from nothing, and the form of its first criterion."""
    expect(page.get_by_text("Nobody has signed this yet.")).to_be_visible()
    page.get_by_role("button", name="Begin from nothing").click()
    expect(page.get_by_text("There is no criterion yet")).to_be_visible()
    page.get_by_role("link", name="Add a criterion").click()


def test_two_people_write_and_sign_a_definition(house: House, enter: Enter) -> None:
    page = enter(house.max, "/lead/")
    begin(page)
    add_machines(page)
    page.get_by_label("What is it called?").fill("Big enough")
    choose_machines(page, 0, "is at least", "10")
    page.get_by_role("button", name="Another line").click()
    choose_machines(page, 1, "is below", "5")
    page.get_by_role("button", name="Keep the criterion").click()
    expect(page.get_by_text("Nobody can meet “Big enough”: no answer to “Machines” fits")).to_be_visible()
    expect(page.get_by_role("button", name="Sign for marketing")).to_have_count(0)
    page.get_by_role("link", name="Change Big enough").click()
    page.get_by_role("button", name="Leave this line out").nth(1).click()
    expect(page.locator("#id_question_1")).to_have_value("")
    page.get_by_role("button", name="Keep the criterion").click()
    page.get_by_role("button", name="Sign for marketing").click()
    expect(page.get_by_text("It comes into force when the other side has signed too.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign for sales")).to_have_count(0)

    sales = enter(house.cara, page.url, **PHONE)
    sales.get_by_label("A word with it").fill("With this I can work")
    sales.get_by_role("button", name="Sign for sales").click()
    expect(sales.get_by_text("Version 1, in force since")).to_be_visible()
    expect(sales.get_by_text("With this I can work")).to_be_visible()
    assert DefinitionVersion.objects.get().number == definition_in_force().version


def test_without_javascript_too(house: House, enter: Enter) -> None:
    Question.objects.create(key="machines", label="Machines", kind="number", asked=True)
    page = enter(house.max, "/lead/", java_script_enabled=False)
    begin(page)
    page.get_by_label("What is it called?").fill("Big enough")
    choose_machines(page, 0, "is at least", "10", scripted=False)
    page.get_by_role("button", name="Another line").click()
    choose_machines(page, 1, "is at most", "500", scripted=False)
    page.get_by_role("button", name="Keep the criterion").click()
    expect(page.get_by_text("“Machines” is at least 10 and “Machines” is at most 500")).to_be_visible()
    page.get_by_role("button", name="Sign for marketing").click()
    manager = enter(house.mona, page.url, java_script_enabled=False)
    manager.get_by_role("button", name="Sign for sales").click()
    expect(manager.get_by_text("Version 1, in force since")).to_be_visible()
