"""An offering fits what they said, does not, or it is not known yet; and then it says what to ask."""

from keepwarm.engine.conditions.text import parse
from keepwarm.engine.fit import Need, Serves, Verdict, judge_fit
from keepwarm.engine.tests.people import person, told

HEATS = Serves((Need("need", ("heating", "hot water")),), parse("answer.rooms >= 10"))


def test_it_fits_when_a_need_is_there_and_all_that_is_required_holds() -> None:
    fit = judge_fit(HEATS, person({"need": told("heating"), "rooms": told(12.0)}))
    assert (fit.verdict, fit.needs, fit.requires, fit.ask) == (Verdict.FITS, (Verdict.FITS,), Verdict.FITS, ())


def test_it_does_not_fit_when_they_said_otherwise() -> None:
    assert judge_fit(HEATS, person({"need": told("cooling")})).verdict is Verdict.DOES_NOT
    assert judge_fit(HEATS, person({"rooms": told(3.0)})).verdict is Verdict.DOES_NOT


def test_what_is_not_known_yet_is_asked_and_nothing_else() -> None:
    assert judge_fit(HEATS, person({"need": told("heating")})).ask == ("rooms",)
    assert judge_fit(HEATS, person()).ask == ("rooms", "need")


def test_one_of_several_needs_is_enough() -> None:
    serves = Serves((Need("need", ("heating",)), Need("wish")))
    fit = judge_fit(serves, person({"need": told("cooling"), "wish": told("a quiet house")}))
    assert (fit.verdict, fit.needs) == (Verdict.FITS, (Verdict.DOES_NOT, Verdict.FITS))
    assert judge_fit(serves, person({"need": told("cooling")})).ask == ("wish",)


def test_a_plain_no_is_no_need() -> None:
    assert judge_fit(Serves((Need("need"),)), person({"need": told("none")})).verdict is Verdict.DOES_NOT


def test_what_must_not_be_is_unknown_until_somebody_says_so() -> None:
    serves = Serves(requires=parse('not answer.roof = "listed"'))
    assert judge_fit(serves, person()).verdict is Verdict.NOT_KNOWN
    assert judge_fit(serves, person({"roof": told("flat")})).verdict is Verdict.FITS


def test_without_needs_it_serves_everyone() -> None:
    assert judge_fit(Serves(), person()).verdict is Verdict.FITS
