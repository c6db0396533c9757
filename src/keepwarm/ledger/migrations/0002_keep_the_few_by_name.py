from django.db import migrations, models


class Migration(migrations.Migration):
    """The pass over everyone keeps who they are, of figures that have few people."""

    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.AddField(model_name="round", name="few", field=models.JSONField(default=dict))]
