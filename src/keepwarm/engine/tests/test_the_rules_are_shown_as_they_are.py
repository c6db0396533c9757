"""RULES and what is made from it: names, sentences, the page in the documents."""

from pathlib import Path

import pytest

from keepwarm.engine.arguments import ARGUMENTS, names_in
from keepwarm.engine.rules import RULES
from keepwarm.engine.rules.page import page
from keepwarm.engine.rules.rule import Rule
from keepwarm.engine.sentences import say, say_short
from keepwarm.engine.words import NextStep

PAGE = Path(__file__).parents[4] / "docs" / "rules.md"


def test_the_page_of_rules_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m keepwarm.engine.rules.page > docs/rules.md"


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) < 128


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_why_in_two_sentences_and_a_few_words(rule: Rule) -> None:
    assert set(names_in(rule.because)) <= ARGUMENTS
    assert rule.because.replace("?", ".").count(". ") == 1
    assert rule.because.endswith(".")
    assert len(rule.short) <= 40
    assert not rule.short.endswith(".")
    assert (rule.worth > 0) == (rule.step is not NextStep.KEEP_WARM)


def test_the_last_rules_leave_nobody_out() -> None:
    assert [rule.name for rule in RULES[-2:]] == ["person_reviews", "keep_warm"]


def test_one_day_is_not_one_days() -> None:
    assert "about every one day;" in say("keep_warm", {"pace_days": 1, "touch_on": "2026-03-01"})


def test_what_is_not_known_is_said_so() -> None:
    assert "the last was on a day we do not know." in say("keep_warm", {"pace_days": 21, "touch_on": None})
    assert "Still to find out: what holds them up;" in say("stalled", {"reached_on": "2026-03-01", "stalled_days": 14, "missing": []})


def test_the_reader_gives_language_dates_and_names() -> None:
    said = say(
        "promised_call",
        {"promised_at": "2026-03-11T14:00:00Z"},
        translate=lambda text: "Versprochen: %(promised_at)s." if text.startswith("We promised") else text,
        show=lambda moment: moment.strftime("%d.%m. %H Uhr"),
    )
    assert said == "Versprochen: 11.03. 14 Uhr."
    assert "Budget" in say("stalled", {"reached_on": None, "stalled_days": 14, "missing": ["budget"]}, label=str.title)


def test_a_rule_that_is_gone_can_still_be_read() -> None:
    assert say("carrier_pigeon", {}) == "carrier pigeon"
    assert say_short("carrier_pigeon") == "carrier pigeon"
