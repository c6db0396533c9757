"""Words for days, months, numbers and seasons in seven languages, folded (no accents), and the feasts that move."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final


def _numbered(*rows: str) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows, 1) for word in row.split()}


MONTHS: Final[Mapping[str, int]] = _numbered(
    "january jan januar janner janvier janv enero janeiro gennaio januari",
    "february feb februar feber fevrier febrero fevereiro febbraio februari",
    "march mar marz mrz mars marzo marco maart",
    "april apr avril avr abril aprile",
    "may mai mayo maio maggio mei",
    "june jun juni juin junio junho giugno",
    "july jul juli juillet juil julio julho luglio",
    "august aug aout agosto augustus",
    "september sept sep septembre septiembre setembro settembre",
    "october oct oktober okt octobre octubre outubro ottobre",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dezembro dicembre",
)
AMBIGUOUS: Final = frozenset({"may", "mars", "mar", "mai", "sep", "jan", "dec", "marco", "set", "mei"})
"""Month names that are other words or names as well: they need a number or a preposition beside them."""

WEEKDAYS: Final[Mapping[str, int]] = {
    word: number - 1
    for word, number in _numbered(
        "monday mon montag montags lundi lunes segunda segunda-feira lunedi maandag",
        "tuesday tue tues dienstag mardi martes terca terca-feira martedi dinsdag",
        "wednesday wed weds mittwoch mercredi miercoles quarta quarta-feira mercoledi woensdag",
        "thursday thu thur thurs donnerstag jeudi jueves quinta quinta-feira giovedi donderdag",
        "friday fri freitag vendredi viernes sexta sexta-feira venerdi vrijdag",
        "saturday sat samstag sonnabend samedi sabado sabato zaterdag",
        "sunday sun sonntag dimanche domingo domenica zondag",
    ).items()
}

NUMBERS: Final[Mapping[str, int]] = {
    **_numbered(
        "one a an ein eine einen einem einer un une una um uma een",
        "two couple zwei deux dos dois duas due twee",
        "three drei trois tres tre drie",
        "four vier quatre cuatro quatro quattro",
        "five funf cinq cinco cinque vijf",
        "six sechs seis sei zes",
        "seven sieben sept siete sete sette zeven",
        "eight acht huit ocho oito otto",
        "nine neun neuf nueve nove negen",
        "ten zehn dix diez dez dieci tien",
        "eleven elf onze once undici",
        "twelve zwolf douze doce doze dodici twaalf",
    ),
    **dict.fromkeys("fourteen vierzehn quatorze catorce quattordici veertien".split(), 14),
    **dict.fromkeys("fifteen funfzehn quinze quince quindici vijftien".split(), 15),
    "eighteen": 18,
    "achtzehn": 18,
    "twenty": 20,
    "zwanzig": 20,
    "vingt": 20,
    "veinte": 20,
    "vinte": 20,
    "thirty": 30,
    "dreissig": 30,
    "trente": 30,
    **dict.fromkeys("sixty sechzig soixante sesenta sessenta sessanta zestig".split(), 60),
    **dict.fromkeys("ninety neunzig noventa novanta negentig".split(), 90),
}

UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys("day days tag tage tagen jour jours dia dias giorno giorni dag dagen".split(), "day"),
    **dict.fromkeys("week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane weken".split(), "week"),
    **dict.fromkeys("fortnight fortnights quinzaine quinzena quincena".split(), "fortnight"),
    **dict.fromkeys("month months monat monate monaten mois mes meses mese mesi maand maanden".split(), "month"),
    **dict.fromkeys("quarter quarters quartal quartalen vierteljahr trimestre trimestres kwartaal".split(), "quarter"),
    **dict.fromkeys("year years yr yrs jahr jahre jahren an ans annee ano anos anno anni jaar".split(), "year"),
}

SEASONS: Final[Mapping[str, tuple[int, int]]] = {
    **dict.fromkeys("spring fruhling fruhjahr printemps primavera voorjaar lente".split(), (3, 1)),
    **dict.fromkeys("summer sommer ete verano verao estate zomer".split(), (6, 1)),
    **dict.fromkeys("autumn fall herbst automne otono outono autunno herfst".split(), (9, 1)),
    **dict.fromkeys("winter hiver invierno inverno".split(), (12, 1)),
}


def easter(year: int) -> date:
    """Easter Sunday (Gregorian), after the anonymous algorithm printed in Nature, 1876."""
    century, rest = divmod(year, 100)
    golden = year % 19
    leap, odd = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    quarter, remainder = divmod(rest, 4)
    shift = (32 + 2 * odd + 2 * quarter - moon - remainder) % 7
    late = (golden + 11 * moon + 22 * shift) // 451
    month, day = divmod(moon + shift - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month, counted from its end when `nth` is negative."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _listed(*days: date) -> Callable[[int], date]:
    """A feast of another calendar, by year; before and after the list the first and the last day are given: too far off to be believed."""
    by_year = {day.year: day for day in days}
    return lambda year: by_year.get(year, days[-1] if year > days[-1].year else days[0])


# As announced or computed for 2025 to 2028; the evening before in some countries.
_lunar_new_year = _listed(date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26))
_diwali = _listed(date(2025, 10, 20), date(2026, 11, 8), date(2027, 10, 29), date(2028, 10, 17))
_eid = _listed(date(2025, 3, 31), date(2026, 3, 20), date(2027, 3, 10), date(2028, 2, 27))

FEASTS: Final[tuple[tuple[str, Callable[[int], date], Callable[[int], date]], ...]] = (
    (r"easter|ostern|paques|pascua|pascoa|pasqua|pasen|semana santa", easter, lambda year: easter(year) + timedelta(days=2)),
    (
        r"whitsun|pentecost|pfingsten|pentecote|pentecostes",
        lambda year: easter(year) + timedelta(days=49),
        lambda year: easter(year) + timedelta(days=51),
    ),
    (r"lent|fastenzeit|careme|cuaresma|quaresma|ash wednesday", lambda year: easter(year) - timedelta(days=46), easter),
    (
        r"carnival|karneval|fasching|carnaval|mardi gras",
        lambda year: easter(year) - timedelta(days=47),
        lambda year: easter(year) - timedelta(days=46),
    ),
    (
        r"christmas|xmas|weihnachten|noel|navidad|natal|natale|kerst|the festive season",
        lambda year: date(year, 12, 25),
        lambda year: date(year, 12, 27),
    ),
    (r"new years? day|neujahr", lambda year: date(year, 1, 1), lambda year: date(year, 1, 2)),
    (r"epiphany|dreikonig\w*|epiphanie|reyes|dia de reis|twelfth night", lambda year: date(year, 1, 6), lambda year: date(year, 1, 7)),
    (r"thanksgiving", lambda year: nth_weekday(year, 11, 3, 4), lambda year: nth_weekday(year, 11, 3, 4) + timedelta(days=4)),
    (r"labou?r day", lambda year: nth_weekday(year, 9, 0, 1), lambda year: nth_weekday(year, 9, 0, 1) + timedelta(days=1)),
    (r"memorial day", lambda year: nth_weekday(year, 5, 0, -1), lambda year: nth_weekday(year, 5, 0, -1) + timedelta(days=1)),
    (r"independence day", lambda year: date(year, 7, 4), lambda year: date(year, 7, 5)),
    (r"halloween", lambda year: date(year, 10, 31), lambda year: date(year, 11, 1)),
    (r"valentines(?: day)?", lambda year: date(year, 2, 14), lambda year: date(year, 2, 15)),
    (r"st patricks(?: day)?", lambda year: date(year, 3, 17), lambda year: date(year, 3, 18)),
    (r"michaelmas|michaeli", lambda year: date(year, 9, 29), lambda year: date(year, 9, 30)),
    (r"all saints|allerheiligen|toussaint|todos los santos", lambda year: date(year, 11, 1), lambda year: date(year, 11, 2)),
    (r"bonfire night|guy fawkes(?: night)?", lambda year: date(year, 11, 5), lambda year: date(year, 11, 6)),
    (r"midsummer|johanni", lambda year: date(year, 6, 24), lambda year: date(year, 6, 25)),
    (r"(?:chinese|lunar) new year|spring festival", _lunar_new_year, lambda year: _lunar_new_year(year) + timedelta(days=7)),
    (r"diwali", _diwali, lambda year: _diwali(year) + timedelta(days=1)),
    (r"eid|ramadan|ramadhan", _eid, lambda year: _eid(year) + timedelta(days=2)),
    (r"boxing day", lambda year: date(year, 12, 26), lambda year: date(year, 12, 27)),
    (r"(?:new )?tax year", lambda year: date(year, 4, 6), lambda year: date(year, 4, 6)),
    (r"groundhog day", lambda year: date(year, 2, 2), lambda year: date(year, 2, 3)),
    (r"may day", lambda year: date(year, 5, 1), lambda year: date(year, 5, 2)),
    (r"bastille day", lambda year: date(year, 7, 14), lambda year: date(year, 7, 15)),
    (r"oktoberfest", lambda year: nth_weekday(year, 9, 5, 3), lambda year: nth_weekday(year, 10, 6, 1) + timedelta(days=1)),
    (
        (
            r"clocks? (?:go|goes|going|change|are (?:put|set)) back|zeitumstellung im herbst|uhren * zuruckgestellt|end of summer "
            r"?time|winterzeit|heure d hiver|horario de invierno"
        ),
        lambda year: nth_weekday(year, 10, 6, -1),
        lambda year: nth_weekday(year, 10, 6, -1) + timedelta(days=1),
    ),
    (
        r"clocks? (?:go|goes|going|change|are (?:put|set)) forward|sommerzeit|heure d ete|horario de verano",
        lambda year: nth_weekday(year, 3, 6, -1),
        lambda year: nth_weekday(year, 3, 6, -1) + timedelta(days=1),
    ),
    (
        (
            r"summer (?:holidays|break|vacation|recess|shutdown)|sommerferien|sommerpause|vacances(?: d ete)?|grandes vacances"
            r"|vacaciones(?: de verano)?|ferias de verao|rentree|back to school|school starts"
        ),
        lambda year: date(year, 9, 1),
        lambda year: date(year, 9, 1),
    ),
)
"""What moves with the year: how it is called, its first day, and the day that is meant by "after" it."""
HOLIDAYS: Final = (
    r"the (?:holidays|festivities)|festive (?:season|period)|feiertagen?|zwischen den jahren|jahreswechsel|les fetes"
    r"|las fiestas|as festas|le feste|le festivita|feestdagen"
)
"""Christmas and the turn of the year, where it is written in the last months of one."""
