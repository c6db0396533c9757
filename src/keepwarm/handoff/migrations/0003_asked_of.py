"""A rep's list reads what they were ever asked about, out of all askings that there ever were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handoff", "0002_sales_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="asking",
            index=models.Index(fields=["seat", "handoff"], name="handoff_asked_of"),
        ),
    ]
