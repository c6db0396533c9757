"""The report of the leads reads the sales of some days out of all hand-offs that there ever were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handoff", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="handoff",
            index=models.Index(condition=models.Q(("closed_as", "customer")), fields=["closed_at"], name="handoff_sales"),
        ),
    ]
