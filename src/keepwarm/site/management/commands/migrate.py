"""`migrate`, quicker for a database in which nothing stands yet: its tables are made as the models are today.

Walking through every migration rebuilds the state of all models again and again: some 25 s of processor for a new house, of which
the database itself takes one. An empty database needs only where they lead, and a test shows that both ways lead to the same.
"""

from typing import Any, cast

from django.apps import apps
from django.core.management.commands.migrate import Command as Migrate
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState, StateApps

from keepwarm.site.rooms import ROOMS

OTHERWISE = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
"""Arguments with which more is asked than to bring everything to its newest migration."""


class Command(Migrate):
    """Django's own command; an empty database is built at once, in one transaction, before it looks what is left to do."""

    def handle(self, *args: Any, **options: Any) -> Any:
        connection = connections[options.get("database") or DEFAULT_DB_ALIAS]
        if not any(options.get(name) for name in OTHERWISE) and not connection.introspection.table_names():
            build(connection)
        return super().handle(*args, **options)


def build(connection: BaseDatabaseWrapper) -> None:
    """All tables as the models say, what the rooms' migrations do beyond models, and each migration written down as applied."""
    loader = MigrationLoader(connection, replace_migrations=False)
    with connection.schema_editor() as editor:
        for model in (one for app in apps.get_app_configs() for one in router.get_migratable_models(app, connection.alias)):
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for room in ROOMS:
            for key in sorted(key for key in loader.disk_migrations if key[0] == room):
                _do_beyond_models(loader.disk_migrations[key], editor)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for app, name in sorted(loader.disk_migrations):
            recorder.record_applied(app, name)


def _do_beyond_models(migration: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    """What a migration does by SQL or Python of its own: in a new house it meets empty tables as they are today."""
    for operation in migration.operations:
        if isinstance(operation, RunPython):
            operation.code(cast("StateApps", apps), editor)
        elif isinstance(operation, RunSQL):
            operation.database_forwards(migration.app_label, editor, ProjectState(), ProjectState())
