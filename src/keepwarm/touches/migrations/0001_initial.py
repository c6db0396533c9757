import django.db.models.deletion
import keepwarm.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('prospects', '0001_initial'),
        ('staff', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('name', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(default='list', max_length=20)),
                ('cold', models.BooleanField(default=False)),
                ('cost_minor', models.BigIntegerField(default=0)),
                ('currency', models.CharField(default='EUR', max_length=3)),
            ],
        ),
        migrations.CreateModel(
            name='SourceTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people', models.PositiveIntegerField()),
                ('worked', models.PositiveIntegerField()),
                ('dialled', models.PositiveIntegerField()),
                ('wrong', models.PositiveIntegerField()),
                ('touches', models.PositiveIntegerField()),
                ('seconds', models.PositiveBigIntegerField()),
                ('cost_minor', models.BigIntegerField()),
                ('leads', models.PositiveIntegerField()),
                ('customers', models.PositiveIntegerField()),
                ('counted_at', models.DateTimeField()),
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tally', to='touches.source')),
            ],
        ),
        migrations.CreateModel(
            name='Touch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('channel', models.CharField(choices=[('phone', 'phone'), ('email', 'email'), ('meeting', 'meeting or visit'), ('post', 'post'), ('web', 'web'), ('mailing', 'mailing'), ('note', 'note')], max_length=8)),
                ('direction', models.CharField(choices=[('out', 'ours'), ('in', 'theirs')], default='out', max_length=3)),
                ('disposition', models.CharField(max_length=16)),
                ('purpose', models.CharField(blank=True, default='', max_length=24)),
                ('happened_at', models.DateTimeField()),
                ('logged_at', models.DateTimeField()),
                ('seconds', models.PositiveIntegerField(default=0)),
                ('learned', models.CharField(blank=True, default='', max_length=200)),
                ('note', models.TextField(blank=True, default='')),
                ('args', models.JSONField(blank=True, default=dict)),
                ('cost_minor', models.BigIntegerField(default=0)),
                ('by_hand', models.BooleanField(default=False)),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='touches', to='prospects.organization')),
                ('prospect', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='touches', to='prospects.prospect')),
                ('seat', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='touches', to='staff.seat')),
                ('voided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['prospect', '-happened_at'], name='touches_timeline'), models.Index(fields=['seat', 'happened_at'], name='touches_by_seat'), models.Index(fields=['happened_at'], name='touches_by_day'), models.Index(condition=models.Q(('channel__in', ['phone', 'meeting'])), fields=['happened_at'], name='touches_talks_by_day'), models.Index(condition=models.Q(('organization__isnull', False)), fields=['organization', '-happened_at'], name='touches_by_firm')],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('contact_asked', 'please contact me'), ('call_back', 'promised call-back'), ('reply', 'a reply waits'), ('voicemail', 'a voicemail to follow up'), ('colleague', 'someone else of the firm inquired')], max_length=16)),
                ('raised_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('local_time', models.CharField(blank=True, default='', max_length=16)),
                ('zone', models.CharField(blank=True, default='', max_length=64)),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('args', models.JSONField(blank=True, default=dict)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('prospect', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='signals', to='prospects.prospect')),
                ('seat', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.seat')),
                ('settled_by_touch', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='settled', to='touches.touch')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True), ('voided_at__isnull', True)), fields=['prospect', 'kind'], name='touches_signal_open'), models.Index(condition=models.Q(('settled_at__isnull', True), ('voided_at__isnull', True)), fields=['due_at'], name='touches_signal_due'), models.Index(condition=models.Q(('settled_by_touch__isnull', False)), fields=['settled_by_touch'], name='touches_signal_settler')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('ask', 'question'), ('answer', 'answer'), ('correction', 'correction')], max_length=12)),
                ('text', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('asks', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='touches.remark')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='prospects.prospect')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.seat')),
                ('touch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='remarks', to='touches.touch')),
            ],
        ),
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16)),
                ('happened_at', models.DateTimeField(blank=True, null=True)),
                ('received_at', models.DateTimeField()),
                ('wants_contact', models.BooleanField(default=False)),
                ('topic', models.CharField(blank=True, default='', max_length=120)),
                ('text', models.TextField(blank=True, default='')),
                ('fingerprint', models.CharField(max_length=32)),
                ('voided_at', models.DateTimeField(blank=True, null=True)),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inquiries', to='prospects.prospect')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='touches.source')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'fingerprint'), name='touches_inquiry_once')],
            },
        ),
    ]
