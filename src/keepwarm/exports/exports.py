"""The book itself as a file."""

from django.utils.translation import gettext_lazy as _

from keepwarm.exports.queries.book import taken, taken_as
from keepwarm.staff.exporting import Column, Export, by_key
from keepwarm.staff.models import AuditRow, Role

EXPORTS = (
    Export[AuditRow](
        name="exports",
        title=_("What left the house"),
        roles=frozenset({Role.ADMIN}),
        columns=(
            Column[AuditRow](_("When"), "at", moment=True),
            Column[AuditRow](_("Who"), "by.name"),
            Column[AuditRow](_("Taken in the name of"), taken_as),
            Column[AuditRow](_("What"), lambda row: row.args.get("name")),
            Column[AuditRow](_("As"), lambda row: row.args.get("kind")),
            Column[AuditRow](_("Rows"), lambda row: row.args.get("rows")),
            Column[AuditRow](_("Filter"), lambda row: ", ".join(f"{name}: {value}" for name, value in row.args.get("filters", {}).items())),
        ),
        rows=lambda asked: by_key(taken()),
    ),
)
