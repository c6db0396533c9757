"""SQLite's index of search lines merges its parts no more within the commits that write lines; see `prospects.search.merging`."""

from django.db import migrations

BESIDE = (("automerge", 0), ("crisismerge", 1999), ("usermerge", 4))
WITHIN = (("automerge", 16), ("crisismerge", 64), ("usermerge", 4))


def settings(pairs):
    def write(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            for name, value in pairs:
                schema_editor.execute(f"INSERT INTO prospects_search (prospects_search, rank) VALUES ('{name}', {value})", params=None)  # noqa: S608 - our own names and numbers

    return write


class Migration(migrations.Migration):
    dependencies = [("prospects", "0006_showings")]
    operations = [migrations.RunPython(settings(BESIDE), settings(WITHIN))]
