"""Lines of the search are marked as gone, and purged when somebody is forgotten; see `prospects.search.merging`."""

from django.db import migrations, models


def overwrite(at_once):
    def write(apps, schema_editor):
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"INSERT INTO prospects_search (prospects_search, rank) VALUES ('secure-delete', {at_once})", params=None)  # noqa: S608 - our own number

    return write


class Migration(migrations.Migration):
    dependencies = [("prospects", "0008_index_for_segments")]
    operations = [
        migrations.CreateModel(
            name="SearchPurge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.RunPython(overwrite(0), overwrite(1)),
    ]
