"""Results: each kind of question in figures, groups under five never by themselves, and a file that no spreadsheet runs."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from keepwarm.decisions.actions import settle
from keepwarm.staff.exporting import Asked
from keepwarm.surveys.actions import Filled, keep_filled
from keepwarm.surveys.exports import EXPORTS
from keepwarm.surveys.models import Survey
from keepwarm.surveys.queries.results import LEAST, QuestionResult, results_of, shown_alone
from keepwarm.surveys.refusals import SurveyRefused
from tests.cast import NOW, House, meet, open_house, user_of
from tests.gatherings import ask_all


@pytest.fixture
def house(db: None) -> House:
    return open_house()


def fill(survey: Survey, count: int, *, way: str = "", **said: str) -> None:
    for _number in range(count):
        keep_filled(survey.ref, Filled(said, is_last=True, way=way), now=NOW)


def result(survey: Survey, key: str) -> QuestionResult:
    return next(one for one in results_of(survey).questions if one.key == key)


def test_each_kind_of_question_in_figures(house: House) -> None:
    survey = ask_all(house)
    fill(survey, 3, tool="paper", stops="10", worry="Stops", alone="yes")
    fill(survey, 1, tool="program", stops="40", alone="no")
    fill(survey, 1)  # nothing said, nothing begun
    results = results_of(survey)
    assert (results.begun, results.finished) == (4, 4)
    assert [(bar.label, bar.count, bar.percent) for bar in result(survey, "tool").bars] == [
        ("paper", 3, 75),
        ("spreadsheet", 0, 0),
        ("program", 1, 25),
    ]
    stops = result(survey, "stops")
    assert (stops.least, stops.middle, stops.most, stops.answered) == ("10", "10", "40", 4)
    assert result(survey, "worry").texts == ("Stops", "Stops", "Stops")


def test_many_numbers_are_put_into_spans_that_hold_all(house: House) -> None:
    survey = ask_all(house)
    for number in range(30):
        fill(survey, 1, stops=str(number * 3 - 10))
    bars = result(survey, "stops").bars
    assert (len(bars), sum(bar.count for bar in bars)) == (8, 30)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30), max_size=8))
def test_who_is_left_is_never_told_by_subtraction(counts: dict[str, int]) -> None:
    alone = shown_alone(counts)
    rest = sum(count for way, count in counts.items() if way not in alone)
    assert all(counts[way] >= LEAST for way in alone)
    assert rest == 0 or rest >= LEAST or not alone


def test_a_way_of_fewer_than_five_is_not_shown_by_itself(house: House, client: Client) -> None:
    survey = ask_all(house)
    fill(survey, 6, way="fair", tool="paper")
    fill(survey, 5, way="letter", tool="program")
    fill(survey, 2, way="ad", tool="spreadsheet")
    results = results_of(survey)
    assert ([way.key for way in results.ways], results.others) == (["fair"], 7)
    assert results_of(survey, way="fair").begun == 6
    with pytest.raises(SurveyRefused, match="Fewer than five"):
        results_of(survey, way="ad")
    client.force_login(user_of(house.ines))
    page = client.get(f"/surveys/{survey.ref}/?way=ad")
    assert (page.status_code, "Fewer than five" in page.content.decode(), "<svg" in page.content.decode()) == (422, True, True)


def test_the_file_holds_a_line_a_sheet(house: House) -> None:
    survey, anna = ask_all(house), meet(house)
    settle([anna.pk], by=None, now=NOW)
    keep_filled(survey.ref, Filled({"worry": "machines", "stops": "-5"}, prospect=anna), now=NOW)
    fill(survey, 1, worry="@cmd", way="ad")
    found, asked = next(one for one in EXPORTS if one.name == "survey-answers"), Asked(house.max, NOW, {"of": survey.ref})
    told = {str(column.title): column for column in found.columns_for(asked)}
    rows = [[told[title].of(row) or "" for title in ("Name", "Worry", "Stops", "Way")] for row in found.rows(asked)]
    assert rows == [["Anna Arnold", "machines", "-5", ""], ["", "@cmd", "", ""]]


def test_a_survey_is_made_on_its_page_and_the_house_reads_it(house: House, client: Client) -> None:
    ask_all(house)
    client.force_login(house.max)
    written = {"title": "Once more", "question_0": "tool", "words_0": "What do you plan with?", "question_1": "stops"}
    made = client.post("/surveys/new/", written)
    survey = Survey.objects.get(title="Once more")
    assert made["Location"] == f"/surveys/{survey.ref}/"
    twice = client.post(f"/surveys/{survey.ref}/edit/", {**written, "question_1": "tool"})
    assert (twice.status_code, "stands in a survey once" in twice.content.decode()) == (422, True)
    client.post(f"/surveys/{survey.ref}/open/")
    assert "What do you plan with?" in client.get(f"/surveys/p/{survey.ref}/").content.decode()
    assert client.get(f"/surveys/{survey.ref}/answers.csv")["Location"] == f"/exports/survey-answers/?of={survey.ref}"
    client.force_login(user_of(house.ines))
    assert "Once more" in client.get("/surveys/").content.decode()
    assert client.post(f"/surveys/{survey.ref}/close/").status_code == 403
