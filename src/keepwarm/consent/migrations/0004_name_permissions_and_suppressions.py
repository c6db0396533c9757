from django.db import migrations

from keepwarm.lib.ids import new_refs

CHUNK = 2000


def name_rows(apps, schema_editor):
    """A reference for every row there is, in chunks of the key."""
    for name in ("Permission", "Suppression"):
        model = apps.get_model("consent", name)
        last = 0
        while ids := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
            rows = [model(pk=pk, ref=ref) for pk, ref in zip(ids, new_refs(len(ids)), strict=True)]
            model.objects.bulk_update(rows, ["ref"], batch_size=500)
            last = ids[-1]


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_wordings_proofs_and_scopes")]

    operations = [migrations.RunPython(name_rows, migrations.RunPython.noop)]
