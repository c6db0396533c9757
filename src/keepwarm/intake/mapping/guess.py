"""What each column of a list probably is: by its name, in the usual languages, and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext
from rapidfuzz import fuzz, process

from keepwarm.intake.mapping.plan import NOT_ANSWERED
from keepwarm.intake.mapping.read import slug
from keepwarm.lib.dates import UnreadableDate, read_date
from keepwarm.lib.text import digits_of, fold

_NAMES: Final = {
    "name": "name|full name|contact|contact name|person|ansprechpartner|nom complet|nombre completo|naam|"
    "imie i nazwisko|nome completo|nome e cognome|фио|имя и фамилия|氏名|名前|お名前|姓名|성명|이름",
    "given": "first name|given name|forename|vorname|prenom|nombre|nome|voornaam|fornamn|imie|имя|jmeno|adi|isim|名|名字",
    "family": "last name|surname|family name|nachname|familienname|nom|apellido|apellidos|cognome|achternaam|efternamn|nazwisko|"
    "фамилия|prijmeni|soyad|姓|苗字|성",
    "organization": "company|organization|organisation|firm|account|employer|company name|firma|unternehmen|entreprise|"
    "societe|empresa|azienda|bedrijf|foretag|business|"
    "компания|организация|spolecnost|sirket|会社名|会社|御社名|公司|公司名称|회사|회사명|nazwa firmy|ragione sociale",
    "title": "title|job title|position|role|funktion|fonction|cargo|beruf|stelle|stanowisko|должность|役職|职位|职务|직책",
    "email": "email|e-mail|mail|email address|e-mail-adresse|courriel|correo|correo electronico|adresse e-mail|"
    "почта|эл почта|электронная почта|メール|メールアドレス|邮箱|电子邮件|电子邮箱|이메일",
    "phone": "phone|telephone|mobile|cell|phone number|tel|telefon|telefonnummer|handy|mobil|telephone portable|"
    "telefono|movil|telefoon|direct line|phone no|tel no|telephone no|"
    "телефон|номер телефона|電話|電話番号|携帯電話|电话|手机|手机号|电话号码|전화번호|전화|휴대폰|"
    "numero de telefono|numero di telefono|telefone|celular|cellulare|cep telefonu",
    "born": "birth date|birthdate|date of birth|dob|birthday|born|geburtsdatum|geburtstag|geboren|date de naissance|fecha de nacimiento",
    "language": "language|preferred language|sprache|langue|idioma|lingua|taal",
    "street": "street|address|street address|strasse|adresse|rue|calle|via|straat|address line 1|"
    "ulica|endereco|indirizzo|direccion|адрес|улица|住所|地址|주소|adres",
    "number": "house number|street number|house no|street no|hausnummer|hausnr|numero civico",
    "town": "city|town|ort|stadt|ville|ciudad|citta|plaats|suburb|locality|"
    "miasto|cidade|localidad|город|mesto|市区町村|城市|도시|sehir|woonplaats",
    "postcode": "postcode|zip|zip code|postal code|plz|postleitzahl|code postal|codigo postal|cap|"
    "kod pocztowy|cep|индекс|почтовый индекс|psc|郵便番号|邮编|우편번호|posta kodu",
    "state": "state|province|region|bundesland|provincia",
    "country": "country|land|pays|pais|paese|country code|kraj|страна|zeme|ulke|国|国家|국가",
    "source": "source|lead source|channel|campaign|quelle|origine|fuente|herkunft|list|zrodlo|fonte|источник|bron",
    "date": "date|inquiry date|created|created at|created on|datum|eingang|anfragedatum|fecha|data|timestamp|submitted|date of inquiry|"
    "inquired|inquired on|enquired|enquiry date|date of enquiry|asked on|asked at|received|received on|received at|date received|"
    "дата|日付|登録日|お問い合わせ日|日期|날짜|tarih|datum aanvraag|data zgloszenia",
    "topic": "topic|subject|product|interest|thema|produkt|interesse|sujet|produit|tema|producto",
    "text": "message|comment|comments|text|notes|what they want|what they wrote|enquiry|inquiry|"
    "nachricht|bemerkung|kommentar|anfrage|commentaire|mensaje|remarks|"
    "uwagi|wiadomosc|mensagem|messaggio|комментарий|сообщение|備考|お問い合わせ内容|留言|备注|비고|opmerkingen",
    "wants_contact": "please contact me|wants contact|call me|contact me|callback|call back|ruckruf|bitte anrufen",
    "owner": "owner|sales rep|rep|assigned to|account manager|salesperson|betreuer|verkaufer|zustandig|bearbeiter",
    "no_contact": "do not contact|do not disturb|no contact|nicht kontaktieren|kein kontakt|ne pas contacter|no contactar|"
    "nie kontaktowac|non contattare|nao contactar|nao contatar|niet contacteren|не связываться",
    "no_phone": "do not call|do not phone|no calls|phone opt out|nicht anrufen|keine anrufe|dnc|ne pas appeler|no llamar|"
    "nie dzwonic|non chiamare|non telefonare|nao ligar|niet bellen|ring inte|ring ikke|не звонить|電話不可",
    "no_email": "do not email|no email|email opt out|keine e-mail|do not e-mail|has opted out of email|unsubscribed from all email|"
    "nie wysylac e-maili|bez e-maili|non inviare email|nao enviar email|geen e-mail|не писать|メール不可",
    "no_mailing": "unsubscribed|opt out|no newsletter|kein newsletter|optout|opted out|unsubscribed at|unsubscribed on|unsubscribe date|"
    "opt out date|optout time|opted out at|abgemeldet|abgemeldet am|"
    "brak newslettera|wypisany|geen nieuwsbrief|desabonne|dado de baja|отписан|配信停止",
    "mailing": "newsletter|newsletter opt in|opt in newsletter|subscribed|wants newsletter|newsletter subscriber",
}
ROLES: Final[Mapping[str, tuple[str, ...]]] = {role: tuple(names.split("|")) for role, names in _NAMES.items()}
"""The roles of the form, with the names that columns of that role usually have, folded."""

ONCE: Final = frozenset(ROLES) - {"email", "phone"}
_DENIES: Final = re.compile(
    r"\b(no|non|not|dont|out|optout|unsubscribed|kein|keine|nicht|dnc|abgemeldet|ne|pas|nie|nao|niet|geen|inte|ikke|bez|brak|wypisany|desabonne|baja|не|отписан)\b"
    "|不可|停止"
)
"""A wish not to hear from us says so in its name."""
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE: Final = re.compile(r"[+(]?[\d][\d\s()./-]{5,}")
_DAY: Final = re.compile(r"(\d{1,2}([./-])\d{1,2}\2(\d{4}|\d{2})|\d{4}([./-])\d{1,2}\4\d{1,2})([ T].*)?")
"""What is written like a day, also one that no calendar has: it is refused with its reason, and never dialled."""


def guess_roles(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A role for each column: one of ROLES, "answer", or "" for a column that is empty or only counts rows."""
    names = {alias: role for role, aliases in ROLES.items() for alias in aliases}
    scored: list[tuple[float, int, str]] = []
    columns = [[row[at].strip() for row in rows if at < len(row) and fold(row[at]) not in NOT_ANSWERED] for at in range(len(header))]
    for at, name in enumerate(header):
        plain = " ".join(re.sub(r"[_\-./:]+", " ", fold(_CAMEL.sub(" ", name))).split())
        for alias, score, _ in process.extract(plain, list(names), scorer=fuzz.ratio, limit=3, score_cutoff=86):
            if _may_mean(names[alias], plain):
                scored.append((score + _bonus(names[alias], columns[at]), at, names[alias]))
        if shown := _by_content(columns[at]):
            scored.append((90.0 if shown == "email" else 80.0, at, shown))
    return _assigned(scored, columns)


