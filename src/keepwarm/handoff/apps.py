"""Tells the rooms below what this room writes when a prospect is turned there, what it audits, and whom sales may see."""

from django.apps import AppConfig


class HandOffConfig(AppConfig):
    """The room `handoff`."""

    name = "keepwarm.handoff"

    def ready(self) -> None:
        """An end, a recycling, a call or an undo closes or changes the hand-off in the same transaction."""
        from keepwarm.decisions.actions.following import follow_with
        from keepwarm.decisions.auditing import check_with
        from keepwarm.handoff.actions.following import follow
        from keepwarm.handoff.queries.auditing import find_differences
        from keepwarm.handoff.queries.permissions import whom_sales_sees
        from keepwarm.prospects.queries.visibility import show_also

        follow_with(follow)
        show_also(whom_sales_sees)
        check_with(find_differences)
