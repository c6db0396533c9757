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
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('house', 'inbox of the house'), ('own', "a rep's own inbox"), ('sent', "a rep's Sent folder")], default='house', max_length=6)),
                ('host', models.CharField(max_length=253)),
                ('port', models.PositiveIntegerField(default=993)),
                ('security', models.CharField(choices=[('tls', 'TLS from the start'), ('starttls', 'STARTTLS'), ('none', 'none (only on this machine)')], default='tls', max_length=8)),
                ('user', models.CharField(max_length=254)),
                ('secret', models.TextField(blank=True, default='')),
                ('folder', models.CharField(default='INBOX', max_length=120)),
                ('uid_validity', models.BigIntegerField(default=0)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mailboxes', to='staff.seat')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'house'), ('seat__isnull', True)), models.Q(models.Q(('kind', 'house'), _negated=True), ('seat__isnull', False)), _connector='OR'), name='inbox_own_has_a_seat')],
            },
        ),
        migrations.CreateModel(
            name='Received',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('hashed', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('uid_validity', models.BigIntegerField(default=0)),
                ('uid', models.BigIntegerField(default=0)),
                ('received_at', models.DateTimeField()),
                ('dated_at', models.DateTimeField(blank=True, null=True)),
                ('message_id', models.CharField(blank=True, default='', max_length=250)),
                ('from_email', models.CharField(blank=True, default='', max_length=320)),
                ('from_name', models.CharField(blank=True, default='', max_length=200)),
                ('to_emails', models.TextField(blank=True, default='')),
                ('subject', models.CharField(blank=True, default='', max_length=300)),
                ('text', models.TextField(blank=True, default='')),
                ('same_as', models.CharField(blank=True, default='', max_length=64)),
                ('state', models.CharField(choices=[('new', 'kept, not read yet'), ('waits', 'waits for a choice'), ('done', 'read'), ('quarantined', 'could not be read')], default='new', max_length=12)),
                ('kind', models.CharField(blank=True, default='', max_length=16)),
                ('confidence', models.FloatField(default=0)),
                ('reading', models.JSONField(blank=True, default=dict)),
                ('linked', models.CharField(blank=True, choices=[('', 'to nobody'), ('tag', 'by the signed address it came to'), ('thread', 'by the letter it answers'), ('sender', 'by its sender'), ('hand', 'by hand')], default='', max_length=8)),
                ('is_verified', models.BooleanField(default=False)),
                ('problem', models.CharField(blank=True, default='', max_length=300)),
                ('chosen_at', models.DateTimeField(blank=True, null=True)),
                ('about', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to='outbox.message')),
                ('chosen_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mailbox', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received', to='inbox.mailbox')),
                ('prospect', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='received', to='prospects.prospect')),
                ('touch', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='received', to='touches.touch')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'new')), fields=['id'], name='inbox_to_read'), models.Index(condition=models.Q(('state', 'waits')), fields=['-id'], name='inbox_waiting'), models.Index(condition=models.Q(('state', 'quarantined')), fields=['-id'], name='inbox_quarantine'), models.Index(fields=['hashed'], name='inbox_by_hash'), models.Index(condition=models.Q(('same_as', ''), _negated=True), fields=['same_as'], name='inbox_the_same'), models.Index(condition=models.Q(('prospect__isnull', False)), fields=['prospect', '-id'], name='inbox_by_prospect'), models.Index(condition=models.Q(('touch__isnull', False)), fields=['touch'], name='inbox_by_touch'), models.Index(condition=models.Q(('about__isnull', False)), fields=['about'], name='inbox_by_message')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('uid', 0), _negated=True), fields=('mailbox', 'uid_validity', 'uid'), name='inbox_once_by_uid')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=keepwarm.lib.ids.new_ref, editable=False, max_length=16, unique=True)),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('email', models.CharField(blank=True, default='', max_length=320)),
                ('because', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[('open', 'waits'), ('taken', 'taken in'), ('left', 'left alone')], default='open', max_length=6)),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('became', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='prospects.prospect')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prospect', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='prospects.prospect')),
                ('received', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='inbox.received')),
            ],
            options={
                'indexes': [models.Index(fields=['prospect', '-id'], name='inbox_proposals_of'), models.Index(condition=models.Q(('state', 'open')), fields=['-id'], name='inbox_proposals_open')],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(blank=True, default='', max_length=300)),
                ('text', models.TextField(blank=True, default='')),
                ('read_as', models.CharField(blank=True, default='', max_length=16)),
                ('kind', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('received', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='inbox.received')),
            ],
        ),
        migrations.CreateModel(
            name='CameBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('reason', models.CharField(max_length=20)),
                ('status', models.CharField(blank=True, default='', max_length=12)),
                ('said', models.CharField(blank=True, default='', max_length=300)),
                ('is_hard', models.BooleanField(default=False)),
                ('is_ours', models.BooleanField(default=False)),
                ('is_believed', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('address', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='came_back', to='prospects.address')),
                ('message', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='came_back', to='outbox.message')),
                ('prospect', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='came_back', to='prospects.prospect')),
                ('received', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='came_back', to='inbox.received')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('address__isnull', False)), fields=['address', 'at'], name='inbox_soft_bounces'), models.Index(condition=models.Q(('message__isnull', False)), fields=['message'], name='inbox_bounces_of'), models.Index(condition=models.Q(('prospect__isnull', False)), fields=['prospect'], name='inbox_bounces_by_prospect')],
            },
        ),
    ]
