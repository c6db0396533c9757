"""Which old code page a list of names and towns was written in: the one under which its words are words of some language.

Statistics of whole texts need more letters than a list of names has ("Łukasz" is "£ukasz" in Western Europe). So each word is read under
each code page and judged by one language at a time: do its letters belong to one alphabet, and is no capital behind a small letter?
Of Chinese, Japanese and Korean, whose code pages read each other's bytes, the letters that their names have most speak.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, pairwise
from typing import Final

_MARKS: Final = frozenset("’‘“”„‚–—…€«»°´·§®™½²³ª¿¡•№’\xa0")
_WESTERN: Final = (
    "äöüßé", "àâçèéêëîïôùûüÿœæ", "áéíóúüñàèòçº", "áâãàçéêíóôúü", "àèéìíòóùú", "åäöéü", "æøåéöüä", "áéëíïóöüè",
)  # fmt: skip
_CENTRAL: Final = (
    "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "äöüß", "áéíóú",
)  # fmt: skip
_BALTIC: Final = ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž")
_CYRILLIC: Final = ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдђежзијклљмнњопрстћуфхцчџш")
_GREEK: Final = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",)
_JAPANESE: Final = (
    "田中鈴木佐藤高橋伊渡辺山本村小林加吉松井上清水斎野口石川原和一大島前岡長谷近後遠青坂西福太三浦竹内金子丸今河武上杉増平菅千葉久保崎関森池阿部"
    "工安東藍沢新星宮桜市花郎美恵由紀香奈愛優結真智明浩健誠翔蓮陽翼悠菜莉咲介輔雄夫男彦治隆博之幸弘正昭京都府県区町株式会社有限様"
)
_CHINESE: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白"
    "小明伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超霞平刚桂文华建国红玉兰梅海峰志宇浩欣怡雨晨北京上海广州深圳省市区路号有限公司"
)
_TAIWANESE: Final = (
    "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬董唐藍蔣石古紀姚連馮歐程湯田"
    "美玲淑芬惠婷雅怡君志明家豪俊傑建宏文雄宗翰佳穎欣大小華國台北高雄市縣區路號有限公司"
)
_KOREAN: Final = (
    "김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노하곽성차주우구민진지영수현준희경미은혜선숙자철호동상훈석재용기태승원연아나라가인"
    "서울부산대구광주시도군읍면로길주식회사"
)
_ONE_BYTE: Final = (
    ("cp1252", _WESTERN, 0.0),
    ("cp1250", _CENTRAL, 0.03),
    ("cp1251", _CYRILLIC, 0.03),
    ("cp1253", _GREEK, 0.03),
    ("cp1254", ("çğıiöşüâîû",), 0.03),
    ("cp1252", ("áðéíóúýþæö",), 0.05),  # Icelandic gives way to Turkish
    ("cp1252", ("äõöüšž",), 0.05),  # Estonian gives way to Hungarian
    ("cp1255", ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",), 0.03),
    ("cp1256", ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ",), 0.03),
    ("cp1257", _BALTIC, 0.04),
    ("koi8_u", _CYRILLIC, 0.06),
    ("iso8859_2", _CENTRAL, 0.06),
    ("iso8859_5", _CYRILLIC, 0.06),
    ("cp866", _CYRILLIC, 0.06),
    ("mac_cyrillic", _CYRILLIC, 0.07),
    ("cp850", _WESTERN, 0.06),
    ("cp852", _CENTRAL, 0.07),
    ("mac_roman", _WESTERN, 0.07),
    ("mac_latin2", _CENTRAL, 0.08),
    ("cp874", ("".join(map(chr, range(0x0E01, 0x0E5C))),), 0.06),
)
"""A code page, the alphabets written in it, and what it gives way by where two read alike: the commoner one is taken."""
_MORE_BYTES: Final = (
    ("cp932", _JAPANESE, 0.03),
    ("gb18030", _CHINESE, 0.03),
    ("big5", _TAIWANESE, 0.03),
    ("cp949", _KOREAN, 0.03),
    ("euc_jp", _JAPANESE, 0.05),
)
_WORD: Final = re.compile(r"[^\s,;|\"<>()\[\]{}/\\:@=+_.?!&#*0-9]*[^\x00-\x7f][^\s,;|\"<>()\[\]{}/\\:@=+_.?!&#*0-9]*")
_LATIN: Final = re.compile("[A-Za-z]")
_SIGN: Final = re.compile("[õÕ][eE]|[^\x00-\x7f]")
"""A letter that is not ASCII. õ before e is Portuguese ("Simões"): alone it would be the ő of Hungarian names."""
_INSIDE: Final = re.compile(r"(?<=[a-z])[§€™®½²³¿¡°]")
_MOST_WORDS: Final = 400
_CLEAR: Final = 0.55  # below it no code page explains the words


def code_page_of(sample: bytes) -> str:
    """The code page of some lines with letters that are not ASCII, "" where none makes words of them."""
    scores = [(_letters(sample, name, alphabets) - yields, name) for name, alphabets, yields in _ONE_BYTE]
    scores += [(_signs(sample, name, common) - yields, name) for name, common, yields in _MORE_BYTES]
    best, name = max(scores)
    return name if best >= _CLEAR else ""


def _words(sample: bytes, name: str) -> list[str]:
    return [found[0] for found in islice(_WORD.finditer(sample.decode(name, "replace")), _MOST_WORDS)]


@cache
def _alphabets(alphabets: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple((frozenset(letters + letters.upper()) | _MARKS) - {"Ÿ"} for letters in alphabets)


def _letters(sample: bytes, name: str, alphabets: tuple[str, ...]) -> float:
    """How well its words are words of the alphabets: 1 when each is of one, by their odd letters."""
    score, odd = 0.0, 0
    is_latin = alphabets[0][0] < "\u0370"
    for word in _words(sample, name):
        letters = _SIGN.findall(word)
        score += max(sum(_worth(letter, alphabet) for letter in letters) for alphabet in _alphabets(alphabets)) - _out_of_case(word)
        odd += len(letters)
        if not is_latin and _LATIN.search(word):
            score -= 1.5 * len(letters)  # no word is written in two scripts
    return score / odd if odd else 0.0


def _worth(letter: str, alphabet: frozenset[str]) -> float:
    if len(letter) > 1 and "ã" in alphabet:
        return 1.0
    letter = letter[0]
    return 1.0 if letter in alphabet else -0.5 if letter.isalpha() else -2.0


def _out_of_case(word: str) -> float:
    """What speaks against a word: a capital behind a small letter, a mark in it, and a name that begins with a small one."""
    turns = sum(left.islower() and right.isupper() and (left > "\x7f" or right > "\x7f") for left, right in pairwise(word))
    return 1.5 * turns + 2.0 * len(_INSIDE.findall(word)) + 0.3 * (word[0] > "\x7f" and word[0].islower())


def _signs(sample: bytes, name: str, common: str) -> float:
    """How well its words are those of a language of East Asia: 1 when all are letters that its names often have."""
    letters = [letter for word in _words(sample, name) for letter in word if letter > "\x7f" and letter not in _MARKS]
    return sum(_worth_of_sign(letter, common) for letter in letters) / len(letters) if letters else 0.0


def _worth_of_sign(letter: str, common: str) -> float:
    if letter in common:
        return 1.0
    if "\u3041" <= letter <= "\u30ff":  # kana
        return 0.95 if common is _JAPANESE else 0.0
    if "\uac00" <= letter <= "\ud7a3":
        return 0.45
    return 0.55 if "\u4e00" <= letter <= "\u9fff" else -1.0
