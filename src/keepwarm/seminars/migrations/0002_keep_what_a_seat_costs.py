from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='seminar',
            name='seat_minor',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]
