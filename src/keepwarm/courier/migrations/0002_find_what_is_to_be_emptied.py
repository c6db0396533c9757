from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courier', '0001_initial'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(condition=models.Q(('body__gt', '')), fields=['state', 'settled_at'], name='courier_to_empty'),
        ),
    ]