def _may_mean(role: str, name: str) -> bool:
    """Whether a column of this name can say so: no and yes are not alike, however alike their letters are."""
    denies = bool(_DENIES.search(name))
    return denies if role.startswith("no_") else not (denies and role == "mailing")


def _assigned(scored: list[tuple[float, int, str]], columns: Sequence[Sequence[str]]) -> list[str]:
    """The best guesses first; a role that may stand once is given once."""
    roles: dict[int, str] = {}
    for _score, at, role in sorted(scored, key=lambda one: (-one[0], one[1])):
        if at not in roles and not (role in ONCE and role in roles.values()):
            roles[at] = role
    return [roles.get(at, "answer" if _tells(values) else "") for at, values in enumerate(columns)]


def _tells(values: Sequence[str]) -> bool:
    """Whether a column says something of people: not empty, and not a different code in every row."""
    if not values:
        return False
    return len(values) < 20 or len(set(values)) < 0.95 * len(values) or any(" " in value for value in values)


def _by_content(values: Sequence[str]) -> str:
    if len(values) < 2:
        return ""
    if sum(bool(_EMAIL.fullmatch(value)) for value in values) > 0.8 * len(values):
        return "email"
    phones = sum(bool(_PHONE.fullmatch(value)) and 7 <= len(digits_of(value)) <= 15 for value in values)
    marked = sum(value[0] in "+(0" or " " in value for value in values)
    return "phone" if phones > 0.8 * len(values) and marked > 0.6 * len(values) and not _are_dates(values) else ""


