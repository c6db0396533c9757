"""`keepwarm find`: the same finding, as a table and as JSON."""

import json

import pytest
from click.testing import CliRunner

from keepwarm.cli.find import command
from keepwarm.prospects.search import index_prospects
from tests.cast import meet, open_house

pytestmark = pytest.mark.django_db


def test_parts_in_any_order_print_who_it_is() -> None:
    anna = meet(open_house(), "Anna Whitfield", firm="Example Mills")
    index_prospects([anna.pk])
    shown = CliRunner().invoke(command, ["mills", "whit"])
    assert (shown.exit_code, "Anna Whitfield" in shown.output, "1 found." in shown.output) == (0, True, True)
    told = json.loads(CliRunner().invoke(command, ["0042", "--json"]).output)
    assert list(told) == ["text", "found", "more"]
    assert (told["found"][0]["ref"], told["found"][0]["owner"]) == (anna.ref, "Ines")
    nobody = json.loads(CliRunner().invoke(command, ["nobody", "--json"]).output)
    assert nobody == {"text": "nobody", "found": [], "more": False}
