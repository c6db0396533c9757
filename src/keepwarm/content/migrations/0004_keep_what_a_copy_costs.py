from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0003_keep_a_short_text'),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='copy_minor',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]
