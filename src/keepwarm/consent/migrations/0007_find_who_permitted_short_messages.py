from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0006_short_messages'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='permission',
            index=models.Index(condition=models.Q(('channel', 'message'), ('withdrawn_at__isnull', True)), fields=['prospect'], name='consent_permission_message'),
        ),
    ]
