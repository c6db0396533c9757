"""Made-up people and firms. Deterministic: the same seed gives the same house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

GIVEN = (
    "Amelia Oliver Isla George Freya Arthur Ivy Noah Florence Leo Grace Harry Nora Theo Ada Felix Clara Jonas Mila Emil Greta Anton "
    "Lotte Henrik Marta Paul Ines Viktor Elena Stefan Ruth Conor Aoife Declan Priya Arjun Mei Kofi Zainab Luca Chiara Pierre Camille "
    "Diego Lucia Tomasz Agata Pavel Irena Wesley Joanna Samuel Miriam Tariq Leila Hugh Beatrix Magnus Astrid Ralph Edith Nigel Daphne"
).split()
FAMILY = (
    "Ashworth Bellamy Carrow Dunmore Ellery Fenwick Garside Hallam Ibbotson Jowett Kershaw Langley Marsden Norcliffe Ormerod Pickering "
    "Quarmby Ridley Sowerby Thackray Underhill Varley Whitaker Yardley Adler Brandt Cordes Drechsler Ebeling Falk Gerlach Hartmann Imhoff "
    "Junker Kessler Lorenz Menzel Nagel Osterloh Pohl Reinders Sommer Tiedemann Ullrich Vogt Wiegand Zander Almeida Bianchi Costa "
    "Dubois Ferrara Gagnon Hadley Ionescu Jansen Kowal Laurent Moreno Novotny Olsen Petrov Rossi Silva Tanner Urban Weiss"
).split()
FIRM_NAMES = (
    "Aldgate Beacon Calder Derwent Eskdale Farrow Glenmore Harrow Irwell Jubilee Kestrel Lune Mersey Norbury Oakfield Pennine Quayside "
    "Ribble Severn Thornton Ure Vale Wharfe Alster Bavaria Elbe Fulda Havel Isar Kaiser Lahn Main Neckar Oder Ruhr Saale Spree Weser "
    "Hudson Erie Genesee Catskill Liberty Knicker Empire Mohawk"
).split()
TRADES = ("Mill", "Castings", "Foods", "Paper", "Steel", "Dairy", "Textiles", "Pumps", "Glass", "Timber", "Brewing", "Plastics", "Printing")
TITLES = (
    "Head of maintenance",
    "Plant manager",
    "Production director",
    "Maintenance engineer",
    "Purchasing manager",
    "Managing director",
    "Reliability engineer",
    "Works manager",
    "",
)
STREETS = ("Mill Lane", "Canal Street", "Station Road", "Works Road", "Foundry Row", "Dock Street", "Long Acre")
TOPICS = ("Condition monitoring", "Spare parts service", "Energy audit")


@dataclass(frozen=True, slots=True)
class Town:
    """A town with a phone range that is kept for fiction: a format with the running number."""

    name: str
    country: str
    phone: str
    size: int  # numbers in the range


TOWNS = (  # ranges: Ofcom (numbers for drama), Bundesnetzagentur (Rufnummern für Film), and 555-01xx
    Town("Leeds", "GB", "+44113496{:04d}", 1000),
    Town("Sheffield", "GB", "+44114496{:04d}", 1000),
    Town("Nottingham", "GB", "+44115496{:04d}", 1000),
    Town("Bristol", "GB", "+44117496{:04d}", 1000),
    Town("Manchester", "GB", "+44161496{:04d}", 1000),
    Town("Edinburgh", "GB", "+44131496{:04d}", 1000),
    Town("Berlin", "DE", "+493023125{:03d}", 1000),
    Town("Hamburg", "DE", "+494066969{:03d}", 1000),
    Town("Frankfurt", "DE", "+496990009{:03d}", 1000),
    Town("Munich", "DE", "+498999998{:03d}", 1000),
    Town("New York", "US", "+121255501{:02d}", 100),
)
TOWN_WEIGHTS = (9, 6, 5, 5, 8, 4, 6, 4, 4, 4, 4)


@dataclass(frozen=True, slots=True)
class Firm:
    """A made-up firm."""

    name: str
    town: Town

    @property
    def domain(self) -> str:
        """Its mailboxes' domain; `.example` belongs to nobody."""
        return "".join(letter for letter in self.name.lower() if letter.isalnum()) + ".example"


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person of a firm. `phone` is empty for one in nine."""

    given: str
    family: str
    title: str
    firm: Firm
    phone: str
    email: str
    street: str
    topic: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


def make_firms(count: int, chance: Random) -> list[Firm]:
    """So many firms, no two of one name."""
    names = [f"{name} {trade}" for name in FIRM_NAMES for trade in TRADES]
    chance.shuffle(names)
    return [Firm(name, chance.choices(TOWNS, TOWN_WEIGHTS)[0]) for name in names[:count]]


def make_people(count: int, firms: list[Firm], chance: Random) -> Iterator[Person]:
    """So many people: each firm has one, some have two or three. No two share a name or a number."""
    names = [(given, family) for given in GIVEN for family in FAMILY]
    chance.shuffle(names)
    numbers: dict[str, int] = {}
    for place in range(count):
        firm = firms[place] if place < len(firms) else chance.choice(firms)
        given, family = names[place]
        used = numbers[firm.town.name] = numbers.get(firm.town.name, -1) + 1
        has_phone = used < firm.town.size and chance.random() > 0.11
        yield Person(
            given=given,
            family=family,
            title=chance.choice(TITLES),
            firm=firm,
            phone=firm.town.phone.format(used) if has_phone else "",
            email=f"{given.lower()}.{family.lower()}@{firm.domain}",
            street=f"{chance.randrange(1, 180)} {chance.choice(STREETS)}",
            topic=chance.choices(TOPICS, (6, 3, 2))[0],
        )
