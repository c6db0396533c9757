"""Forms of Spanish words that the list does not have: it holds mostly infinitives and singulars, and few accents.

A word is taken for known too often rather than too seldom: spelling is advice, and an advice at every third word is none.
"""

from collections.abc import Iterator
from typing import Final, Protocol

from keepwarm.lib.text import fold

BEHIND_A_VERB: Final = ("melo", "telo", "selo", "les", "las", "los", "nos", "le", "la", "lo", "me", "te", "se")
"""Written with the verb as one word: "llamarle"."""
_ENDINGS: Final = tuple(
    "abamos iamos aremos eremos iremos ariamos eriamos iriamos aramos ieramos asteis isteis arian erian irian aron ieron"
    " ando iendo aban arias erias irias aria eria iria aran eran iran aras eras iras amos emos imos aste iste are ere ire"
    " ara era ira abas aba ian ias ia ado ada ados adas ido ida idos idas ais eis as es an en io o a e i".split()
)
_INFINITIVES: Final = ("ar", "er", "ir")
_STEMS: Final = (("qu", "c"), ("gu", "g"), ("c", "z"), ("zc", "c"), ("j", "g"), ("g", ""), ("y", ""))
"""How a stem is written before another vowel: "busqué" of "buscar", "agradezco" of "agradecer", "tengo" of "tener"."""
_VOWELS: Final = (("ie", "e"), ("ue", "o"), ("i", "e"), ("u", "o"))
"""How a stem changes under the stress: "prefiere" of "preferir", "puede" of "poder", "pidió" of "pedir"."""
_ALONE: Final = frozenset(
    "soy eres es somos son era eran fue fui fueron fuera sea sean sido estoy esta estan este esten estuve estuvo he has ha"
    " hemos han hay haya hayan hube hubo habra habria voy vas va vamos van vaya vayan iba iban doy das da dan di dio den"
    " hago hace haga hagan hice hizo hicieron hecho hare hara haria digo dice dicen diga digan dije dijo dijeron dicho dire"
    " dira diria tuve tuvo tuvieron tendre tendra tendremos tendria puedo pude pudo podre podra podremos podria podriamos"
    " podrian puse puso puesto pondre pondra vengo vine vino vendre vendra vendria quise quiso querre querra querria vemos"
    " sabe supe supo sabre sabra sepa sepan veo ve vi vio visto abierto escrito vuelto resuelto sal salgo traje trajo valgo".split()
)


class Words(Protocol):
    """A list of words."""

    def __contains__(self, word: str, /) -> bool: ...


def is_form(word: str, words: Words) -> bool:
    """Whether it may be a form of a word in the list: with another accent, in the plural, conjugated, or with a pronoun behind it."""
    plain = fold(word.lower())
    bare = [plain, *(plain.removesuffix(one) for one in BEHIND_A_VERB if plain.endswith(one) and len(plain) > len(one) + 1)]
    return any(one in _ALONE or one in words or _is_plural(one, words) or _is_of_a_verb(one, words) for one in bare)


def _is_plural(word: str, words: Words) -> bool:
    singles = (word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ces") + "z", word.removesuffix("es") + "o")
    return word.endswith("s") and any(len(one) > 2 and _is_there(one, words) for one in singles)


def _is_of_a_verb(word: str, words: Words) -> bool:
    cuts = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return any(stem + last in words for cut in cuts if len(cut) > 1 for stem in _stems(cut) for last in _INFINITIVES)


def _stems(cut: str) -> Iterator[str]:
    written = [cut, *(cut.removesuffix(now) + before for now, before in _STEMS if cut.endswith(now))]
    for stem in written:
        yield stem
        for now, before in _VOWELS:
            head, found, tail = stem.rpartition(now)
            if found:
                yield head + before + tail


def _is_there(word: str, words: Words) -> bool:
    """Also where the list writes an accent that the plural does not have: "reuniones" of "reunión"."""
    return word in words or (word.endswith("on") and word[:-2] + "ón" in words)
