from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    """Inquiries of a source by their day: the rows behind who came are read page by page."""

    dependencies = [("touches", "0008_short_messages")]

    operations = [
        migrations.AddIndex(
            model_name="inquiry",
            index=models.Index(
                "source",
                Coalesce("happened_at", "received_at"),
                "id",
                name="touches_inquiry_came",
                condition=models.Q(("voided_at__isnull", True)),
            ),
        ),
    ]
