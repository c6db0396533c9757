"""What an hour of a seat costs, so that the minutes it took to find a lead count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [
        migrations.AddField("seat", "hour_minor", models.PositiveIntegerField(default=0)),
        migrations.AddField("seat", "currency", models.CharField(default="EUR", max_length=3)),
    ]
