"""The person referred to: a colleague to ask, a stand-in, a successor. Name and address, as far as the text gives them.

An address in the new part leads: the name is sought beside it, and of several the one whose letters are those of the
address. Without an address a name must follow words that point to somebody ("speak to", "zuständig ist", "s'adresser à").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from keepwarm.engine.replies.cues import read_file, read_sections
from keepwarm.engine.replies.text import shorten, unaccented

NEAR: Final = 160
"""Characters before and after an address within which its owner's name is sought."""


@dataclass(frozen=True, slots=True)
class Referred:
    """A person somebody else is referred to; an address only if the text gives one."""

    name: str
    email: str | None


_EMAIL: Final = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_TITLE: Final = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam|Herr|Herrn|Frau|Hr|Fr|M|Mme|Mlle|Monsieur|Madame|Se[nñ]or|Se[nñ]ora|Sr|Sra|Srta|Don"
    r"|Do[nñ]a|Dona|Senhor|Senhora|Dra|Ing|Dipl|Signor|Signora"
    r"|Meneer|Mevrouw|Big|Old|Young|our|my|the)\.?"
)
_NAME_WORD: Final = (
    r"(?:[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ](?:[a-zß-öø-ÿœłśżźćńęąčšžğışō’'-]+[A-ZÀ-Þ]?[a-zß-öø-ÿœłśżźćńęąčšžğışō’'-]*|\.)|(?:d|l|O|D"
    r"|L)['’][A-ZÀ-Þ][a-zß-ÿ]+)"
)
_PARTICLE: Final = r"(?:de la|de los|van der|van den|von der|de|da|do|dos|das|del|della|di|van|von|den|der|le|la|al|el|bin|ap|ter|zu|y|e)"
_NAME: Final = re.compile(rf"(?<![\w@.])(?P<name>{_NAME_WORD}(?:[ -](?:{_PARTICLE} )?{_NAME_WORD}){{0,3}})(?![\w@])")
_NO_NAMES: Final = frozenset(word for _, line in read_sections(read_file("phrases", "no_names")) for word in line.split())
_POINTS: Final = re.compile(
    r"(?:speak|talk|write|go|refer you|get on|turn|directed?|address\w*|pass\w*|forward\w*|hand\w*|gone|sent|belongs|falls|over"
    r"|report\w*)(?: \w+){0,6}? (?:to|with|by)\s+$"
    r"|\b(?:contact|ask(?: for)?|try|e-?mail|ring|call|see|meet|tell|cc(?:'?ing)?|copying|copied in|adding|loop(?:ing)? in"
    r"|introduce|reach|get hold of|want|need|be|is|was|it's|that's|that'd be|would be|named?|called|it'll be"
    r"|contact:|wenden Sie sich(?: bitte)? an|wende dich an|an|zuständig ist|ist|macht|übernimmt|vertritt|vertreten durch"
    r"|Vertretung:?|Ansprechpartner(?:in)?:?|Nachfolger(?:in)?(?: ist)?:?|fragen Sie|mit|von|durch"
    r"|à|par|voyez(?: avec)?|voir|c'est|est|contactez|avec|remplaçante?(?: est)?:?|successeur(?: est)?:?|a|con|es|sustituye|con "
    r"el|con la|por|al|encarga|contacte|sucesor(?:a)? es|com|com o|com a|é|é o|é a|procure|procurar|cuida é|para|ao|à"
    r"|si rivolga a|da|con|is|met|naar|bij|successor,?|replacement,?|deputy,?|colleague,?|boss,?|manager,?|brother,?|sister,?"
    r"|cousin,?|wife,?|husband,?|partner,?|assistant,?|Kollegin|Kollege|Kollegen|collègue|compañer[oa]|colega|daughter|son|lad"
    r"|foreman:?|adviser,?|lead,?|now)"
    r"\s*(?:,|:|-|–)?\s*$",
    re.IGNORECASE,
)
_ACTS: Final = re.compile(
    r"^(?:'s|’s)?\s*(?:has (?:taken|the|now|got)|have taken|took|takes|is (?:the|our|your|now|looking|taking|covering|handling"
    r"|standing|in charge|responsible|who|filling|dealing|running)|runs|handles|deals|looks after|does|buys|decides|covers"
    r"|covering|manages"
    r"|will (?:help|be|look|take|deal|cover|pick|assist)|steps|fills|can (?:help|deal|assist|answer|sort|pick)|would be|is your"
    r"|on (?:extension )?[+(]?\d|,? (?:ext|extension|Durchwahl|DW|Tel|tel|poste|ramal|extensi[oó]n|interno)\b|knows|ist|übernimmt|vertritt"
    r"|hilft|kümmert|betreut|macht|s'en|s'occupe|me remplace|assure|prend|gère|se encarga|me sustituye|lleva|cuida|assumiu|me "
    r"substitui|fica|é quem|si occupa|vervangt|neemt|gaat)",
)


