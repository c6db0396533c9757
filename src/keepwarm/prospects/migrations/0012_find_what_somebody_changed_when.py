from django.db import migrations, models


class Migration(migrations.Migration):
    """What a person changed on some days: whom a rep turned away is not looked for among all that they ever changed."""

    dependencies = [("prospects", "0011_names_in_messengers")]

    operations = [
        migrations.AddIndex(
            model_name="standingchange",
            index=models.Index(fields=["by", "at"], name="prospects_changed_on", condition=models.Q(("by__isnull", False))),
        ),
    ]
