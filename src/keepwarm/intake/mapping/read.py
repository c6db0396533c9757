"""From a map's data to a plan."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from keepwarm.intake.mapping import fields
from keepwarm.intake.mapping.checks import MapWrong, Reader
from keepwarm.intake.mapping.lookup import read_lookups
from keepwarm.intake.mapping.plan import AnswerPlan, PermissionPlan, Plan, Value, WishPlan
from keepwarm.intake.mapping.touch import read_touch
from keepwarm.lib.dates import Order
from keepwarm.lib.text import fold

LONGEST_END: Final = 40


def load_map(path: Path) -> dict[str, Any]:
    """The data of the TOML file at `path`. Raises MapWrong."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise MapWrong(
            gettext("The map %(name)s cannot be read: %(problem)s.") % {"name": path.name, "problem": problem.strerror or problem}
        ) from None
    except UnicodeDecodeError:
        raise MapWrong(gettext("The map %(name)s is not written in UTF-8.") % {"name": path.name}) from None
    except tomllib.TOMLDecodeError as problem:
        raise MapWrong(gettext("The map %(name)s is no valid TOML: %(problem)s.") % {"name": path.name, "problem": problem}) from None


def read_map(data: Mapping[str, Any], header: Sequence[str], *, called: str, file: str) -> Plan:
    """The plan of a map for a table with this header. Raises MapWrong."""
    reader = Reader(called, file, tuple(header))
    reader = replace(reader, empty=reader.empty | reader.texts(data.get("not_answered", []), "not_answered"))
    reader, lookups = read_lookups(reader, _entries(reader, data, "lookup"))
    kind = reader.one_of(data.get("kind", "inquiries"), fields.SECTIONS, "kind")
    reader.known(data, (*fields.TOP, *fields.SECTIONS[kind]), "")
    person = _table(reader, data, "person")
    reader.known(person, (*fields.PERSON, "emails", "phones"), "person")
    singles = {key: reader.value(person[key], f"person.{key}") for key in fields.PERSON if key in person}
    emails = _values(reader, person.get("emails", []), "person.emails")
    phones = _values(reader, person.get("phones", []), "person.phones")
    _refuse_nobody(reader, singles, emails, phones)
    plan = Plan(
        kind=kind,
        fields=singles,
        emails=emails,
        phones=phones,
        wishes=tuple(_wish(reader, one, where) for one, where in _entries(reader, data, "wish")),
        permissions=tuple(_permission(reader, one, where) for one, where in _entries(reader, data, "permission")),
        answers=_answers(reader, data),
        order=_order(reader, data.get("dates", "day first")),
        zone=_zone(reader, data.get("zone", "UTC")),
        country=_country(reader, data.get("country", "")),
        spread=bool(data.get("spread", True)),
        lookups=lookups,
    )
    plan = read_touch(reader, plan, _table(reader, data, "touch")) if kind == "history" else _inquiry(reader, plan, data)
    return replace(plan, used=_used(plan))


