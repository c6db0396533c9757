import django.db.models.deletion
import keepwarm.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consent', '0002_say_who_withdrew_a_permission'),
        ('prospects', '0006_showings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('version', models.PositiveSmallIntegerField()),
                ('language', models.CharField(default='en', max_length=12)),
                ('channel', models.CharField(choices=[('phone', 'phone'), ('email', 'personal email'), ('mailing', 'newsletter and mailings'), ('post', 'post')], max_length=8)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['name', 'language', '-version'],
                'constraints': [models.UniqueConstraint(fields=('name', 'language', 'version'), name='consent_wording_once')],
            },
        ),
        migrations.AddField(
            model_name='permission',
            name='last_used_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='permission',
            name='proof_file',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AddField(
            model_name='permission',
            name='ref',
            field=models.CharField(editable=False, max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='suppression',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='suppression',
            name='lifted_because',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='suppression',
            name='lifted_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='suppression',
            name='lifted_event',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='suppression',
            name='ref',
            field=models.CharField(editable=False, max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='suppression',
            name='scope',
            field=models.CharField(choices=[('all', 'everything'), ('mailing', 'newsletter and mailings')], default='all', max_length=8),
        ),
        migrations.AddField(
            model_name='suppression',
            name='source',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AlterField(
            model_name='suppression',
            name='kind',
            field=models.CharField(choices=[('email', 'email address'), ('phone', 'phone number'), ('domain', 'domain'), ('post', 'postal address')], max_length=8),
        ),
        migrations.AddIndex(
            model_name='suppression',
            index=models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['reason', '-at'], name='consent_suppression_reason'),
        ),
        migrations.AddField(
            model_name='wording',
            name='made_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='permission',
            name='wording',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='permissions', to='consent.wording'),
        ),
        migrations.AddIndex(
            model_name='permission',
            index=models.Index(condition=models.Q(('expires_at__isnull', False), ('withdrawn_at__isnull', True)), fields=['expires_at'], name='consent_permission_expires'),
        ),
        migrations.AddIndex(
            model_name='permission',
            index=models.Index(condition=models.Q(('proof_file', ''), _negated=True), fields=['proof_file'], name='consent_permission_file'),
        ),
        migrations.AddIndex(
            model_name='permission',
            index=models.Index(condition=models.Q(('wording__isnull', False)), fields=['wording'], name='consent_permission_wording'),
        ),
    ]
