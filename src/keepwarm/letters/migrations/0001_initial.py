import django.db.models.deletion
import keepwarm.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('outbox', '0001_initial'),
        ('prospects', '0006_showings'),
        ('staff', '0002_give_a_seat_an_hourly_rate'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('touches', '0003_letters_on_their_way'),
    ]

    operations = [
        migrations.CreateModel(
            name='Enclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hashed', models.CharField(max_length=64, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('raw', models.BinaryField()),
                ('reading_minutes', models.FloatField(default=0)),
                ('stages', models.JSONField(blank=True, default=list)),
                ('interests', models.JSONField(blank=True, default=list)),
                ('kept_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('purpose', models.CharField(max_length=24)),
                ('subject', models.CharField(blank=True, default='', max_length=200)),
                ('text', models.TextField()),
                ('overruled', models.JSONField(blank=True, default=list)),
                ('overruled_because', models.CharField(blank=True, default='', max_length=200)),
                ('budget_free', models.CharField(blank=True, default='', max_length=16)),
                ('offered', models.JSONField(blank=True, default=list)),
                ('invite_at', models.DateTimeField(blank=True, null=True)),
                ('queued_at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enclosures', models.ManyToManyField(blank=True, related_name='letters', to='letters.enclosure')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='letter', to='outbox.message')),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='prospects.prospect')),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='staff.seat')),
                ('touch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='letter', to='touches.touch')),
            ],
            options={
                'indexes': [models.Index(fields=['seat', '-queued_at'], name='letters_of_seat')],
            },
        ),
        migrations.CreateModel(
            name='LetterException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('because', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prospect', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letter_exceptions', to='prospects.prospect')),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='letter_exceptions', to='staff.seat')),
                ('used_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exception', to='letters.letter')),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='letters_exceptions_by_day'), models.Index(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True)), fields=['seat'], name='letters_exceptions_open')],
            },
        ),
        migrations.CreateModel(
            name='PointToSay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('text', models.CharField(max_length=600)),
                ('at', models.DateTimeField()),
                ('said_at', models.DateTimeField(blank=True, null=True)),
                ('prospect', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='points_to_say', to='prospects.prospect')),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.seat')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('said_at__isnull', True)), fields=['prospect', 'at'], name='letters_points_to_say')],
            },
        ),
        migrations.CreateModel(
            name='Snippet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('purpose', models.CharField(blank=True, default='', max_length=24)),
                ('language', models.CharField(blank=True, default='', max_length=12)),
                ('subject', models.CharField(blank=True, default='', max_length=200)),
                ('text', models.TextField()),
                ('edited_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('purpose', models.CharField(blank=True, default='', max_length=24)),
                ('subject', models.CharField(blank=True, default='', max_length=200)),
                ('body', models.TextField(blank=True, default='')),
                ('merged', models.JSONField(blank=True, default=dict)),
                ('offered', models.JSONField(blank=True, default=list)),
                ('invite_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='prospects.prospect')),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='staff.seat')),
                ('enclosures', models.ManyToManyField(blank=True, related_name='+', to='letters.enclosure')),
            ],
            options={
                'indexes': [models.Index(fields=['seat', '-saved_at'], name='letters_drafts_of')],
                'constraints': [models.UniqueConstraint(fields=('seat', 'prospect'), name='letters_one_draft')],
            },
        ),
    ]