def _are_dates(values: Sequence[str]) -> bool:
    read = 0
    for value in values[:20]:
        try:
            _DAY.fullmatch(value) or read_date(value)
        except UnreadableDate:
            continue
        read += 1
    return read > 0.8 * len(values[:20])


def _bonus(role: str, values: Sequence[str]) -> float:
    """What stands in the column speaks for or against its name."""
    if role in {"date", "born"}:
        return 5.0 if _are_dates(values) else -30.0
    if role == "email":
        return 5.0 if any("@" in value for value in values) or not values else -30.0
    if role == "phone":
        return 5.0 if not values or any(len(digits_of(value)) >= 6 for value in values) else -30.0
    if role.startswith("no_"):
        return 5.0 if _are_dates(values) or len({fold(value) for value in values}) <= 4 else -30.0
    if role in {"wants_contact", "mailing"}:
        return 5.0 if len({fold(value) for value in values}) <= 4 else -30.0
    return 0.0


def guess_order(header: Sequence[str], rows: Sequence[Sequence[str]], roles: Sequence[str]) -> str:
    """ "month first" when a date column holds dates that are none with the day first, as 3/25/2026."""
    for at, role in enumerate(roles):
        values = [row[at].strip() for row in rows if role == "date" and at < len(row) and row[at].strip()]
        if values and not _reads_all(values, "dmy") and _reads_all(values, "mdy"):
            return "month first"
    return "day first"


def _reads_all(values: Sequence[str], order: Any) -> bool:
    try:
        for value in values:
            read_date(value, order=order)
    except UnreadableDate:
        return False
    return True


def map_from_roles(header: Sequence[str], roles: Sequence[str], *, dates: str, country: str, spread: bool) -> dict[str, Any]:
    """The map of the browser form: the same data as a TOML file has."""
    person: dict[str, Any] = {}
    inquiry: dict[str, Any] = {}
    wishes: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    keys: set[str] = set()
    permissions = [_permitted(name) for name, role in zip(header, roles, strict=True) if role == "mailing"]
    for name, role in zip(header, roles, strict=True):
        column = {"column": name}
        if role in {"email", "phone"}:
            person.setdefault(f"{role}s", []).append(column)
        elif role in {"source", "date", "topic", "text", "wants_contact"}:
            inquiry[role] = column
        elif role == "no_contact":
            wishes.append({**column, "kind": "stop"})
        elif role.startswith("no_"):
            wishes.append({**column, "kind": "no_channel", "channel": role.removeprefix("no_")})
        elif role == "answer":
            answers.append({**column, "key": _free(slug(name) or "column", keys), "label": name[:120]})
        elif role and role != "mailing":
            person[role] = column
    data: dict[str, Any] = {"kind": "inquiries", "dates": dates, "spread": spread, "person": person, "inquiry": inquiry}
    return {**data, "wish": wishes, "permission": permissions, "answer": answers, **({"country": country} if country else {})}


def _permitted(column: str) -> dict[str, Any]:
    """Who said yes in this column; the list is the proof."""
    proof = gettext("“%(column)s” in the list") % {"column": column}
    return {"column": column, "channel": "mailing", "kind": "express", "proof": proof}


def _free(key: str, taken: set[str]) -> str:
    place, free = 2, key
    while free in taken:
        free, place = f"{key[:56]}_{place}", place + 1
    taken.add(free)
    return free