def find_referred(text: str) -> Referred | None:
    """The person a new part refers to; None when it points to nobody."""
    text = shorten(text)
    names = list(_names(text))
    addresses = list(_EMAIL.finditer(text))
    owned = [(_owner(text, address, names), address.group().rstrip(".")) for address in addresses]
    named = [(name, email) for name, email in owned if name]
    if named:
        return Referred(*named[0])
    pointed = next((name for name in _pointed(text, names)), None)
    return Referred(pointed, owned[0][1] if owned else None) if pointed else _from_address(owned)


def names_owner(text: str) -> bool:
    """Whether an address is given together with the name it belongs to, letters of the one in the other."""
    text = shorten(text)
    names = list(_names(text))
    for address in _EMAIL.finditer(text):
        owner = _owner(text, address, names)
        if owner and _fits(owner, unaccented(address.group().split("@")[0])):
            return True
    return False


def _from_address(owned: list[tuple[str | None, str]]) -> Referred | None:
    """ "davery@…" tells no name, "ian.wragg@…" does."""
    for _, email in owned:
        parts = [part for part in re.split(r"[._]", email.split("@")[0]) if len(part) > 1 and part.isalpha()]
        if len(parts) == 2:
            return Referred(" ".join(part.capitalize() for part in parts), email)
    return None


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    """Stretches that look like names of people, without words that never are."""
    for hit in _NAME.finditer(text):
        words = [(hit.start("name") + part.start(), part.group()) for part in re.finditer(r"[^ ]+", hit["name"])]
        while words and _is_no_name(words[0][1]):
            words.pop(0)
        while words and _is_no_name(words[-1][1]):
            words.pop()
        if words:
            start, end = words[0][0], words[-1][0] + len(words[-1][1])
            yield start, end, re.sub(r"(?:['’]s)$", "", text[start:end])


def _is_no_name(word: str) -> bool:
    plain = unaccented(word).strip(".'")
    return (
        plain in _NO_NAMES
        or plain.removesuffix("'s") in _NO_NAMES
        or bool(re.fullmatch(_TITLE, word))
        or bool(re.fullmatch(_PARTICLE, word))
    )


def _owner(text: str, address: re.Match[str], names: list[tuple[int, int, str]]) -> str | None:
    """The name near an address: the best by its letters, else the nearest before it in the same sentence."""
    near = [name for name in names if address.start() - NEAR <= name[1] and name[0] <= address.end() + NEAR]
    local = unaccented(address.group().split("@")[0])
    fitting = [(_fits(name, local), -min(abs(address.start() - end), abs(start - address.end())), name) for start, end, name in near]
    best = max(fitting, default=(0, 0, ""))
    if best[0] > 0:
        return _whole(best[2], local, text)
    before = [
        name for _, end, name in near if end <= address.start() and not re.search(r"[.!?]\s", text[end : address.start()]) and " " in name
    ]
    return before[-1] if before else _lower_name(text, address, local)


def _fits(name: str, local: str) -> int:
    """How many letters of an address's first half are words, or initials, of a name."""
    words = [re.sub(r"\W", "", unaccented(word)) for word in name.split()]
    told = sum(len(word) for word in words if len(word) > 2 and word in local)
    return told * 2 + len(words) if told else 0


def _whole(name: str, local: str, text: str) -> str:
    """A longer form of the same name elsewhere in the text ("Oscar … (Lund)")."""
    for other in (found for _, _, found in _names(text)):
        if name != other and " " not in name and " " not in other and re.sub(r"\W", "", unaccented(other)) in local and len(other) > 2:
            first, last = (name, other) if local.find(unaccented(name)) <= local.find(unaccented(other)) else (other, name)
            return f"{first} {last}"
    return name


def _lower_name(text: str, address: re.Match[str], local: str) -> str | None:
    """ "mobile = deshawn avery, davery@…": two small words just before, of which one is in the address."""
    hit = re.search(r"([a-zß-ÿ]{2,20}) ([a-zß-ÿ'-]{2,25})\W{0,4}$", text[max(0, address.start() - 60) : address.start()])
    if hit and unaccented(hit[2]) in local and unaccented(hit[1]) not in _NO_NAMES:
        return f"{hit[1].capitalize()} {hit[2].capitalize()}"
    return None


def _pointed(text: str, names: list[tuple[int, int, str]]) -> Iterator[str]:
    """Names that words point to, full names first."""
    found = []
    for start, end, name in names:
        before = re.sub(rf"(?:{_TITLE}\s+)+$", "", text[max(0, start - 60) : start])
        if _POINTS.search(before) or _ACTS.match(text[end : end + 30]):
            found.append(name)
    yield from sorted(found, key=lambda name: " " not in name)
