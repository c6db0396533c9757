"""Indexes that another begins with go; those of references that hardly anyone has hold only who has one. Arrivals write less.

The indexes are dropped by their names: to alter the fields would copy the whole table on SQLite.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GONE = {
    "prospects_doubt_a_id_989461ae": ("prospects_doubt", "a_id"),
    "prospects_prospect_chosen_by_id_9e3f3a0e": ("prospects_prospect", "chosen_by_id"),
    "prospects_prospect_merged_into_id_2d5d9f6c": ("prospects_prospect", "merged_into_id"),
    "prospects_prospect_owner_id_adc34109": ("prospects_prospect", "owner_id"),
    "prospects_standingchange_by_id_6ebfd99d": ("prospects_standingchange", "by_id"),
}


def reference(to, on_delete="PROTECT", **more):
    return models.ForeignKey(db_index=False, on_delete=getattr(django.db.models.deletion, on_delete), to=to, **more)


class Migration(migrations.Migration):
    dependencies = [("prospects", "0003_index_rounds_to_begin"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddIndex(
            "prospect", models.Index(condition=models.Q(merged_into__isnull=False), fields=["merged_into"], name="prospects_merged")
        ),
        migrations.AddIndex(
            "prospect", models.Index(condition=models.Q(chosen_by__isnull=False), fields=["chosen_by"], name="prospects_chosen_by")
        ),
        migrations.AddIndex(
            "standingchange", models.Index(condition=models.Q(by__isnull=False), fields=["by"], name="prospects_changed_by")
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f'DROP INDEX IF EXISTS "{name}"', f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table}" ("{column}")')
                for name, (table, column) in GONE.items()
            ],
            state_operations=[
                migrations.AlterField("doubt", "a", reference("prospects.prospect", "CASCADE", related_name="+")),
                migrations.AlterField(
                    "prospect", "chosen_by", reference(settings.AUTH_USER_MODEL, blank=True, null=True, related_name="+")
                ),
                migrations.AlterField(
                    "prospect", "merged_into", reference("prospects.prospect", blank=True, null=True, related_name="merged")
                ),
                migrations.AlterField("prospect", "owner", reference("staff.seat", related_name="prospects")),
                migrations.AlterField("standingchange", "by", reference(settings.AUTH_USER_MODEL, null=True, related_name="+")),
            ],
        ),
    ]
