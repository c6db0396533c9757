"""Names of people: how they are taken apart and how far two of them agree."""

from typing import Final

from keepwarm.prospects.matching.levels import CLOSE, DIFFERENT, EXACT, MISSING, PARTIAL
from keepwarm.prospects.matching.texts import edits, opening_likeness, plain, sound

_TITLES: Final = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame herr frau monsieur madame mme ing dipl mag phd mba md jr sr".split()
)
_PARTICLES: Final = frozenset("van von de der den del della di da dos du la le ten ter bin ibn al el st".split())

# Short forms in daily use, each line one name. General usage, own list; names that are also given on their own
# stand only where the short form is by far the commonest reading.
_SHORT_FORMS: Final = """
robert rob bob bobby robbie bert
william will bill billy liam willy
richard rick dick richie
james jim jimmy jamie
john jack johnny jon
joseph joe joey
thomas tom tommy
michael mike mick mickey
david dave davey
daniel dan danny
matthew matt
anthony tony
andrew andy drew
christopher chris kit
nicholas nick nicky
alexander alex sandy sasha
benjamin ben benny
samuel sam sammy
edward ed eddie ted teddy ned
charles charlie chuck
henry harry hank
frederick fred freddie
gregory greg
jeffrey jeff
kenneth ken kenny
lawrence larry
leonard len lenny
patrick pat paddy
peter pete
philip phil
raymond ray
ronald ron ronnie
stephen steve
steven steve
timothy tim
theodore ted theo
vincent vince
walter walt
zachary zach zack
joshua josh
jonathan jon
nathaniel nathan nate
francis frank
elizabeth liz beth betty lizzie eliza libby
margaret maggie meg peggy greta
catherine cathy cate kate katie
katherine kathy kate katie
susan sue susie
jennifer jen jenny
patricia pat patty tricia
barbara barb
deborah deb debbie
rebecca becky becca
victoria vicky tori
alexandra alex sandra
samantha sam
christine chris chrissie
christina chris tina
jessica jess jessie
jacqueline jackie
kimberly kim
pamela pam
sandra sandy
theresa terry tess
abigail abby
amanda mandy
josephine jo josie
madeline maddy
isabella bella izzy
natalie nat
dorothy dot dottie
eleanor ellie nell
johannes hans
friedrich fritz
giuseppe beppe
francisco paco
jose pepe
"""


def _nickname_groups() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, line in enumerate(_SHORT_FORMS.split("\n")):
        for name in line.split():
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


_NICKNAMES: Final = _nickname_groups()
_NO_GROUP: Final[frozenset[int]] = frozenset()


def split_full_name(full: str) -> tuple[str, str]:
    """Return (given, family) of a name written in one field; a single word is a given name of nobody known: family.

    "Family, Given" is read by its comma; titles are left out; particles stay with the family name.
    """
    if "," in full:
        family, _, given = full.partition(",")
        if _without_titles(given):
            return _without_titles(given), _without_titles(family)
        full = family
    words = _without_titles(full).split()
    if len(words) < 2:
        return "", " ".join(words)
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in _PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _without_titles(name: str) -> str:
    words = plain(name).split()
    kept = [word for word in words if word not in _TITLES]
    return " ".join(kept)


def plain_name(name: str) -> str:
    """Return one name part in plain letters, without titles."""
    bare = plain(name)
    return _without_titles(bare) if " " in bare or bare in _TITLES else bare


def are_nicknames(left: str, right: str) -> bool:
    """Tell whether one is a usual short form of the other, or both of a third."""
    return bool(_NICKNAMES.get(left, _NO_GROUP) & _NICKNAMES.get(right, _NO_GROUP))


def name_level(left: str, right: str) -> int:
    """Return how far two plain name parts agree.

    CLOSE: one slip of the pen, blanks apart, a usual short form. PARTIAL: an initial, a part of a double name, same
    sound, or two slips. Short names differ by one letter all the time (joan, john), so a slip there is only PARTIAL.
    """
    if not left or not right:
        return MISSING
    if left == right:
        return EXACT
    tight_left, tight_right = left.replace(" ", ""), right.replace(" ", "")
    if tight_left == tight_right or are_nicknames(left, right):
        return CLOSE
    short, long = sorted((tight_left, tight_right), key=len)
    if len(short) == 1 or len(left) == 1 or len(right) == 1:
        return PARTIAL if long[0] == short else DIFFERENT
    return _spelling_level(left, right, short, long)


def _spelling_level(left: str, right: str, short: str, long: str) -> int:
    slips = edits(short, long, 2)
    if slips == 1:
        return CLOSE if len(short) >= 5 else PARTIAL
    if slips == 2 and len(short) >= 8:
        return CLOSE
    if (" " in left or " " in right) and not set(left.split()).isdisjoint(right.split()):
        return PARTIAL
    if len(short) >= 4 and (slips == 2 or opening_likeness(short, long) >= 0.88):
        return PARTIAL
    if len(short) >= 3 and sound(short) == sound(long) and opening_likeness(short, long) >= 0.8:
        return PARTIAL
    return DIFFERENT
