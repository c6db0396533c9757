"""What the background does for the frame itself: planning each night, keeping SQLite's log short, forgetting old sessions."""

from contextlib import closing
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.utils import timezone

from keepwarm.decisions.actions import plan
from keepwarm.lib.periodic import Periodic
from keepwarm.site.warming import warm_up
from keepwarm.staff.actions import note_in_audit
from keepwarm.staff.models import AuditRow, User
from keepwarm.staff.queries import house_zone

NIGHT_PLANNED = "night_planned"


def checkpoint_databases() -> None:
    """Bring what SQLite's log holds into the database, without making anyone wait (PASSIVE); nothing on PostgreSQL.

    This process alone checkpoints; the others do so only past `CHECKPOINT_PAGES` (docs/decisions/0001-sqlite.md).
    """
    for connection in connections.all():
        if connection.vendor == "sqlite":
            with closing(connection.cursor()) as cursor:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def warm_house() -> None:
    """Make ready, before the web server divides into processes, what every first page would else make for itself."""
    warm_up(now=timezone.now())


def optimize_databases(*, now: datetime) -> None:
    """Let SQLite renew the statistics its planner reads, where tables have changed much."""
    for connection in connections.all():
        if connection.vendor == "sqlite":
            with closing(connection.cursor()) as cursor:
                cursor.execute("PRAGMA analysis_limit = 1000")
                cursor.execute("PRAGMA optimize")


def forget_old_sessions(*, now: datetime) -> None:
    """Delete sessions that have run out."""
    SessionStore.clear_expired()


def plan_the_night(*, now: datetime) -> None:
    """Plan everyone once a night, from two o'clock where the house is; after a night switched off, at the next start."""
    since = latest_two_oclock(now, ZoneInfo(house_zone()))
    if AuditRow.objects.filter(what=NIGHT_PLANNED, at__gte=since).exists() or not User.objects.exists():
        return
    planned = plan(now=now)
    note_in_audit(NIGHT_PLANNED, {"changed": planned.changed}, by=None, now=now)


def latest_two_oclock(now: datetime, zone: ZoneInfo) -> datetime:
    """The newest two o'clock of `zone` that has passed. An hour that a clock change skips or doubles counts once."""
    local = now.astimezone(zone)
    today = local.replace(hour=2, minute=0, second=0, microsecond=0, fold=0)
    return today if today <= local else today - timedelta(days=1)


PERIODIC = (Periodic(plan_the_night, minutes=5), Periodic(forget_old_sessions, minutes=59), Periodic(optimize_databases, minutes=30))
