"""In which of the five languages a text is written, told by its small words."""

import re
from collections.abc import Mapping
from typing import Final

from keepwarm.lib.text import fold

ENGLISH: Final = "en"
SMALL_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        "the and of to is are was were be been have has had you your we our"
        " us i my me it its this that these those with for from at on in by as"
        " if but would could can will shall do does did what who when where how which there their they he she an or about please".split()
    ),
    "de": frozenset(
        "der die das und ist sind war wir ich sie ihr ihre ihnen ihren uns unser"
        " unsere nicht mit von zu zum zur auf fur im in den dem ein eine einen"
        " einer wie was wer wann wo dass wenn aber auch noch bei oder haben hat habe wird werden konnen konnte wurden als gern".split()
    ),
    "fr": frozenset(
        "le la les des du de et est sont vous votre vos nous notre nos je mon"
        " ma mes ne pas que qui avec pour dans sur par au aux un une ce cette"
        " ou il elle si mais plus en a ai avez avons d l j c s n qu etes etre suis bonjour merci chez".split()
    ),
    "es": frozenset(
        "el la los las de del y es son usted ustedes su sus nosotros nuestro"
        " nuestra yo mi me no que quien con para por en un una este esta lo le les"
        " si pero mas al se como cuando donde ha he hemos tiene tenemos puede gracias hola o tu te".split()
    ),
    "pt": frozenset(
        "o a os as de do da dos das e voce voces seu sua seus nos nosso nossa eu"
        " meu minha nao que quem com para por em no na nos nas um uma este esta"
        " se mas mais ao ou como quando onde tem temos pode obrigado obrigada ola foi sao lhe".split()
    ),
}
LANGUAGES: Final = tuple(SMALL_WORDS)
_READ: Final = 4000
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_WORDS: Final = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\{\{[^{}\n]{0,80}\}\}")
"""Addresses and fields: their letters are words of no language."""
_AMPLE: Final = 12
_FEW: Final = 0.1
_FEW_IF_SAID: Final = 0.2
"""From so many words on a text with a smaller share of small words is in none of the five languages; the second where another language is
asked for. Of 1,223 letters of ours two have fewer than the first, of Dutch, Swedish, Polish, Finnish and Turkish ones all. Our choice."""


def language_of(text: str) -> str:
    """The language with the most small words; English when none has any. Only the beginning of a long text is read."""
    return _best(text)[0]


def is_foreign(text: str, wanted: str) -> bool:
    """Whether it is plainly in a language that we do not know: then nothing can be said of what it does, or of its spelling."""
    letters = [letter for letter in text[:_READ] if letter.isalpha()]
    if sum(letter > "\u024f" and not "\u1e00" <= letter <= "\u1eff" for letter in letters) * 2 > len(letters):
        return True
    _language, count, words = _best(text)
    few = _FEW_IF_SAID if wanted and wanted not in LANGUAGES else _FEW
    return words >= _AMPLE and count < few * words


def _best(text: str) -> tuple[str, int, int]:
    """The language, how many small words of it there are, and of how many words."""
    read = _NO_WORDS.sub(" ", text[:_READ])
    words = _WORD.findall(fold(read))
    counts = {language: sum(word in small for word in words) for language, small in SMALL_WORDS.items()}
    counts["pt"] += 2 * sum(letter in "ãõ" for letter in read.lower())
    counts["es"] += 2 * sum(letter in "ñ¿¡" for letter in read.lower())
    best = max(LANGUAGES, key=lambda language: counts[language])
    return best if counts[best] else ENGLISH, counts[best], len(words)
