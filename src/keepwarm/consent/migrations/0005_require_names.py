import keepwarm.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0004_name_permissions_and_suppressions")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="ref",
            field=models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True),
        )
        for name in ("permission", "suppression")
    ]
