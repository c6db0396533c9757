from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("prospects", "0002_search")]

    operations = [
        migrations.AddIndex(
            model_name="prospect",
            index=models.Index(
                fields=["attempts", "round_started_at"],
                name="prospects_round_to_begin",
                condition=models.Q(last_attempt_at__lte=models.F("round_started_at")),
            ),
        ),
    ]
