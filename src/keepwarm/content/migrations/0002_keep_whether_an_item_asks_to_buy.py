"""Items that stand already are read once; what a person says otherwise follows by hand."""

from django.db import migrations, models


def read_texts(apps, schema_editor):
    rows = apps.get_model('content', 'Item').objects.only('title', 'teaser', 'body', 'html')
    if not rows.exists():
        return
    from keepwarm.content.queries.buying import asks_to_buy

    for row in list(rows):
        if asks_to_buy(row.title, row.teaser, row.body, row.html):
            rows.filter(pk=row.pk).update(asks_to_buy=True)


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='asks_said',
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='item',
            name='asks_to_buy',
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(read_texts, migrations.RunPython.noop, elidable=True),
    ]
