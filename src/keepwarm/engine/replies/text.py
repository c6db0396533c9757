"""Folded words: the one form in which phrases, features and languages are looked for in a mail."""

import re
import unicodedata
from functools import cache
from typing import Final

LONGEST: Final = 6_000
"""Characters that are read of a new part; of a longer one the first two thirds and the last."""

_EMAIL: Final = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S{1,500}", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?<![\w.])\+?\(?\d(?:[ ()/.-]{0,2}\d){6,14}(?!\w)")
_DATE: Final = re.compile(r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})\b")
_MONEY: Final = re.compile(
    r"(?:[£$€¥]|\b(?:usd|eur|gbp|chf|brl|r\$)(?= ?\d)) ?\d[\d.,]*(?:k|m)?(?!\w)"
    r"|\b\d[\d.,]*(?:k|m)? ?(?:[£$€¥]|(?:eur|usd|gbp|chf|euros?)\b)"
)
_SHARE: Final = re.compile(r"(?<=\d) ?%")
_THUMBS: Final = re.compile("[\U0001f44d\U0001f44c\U0001f64f\U0001f64c\U0001f44f\u2705\u2714\u2764\U0001f49a\U0001f60a\U0001f642]")
"""Pictures that say thank you, or that all is well."""
_SHORTENED: Final = re.compile(r"(?<=[a-z])'(?=(?:t|s|m|d|re|ve|ll)\b)")
_TOKEN: Final = re.compile(r"[^\W_]+|[?!#@]|[.:;](?=\s|$)|\n{2,}")
_STRAIGHT: Final = {
    ord(curly): straight for curly, straight in zip("’‘´`“”„«»ß–—…", ["'"] * 4 + ['"'] * 5 + ["ss", " - ", " - ", "... "], strict=True)
}

STOPWORDS: Final[dict[str, frozenset[str]]] = {
    "english": frozenset(
        "the and you your we our is are to of for it this that with not be have will on at from my me us i in im dont has was "
        "as an if so can what "
        "please do would he she they its ive youre thanks thank sorry no yes".split()
    ),
    "german": frozenset(
        "der die das und ich sie wir ist nicht ein eine einen fur mit auf bitte uns ihre ihr ihren mich mir zu von im den dem "
        "bei bin noch auch "
        "sind es was wie aber nur nach ihnen danke kein keine haben hat zum zur am guten herr frau".split()
    ),
    "french": frozenset(
        "le la les des et je vous nous est pas pour un une de du en ne votre vos mon ma mes que qui dans sur avec au aux il "
        "elle ce cette merci "
        "bonjour c j n l d s m sommes suis ai avez plus mais cela".split()
    ),
    "spanish": frozenset(
        "el la los las y que de en no es un una por para con su sus nos me lo le se al del estoy gracias hola usted muy ya mi "
        "pero como esta este "
        "si yo nuestro nuestra buenos dias estimado estimada saludos".split()
    ),
    "portuguese": frozenset(
        "o a os as e que de em nao um uma por para com seu sua nos me se ao do da dos das no na estou obrigado obrigada ola "
        "voce muito ja meu minha "
        "mas como esta este sim eu nosso nossa bom dia prezado prezada voces pela pelo".split()
    ),
    "italian": frozenset(
        "il lo la gli le e che di in non un una per con suo sua ci mi si al del della sono grazie buongiorno molto ma come "
        "questo siamo ho ha dei nel "
        "da vi i".split()
    ),
    "dutch": frozenset(
        "de het een en ik u wij we is niet van voor met op uw mijn ons om te dat die aan bij er ben zijn heb hebben maar ook "
        "naar geen bedankt dank "
        "graag me wat".split()
    ),
}


def unaccented(text: str) -> str:
    """Lower case without accents: "Ärger, ça" becomes "arger, ca"; ß becomes ss."""
    plain = unicodedata.normalize("NFKD", text.translate(_STRAIGHT).lower())
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def shorten(text: str) -> str:
    """The part of a long text that is read: its beginning and its end."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST * 2 // 3] + "\n" + text[-LONGEST // 3 :]


_NAMED: Final = (
    (_EMAIL, " emailaddress "),
    (_LINK, " weblink "),
    (_DATE, " daynumber "),
    (_PHONE, " phonenumber "),
    (_MONEY, " moneyamount "),
    (_SHARE, " percent "),
    (_THUMBS, " thumbsup "),
)


def fold_words(text: str) -> str:
    """Words with one space around each: " im not interested . send us a quote ? "; addresses, links, sums and thumbs are named."""
    plain = unaccented(_SHORTENED_CURLY.sub("", shorten(text)))
    for pattern, name in _NAMED:
        plain = pattern.sub(name, plain)
    words = [word if not word.startswith("\n") else "." for word in _TOKEN.findall(_SHORTENED.sub("", plain))]
    return f" {' '.join(words)} "


_SHORTENED_CURLY: Final = re.compile(r"\u00ad|\u200b|\ufeff")


@cache
def _counted(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<= )(?:{'|'.join(sorted(STOPWORDS[language]))})(?= )")


def languages_of(folded: str) -> tuple[str, ...]:
    """The languages a folded text may be in, likeliest first; all of them when nothing tells."""
    counts = {language: len(_counted(language).findall(folded)) for language in STOPWORDS}
    most = max(counts.values())
    if not most:
        return tuple(STOPWORDS)
    likely = sorted((language for language in counts if counts[language] >= 0.7 * most), key=lambda language: -counts[language])
    return tuple(likely)