def _table(reader: Reader, data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = data.get(name, {})
    if not isinstance(section, Mapping):
        raise reader.fail(name, f"expected a section [{name}].")
    return section


def _entries(reader: Reader, data: Mapping[str, Any], name: str) -> list[tuple[Mapping[str, Any], str]]:
    entries = data.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise reader.fail(name, f"expected entries [[{name}]].")
    return [(entry, f"{name} {place}") for place, entry in enumerate(entries, start=1)]


def _values(reader: Reader, given: Any, where: str) -> tuple[Value, ...]:
    items = given if isinstance(given, list) else [given]
    return tuple(reader.value(item, where) for item in items)


def _refuse_nobody(reader: Reader, singles: Mapping[str, Value], emails: Sequence[Value], phones: Sequence[Value]) -> None:
    if not emails and not phones and not {"name", "given", "family"} & set(singles):
        raise reader.fail("person", "say at least which column is the name, an email or a phone.")


def _inquiry(reader: Reader, plan: Plan, data: Mapping[str, Any]) -> Plan:
    section = _table(reader, data, "inquiry")
    reader.known(section, (*fields.INQUIRY, "wants_contact", "cold"), "inquiry")
    singles = {
        **plan.fields,
        **{key: reader.value(section[key], f"inquiry.{key}") for key in fields.INQUIRY if key in section},
    }
    if "stage" in data:
        stage, plan = _stage(reader, plan, data["stage"])
        for text in (*(stage.values or {}).values(), *([stage.otherwise] if stage.otherwise else [])):
            reader.one_of(text, fields.STAGES, "stage.values")
        singles["stage"] = stage
    return replace(
        plan,
        fields=singles,
        wants_contact=reader.whether(section["wants_contact"], "inquiry.wants_contact") if "wants_contact" in section else None,
        cold=reader.whether(section["cold"], "inquiry.cold") if "cold" in section else None,
    )


def _stage(reader: Reader, plan: Plan, given: Any) -> tuple[Value, Plan]:
    """The stage, and with it since when it holds and how an end is called."""
    if not isinstance(given, Mapping):
        return reader.value(given, "stage"), plan
    value = reader.value({key: text for key, text in given.items() if key not in {"since", "end"}}, "stage")
    since = _values(reader, given.get("since", []), "stage.since")
    end = str(given.get("end", plan.end_reason))
    if end != slug(end) or not end or len(end) > LONGEST_END:
        raise reader.fail("stage.end", f"“{end}” must be one short word in lower-case letters, such as no_need.")
    if end == fields.LOST:
        raise reader.fail("stage.end", "whoever was lost to somebody else is kept warm and never ended: let that value become “lost”.")
    return value, replace(plan, stage_since=since, end_reason=end)


def _wish(reader: Reader, one: Mapping[str, Any], where: str) -> WishPlan:
    reader.known(one, ("column", "yes", "kind", "channel", "until", "words"), where)
    kind = reader.one_of(one.get("kind", "no_channel"), fields.WISHES, f"{where}.kind")
    channel = reader.one_of(one["channel"], fields.CHANNELS, f"{where}.channel") if one.get("channel") else ""
    if kind == "no_channel" and not channel:
        raise reader.fail(where, "say which channel: phone, email, mailing or post.")
    if kind == "not_before" and "until" not in one:
        raise reader.fail(where, "say in which column the date stands: until = “…”.")
    if kind != "not_before" and "column" not in one:
        raise reader.fail(where, "say which column tells it: column = “…”.")
    when = {key: one[key] for key in ("column", "yes") if key in one}
    return WishPlan(
        kind=kind,
        channel=channel,
        when=reader.whether(when, where) if "column" in one else None,
        until=reader.value(one["until"], f"{where}.until") if "until" in one else None,
        words=str(one.get("words", "")),
    )


def _permission(reader: Reader, one: Mapping[str, Any], where: str) -> PermissionPlan:
    reader.known(one, ("column", "yes", "channel", "kind", "proof", "wording"), where)
    if not one.get("proof"):
        raise reader.fail(where, "a permission needs its proof: proof = “…”, a column or a text.")
    proof = one["proof"]
    known = fold(str(proof)) in {fold(name) for name in reader.header}
    composed = isinstance(proof, str) and not known and "{" not in proof
    when = {key: one[key] for key in ("column", "yes") if key in one}
    return PermissionPlan(
        channel=reader.one_of(one.get("channel"), fields.CHANNELS, f"{where}.channel"),
        kind=reader.one_of(one.get("kind", "express"), fields.PERMISSION_KINDS, f"{where}.kind"),
        proof=reader.value({"constant": proof} if composed else proof, f"{where}.proof"),
        when=reader.whether(when, where) if "column" in one else None,
        wording=" ".join(str(one.get("wording", "")).split())[:60],
    )


def _answers(reader: Reader, data: Mapping[str, Any]) -> tuple[AnswerPlan, ...]:
    plans = tuple(_answer(reader, one, where) for one, where in _entries(reader, data, "answer"))
    keys = [plan.key for plan in plans]
    for key in keys:
        if keys.count(key) > 1:
            raise reader.fail("answer", f"the key “{key}” is given twice.")
    return plans


def _answer(reader: Reader, one: Mapping[str, Any], where: str) -> AnswerPlan:
    reader.known(
        one,
        ("column", "compose", "constant", "values", "otherwise", "not_answered", "key", "label", "kind", "evidence"),
        where,
    )
    source = {key: one[key] for key in ("column", "compose", "constant", "values", "otherwise", "not_answered") if key in one}
    value = reader.value(source, where)
    label = str(one.get("label") or one.get("column") or one.get("key") or "")
    key = str(one.get("key") or slug(label))
    if not key or key != slug(key):
        raise reader.fail(f"{where}.key", f"“{key}” must be lower-case letters, digits and “_”.")
    return AnswerPlan(
        key=key,
        label=label[:120],
        kind=reader.one_of(one.get("kind", "text"), fields.QUESTION_KINDS, f"{where}.kind"),
        evidence=fields.EVIDENCE[reader.one_of(one.get("evidence", "form"), fields.EVIDENCE, f"{where}.evidence")],
        value=value,
    )


def slug(text: str) -> str:
    """A key from words: "How did you hear?" is how_did_you_hear."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in fold(text))
    return "_".join(letters.split())[:60]


def _order(reader: Reader, given: Any) -> Order:
    word = reader.one_of(given, ("day first", "month first"), "dates")
    return "mdy" if word == "month first" else "dmy"


def _zone(reader: Reader, given: Any) -> str:
    try:
        ZoneInfo(str(given))
    except (KeyError, ValueError, OSError):
        raise reader.fail("zone", f"there is no time zone “{given}”; write it as Europe/Berlin.") from None
    return str(given)


def _country(reader: Reader, given: Any) -> str:
    code = str(given).upper()
    if code and not (len(code) == 2 and code.isalpha()):
        raise reader.fail("country", f"“{given}” is no country code; write it as DE or US.")
    return code


def _used(plan: Plan) -> tuple[int, ...]:
    """The columns the plan reads, in the order of the file."""
    values = [*plan.fields.values(), *plan.emails, *plan.phones, *plan.stage_since]
    values += [answer.value for answer in plan.answers] + [one.proof for one in plan.permissions]
    values += [one.until for one in plan.wishes if one.until]
    asked = [plan.wants_contact, plan.cold, *(one.when for one in plan.wishes), *(one.when for one in plan.permissions)]
    values += [one.value for one in asked if one]
    return tuple(sorted({place for value in values for place in value.columns}))
