"""Every table of the house as a file, for admins: what stands in the database, column by column, and no secret.

Lists and reports are made to be read; these are whole, for whoever moves out, or checks. A row is named by its reference, and so is
whatever it points to: the keys inside mean nothing outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any, Final

from django.apps import apps
from django.db.models import BinaryField, DateTimeField, Field, ForeignKey, Model, QuerySet
from django.utils.functional import lazystr

from keepwarm.staff.exporting import Asked, Column, Export, by_key
from keepwarm.staff.models import Role

SECRET: Final = frozenset({"password", "secret", "dkim_secret", "imap_secret", "hashed", "address_hash", "network_hash", "session_key"})
"""Columns that never leave: what opens a door, and marks of addresses of which nobody is to know more than that they are closed."""
NOT_OURS: Final = frozenset({"prospects.SearchPurge", "prospects.MatchKey", "staff.Submission"})
"""Made from other tables to speed up a search, with nothing of their own; and what answered a form, so that it answers once."""


@lru_cache
def table_exports() -> tuple[Export[Any], ...]:
    """One of each table, by its name."""
    return tuple(_export_of(model) for model in sorted(tables(), key=_name_of))


def tables() -> Iterator[type[Model]]:
    """Every table of a room, whether a page shows it or not."""
    for model in apps.get_models():
        meta = model._meta
        if model.__module__.startswith("keepwarm.") and meta.managed and not meta.proxy and meta.label not in NOT_OURS:
            yield model


def _name_of(model: type[Model]) -> str:
    return f"table-{model._meta.app_label}-{model._meta.model_name}".replace("_", "-")


def _export_of(model: type[Model]) -> Export[Any]:
    fields = [field for field in model._meta.concrete_fields if _leaves(field)]
    columns = tuple(Column[Any](field.name, partial(_value, field), moment=isinstance(field, DateTimeField)) for field in fields)
    title = lazystr(f"{model._meta.app_label}: {model.__name__}")
    return Export[Any](_name_of(model), title, columns, partial(_rows, model, fields), roles=frozenset({Role.ADMIN}))


def _leaves(field: Field[Any, Any]) -> bool:
    """No secret, and no key where there is a reference."""
    return field.name not in SECRET and not (field.primary_key and any(one.name == "ref" for one in field.model._meta.concrete_fields))


def _rows(model: type[Model], fields: list[Field[Any, Any]], asked: Asked) -> Iterator[Model]:
    rows: QuerySet[Model] = QuerySet(model)
    pointing = [field.name for field in fields if isinstance(field, ForeignKey)]
    large = [field.name for field in fields if isinstance(field, BinaryField)]
    return by_key(rows.select_related(*pointing).defer(*large) if pointing else rows.defer(*large))


def _value(field: Field[Any, Any], row: Model) -> Any:
    """As it is kept; of whatever a row points to its reference, or its number where it has none; of a file that it is there."""
    if isinstance(field, BinaryField):
        return bool(row.pk)
    if not isinstance(field, ForeignKey):
        return getattr(row, field.attname)
    found = getattr(row, field.name)
    return getattr(found, "ref", None) or getattr(row, field.attname) if found is not None else None
