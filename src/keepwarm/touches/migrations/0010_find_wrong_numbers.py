from django.db import migrations, models


class Migration(migrations.Migration):
    """Whose number was wrong: few of a large house, and named behind the figure of a list."""

    dependencies = [("touches", "0009_find_who_came_when")]

    operations = [
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(fields=["prospect"], name="touches_wrong_number", condition=models.Q(("disposition", "wrong_number"))),
        ),
    ]
