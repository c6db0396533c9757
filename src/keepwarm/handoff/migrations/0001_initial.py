import django.db.models.deletion
import keepwarm.lib.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('prospects', '0005_recycle_reasons'),
        ('staff', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('touches', '0002_signals_of_handoffs'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReturnReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=24, unique=True)),
                ('label', models.CharField(max_length=120)),
                ('goes', models.CharField(choices=[('back', 'back to whoever offered it'), ('other_rep', 'to another closing rep')], default='back', max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=100)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='HandOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('definition', models.PositiveIntegerField()),
                ('signed_by_one', models.BooleanField(default=False)),
                ('offered_at', models.DateTimeField()),
                ('why', models.CharField(blank=True, default='', max_length=500)),
                ('brief', models.JSONField(default=dict)),
                ('introduce', models.CharField(choices=[('call', 'by a call'), ('letter', 'by a letter'), ('not', 'the rep introduces themselves')], default='not', max_length=8)),
                ('introduction', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('offered', 'waits for an answer'), ('accepted', 'accepted'), ('returned', 'returned'), ('withdrawn', 'withdrawn')], default='offered', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('return_words', models.CharField(blank=True, default='', max_length=500)),
                ('first_call_due_at', models.DateTimeField(blank=True, null=True)),
                ('first_called_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_as', models.CharField(blank=True, choices=[('returned', 'returned'), ('withdrawn', 'withdrawn'), ('recycled', 'put back to keep warm'), ('customer', 'became a customer'), ('ended', 'the prospect ended'), ('merged', 'the same person had another hand-off'), ('forgotten', 'the person was forgotten'), ('no_rep', 'nobody sells here any more')], default='', max_length=16)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.seat')),
                ('offered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handoffs', to='prospects.prospect')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='touches.source')),
                ('return_reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='handoff.returnreason')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-offered_at'], name='handoff_by_state'), models.Index(fields=['-offered_at'], name='handoff_by_time'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['offered_at'], name='handoff_open_ones')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('prospect',), name='handoff_one_open')],
            },
        ),
        migrations.CreateModel(
            name='Asking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.JSONField(default=list)),
                ('asked_at', models.DateTimeField()),
                ('half_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('pass_on_at', models.DateTimeField()),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('told_manager_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('', 'waits'), ('accepted', 'accepted'), ('returned', 'returned'), ('passed_on', 'passed on to another rep'), ('left', 'the rep left or is away'), ('withdrawn', 'withdrawn')], default='', max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('words', models.CharField(blank=True, default='', max_length=500)),
                ('seat', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.seat')),
                ('handoff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='askings', to='handoff.handoff')),
                ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='handoff.returnreason')),
            ],
            options={
                'indexes': [models.Index(fields=['handoff', 'asked_at'], name='handoff_askings'), models.Index(condition=models.Q(('outcome', '')), fields=['seat', 'due_at'], name='handoff_waiting_for'), models.Index(condition=models.Q(('outcome', '')), fields=['half_at'], name='handoff_clocks')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('handoff',), name='handoff_one_rep_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('cut_at', models.DateTimeField(blank=True, null=True)),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='threads', to='prospects.prospect')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.seat')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('cut_at__isnull', True)), fields=['seat'], name='handoff_threads_of'), models.Index(condition=models.Q(('cut_at__isnull', True), ('told_at__isnull', True)), fields=['since_at'], name='handoff_threads_untold')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cut_at__isnull', True)), fields=('prospect', 'seat'), name='handoff_one_thread')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('offered', 'offered to you'), ('half_time', 'half the time has passed'), ('unanswered', 'not answered in time'), ('passed_on', 'passed on to another rep'), ('accepted', 'accepted'), ('returned', 'returned'), ('no_rep', 'no closing rep is here'), ('withdrawn', 'withdrawn'), ('warm_again', 'warm again')], max_length=12)),
                ('at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('asking', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='handoff.asking')),
                ('handoff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='handoff.handoff')),
                ('prospect', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='prospects.prospect')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['user', '-at'], name='handoff_notices_unseen')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('asking__isnull', False)), fields=('user', 'kind', 'asking'), name='handoff_told_once')],
            },
        ),
    ]
