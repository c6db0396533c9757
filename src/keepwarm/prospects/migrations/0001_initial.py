import django.db.models.deletion
import keepwarm.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('name_folded', models.CharField(db_index=True, max_length=200)),
                ('domain', models.CharField(blank=True, default='', max_length=120)),
                ('place', models.CharField(blank=True, default='', max_length=8)),
                ('zone', models.CharField(blank=True, default='', max_length=64)),
                ('town', models.CharField(blank=True, default='', max_length=120)),
                ('created_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Prospect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('given_name', models.CharField(blank=True, default='', max_length=100)),
                ('family_name', models.CharField(blank=True, default='', max_length=100)),
                ('name_folded', models.CharField(max_length=200)),
                ('title', models.CharField(blank=True, default='', max_length=120)),
                ('language', models.CharField(blank=True, default='', max_length=12)),
                ('born_on', models.DateField(blank=True, null=True)),
                ('place', models.CharField(blank=True, default='', max_length=8)),
                ('zone', models.CharField(blank=True, default='', max_length=64)),
                ('hours_key', models.CharField(blank=True, default='', max_length=200)),
                ('stage', models.PositiveSmallIntegerField(choices=[(1, 'new'), (2, 'conversing'), (3, 'lead'), (4, 'in sales'), (5, 'customer'), (6, 'ended')], default=1)),
                ('next_step', models.CharField(blank=True, default='', max_length=12)),
                ('next_touch_at', models.DateTimeField(blank=True, null=True)),
                ('first_due_at', models.DateTimeField(blank=True, null=True)),
                ('because_rule', models.CharField(blank=True, default='', max_length=40)),
                ('because_args', models.JSONField(blank=True, default=dict)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('postponed', models.PositiveSmallIntegerField(default=0)),
                ('chosen_step', models.PositiveSmallIntegerField(default=0)),
                ('chosen_at', models.DateTimeField(blank=True, null=True)),
                ('chosen_due_at', models.DateTimeField(blank=True, null=True)),
                ('chosen_because', models.CharField(blank=True, default='', max_length=300)),
                ('wake_at', models.DateTimeField(blank=True, null=True)),
                ('spread_at', models.DateTimeField(blank=True, null=True)),
                ('warm', models.BooleanField(default=False)),
                ('is_lead', models.BooleanField(default=False)),
                ('judged', models.CharField(blank=True, default='', max_length=200)),
                ('inquired_at', models.DateTimeField(blank=True, null=True)),
                ('last_touch_at', models.DateTimeField(blank=True, null=True)),
                ('last_ours_at', models.DateTimeField(blank=True, null=True)),
                ('last_reached_at', models.DateTimeField(blank=True, null=True)),
                ('last_attempt_at', models.DateTimeField(blank=True, null=True)),
                ('last_progress_at', models.DateTimeField(blank=True, null=True)),
                ('round_started_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('voicemails', models.PositiveSmallIntegerField(default=0)),
                ('reached', models.PositiveSmallIntegerField(default=0)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.CharField(blank=True, default='', max_length=40)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('chosen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='prospects.prospect')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='prospects', to='prospects.organization')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prospects', to='staff.seat')),
            ],
            options={
                'indexes': [models.Index(fields=['owner', 'next_step', 'next_touch_at'], name='prospects_owner_next'), models.Index(fields=['next_touch_at'], name='prospects_next'), models.Index(fields=['owner', '-last_touch_at', 'id'], name='prospects_owner_touched'), models.Index(condition=models.Q(('stage__gt', 2), ('stage__lt', 6)), fields=['stage', 'next_touch_at'], name='prospects_far_come'), models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['-ended_at'], name='prospects_ended'), models.Index(condition=models.Q(('next_step', 'keep_warm'), _negated=True), fields=['because_rule', 'first_due_at'], name='prospects_promised'), models.Index(condition=models.Q(('postponed__gte', 2)), fields=['-postponed', 'first_due_at', 'id'], name='prospects_postponed'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['last_touch_at', 'created_at'], name='prospects_silence')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at__isnull', True), ('next_touch_at__isnull', False), models.Q(('next_step', ''), _negated=True), models.Q(('because_rule', ''), _negated=True)), models.Q(('ended_at__isnull', False), ('next_touch_at__isnull', True), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='prospects_nobody_is_forgotten'), models.CheckConstraint(condition=models.Q(('next_step__in', ['', 'call', 'write', 'keep_warm'])), name='prospects_step_is_one_of_three')],
            },
        ),
        migrations.CreateModel(
            name='MatchKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.BigIntegerField(db_index=True)),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='match_keys', to='prospects.prospect')),
            ],
        ),
        migrations.CreateModel(
            name='Doubt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reasons', models.JSONField(default=list)),
                ('weight', models.FloatField(default=0)),
                ('raised_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('verdict', models.CharField(blank=True, default='', max_length=10)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='prospects.prospect')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='prospects.prospect')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('a', 'b'), name='prospects_doubt_once')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16)),
                ('kind', models.CharField(choices=[('phone', 'phone'), ('email', 'email'), ('post', 'post')], max_length=8)),
                ('value', models.CharField(max_length=320)),
                ('normalized', models.CharField(max_length=320)),
                ('shared', models.BooleanField(default=False)),
                ('label', models.CharField(blank=True, default='', max_length=40)),
                ('place', models.CharField(blank=True, default='', max_length=8)),
                ('zones', models.CharField(blank=True, default='', max_length=400)),
                ('state', models.CharField(choices=[('ok', 'in use'), ('wrong', 'wrong'), ('bounced', 'bounced'), ('left', 'has left'), ('retired', 'no longer used'), ('blocked', 'not to be used')], default='ok', max_length=8)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('organization', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='prospects.organization')),
                ('prospect', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='prospects.prospect')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'normalized'], name='prospects_address_value'), models.Index(condition=models.Q(('organization__isnull', False)), fields=['organization'], name='prospects_address_firm')],
            },
        ),
        migrations.CreateModel(
            name='StandingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('owner', 'owner'), ('stage', 'stage'), ('end', 'end'), ('merge', 'merge'), ('recycle', 'put back to keep warm')], max_length=8)),
                ('old', models.CharField(blank=True, default='', max_length=60)),
                ('new', models.CharField(blank=True, default='', max_length=60)),
                ('because', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='prospects.prospect')),
                ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.seat')),
            ],
        ),
    ]
