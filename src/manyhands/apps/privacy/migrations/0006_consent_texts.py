import hashlib

import django.db.models.deletion
from django.db import migrations, models

from manyhands.storage.scope import system_scope

_TOLD = ("group_id", "purpose", "version", "language")


def keep_texts_once(apps, schema_editor):
    """The words of each agreement become one row for all who read the same."""
    _check_keys_at_once(schema_editor)
    consents, texts = apps.get_model("privacy", "Consent").objects, apps.get_model("privacy", "ConsentText").objects
    with system_scope("keep the words of agreements once"):
        told = consents.order_by().values_list(*_TOLD, "text_shown").annotate(models.Min("given_at"))
        for *who, shown, first in list(told):
            named = dict(zip(_TOLD, who, strict=True))
            text = texts.create(
                **named, shown=shown, shown_hash=hashlib.sha256(shown.encode()).hexdigest(), first_shown_at=first
            )
            consents.filter(**named, text_shown=shown).update(text=text)


def keep_texts_with_each(apps, schema_editor):
    _check_keys_at_once(schema_editor)
    with system_scope("keep the words of agreements with each"):
        consents = apps.get_model("privacy", "Consent").objects
        for text in apps.get_model("privacy", "ConsentText").objects.iterator():
            consents.filter(text=text).update(
                version=text.version, language=text.language, text_shown=text.shown, text=None
            )


def _check_keys_at_once(schema_editor):
    """Else PostgreSQL still has keys to check when the columns of the same table are changed, and refuses."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0006_who_checks_people'),
        ('privacy', '0005_looked_into'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=12)),
                ('shown', models.TextField()),
                ('shown_hash', models.CharField(max_length=64)),
                ('first_shown_at', models.DateTimeField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'purpose', 'version', 'language', 'shown_hash'), name='consent_text_once')],
            },
        ),
        migrations.AddField(
            model_name='consent',
            name='text',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='privacy.consenttext'),
        ),
        migrations.RunPython(keep_texts_once, keep_texts_with_each),
        migrations.AlterField(
            model_name='consent',
            name='text',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='privacy.consenttext'),
        ),
        # With a default, so that the way back can put the columns in before it fills them.
        migrations.AlterField('consent', 'version', models.CharField(default='', max_length=20)),
        migrations.AlterField('consent', 'text_shown', models.TextField(default='')),
        migrations.AlterField('consent', 'language', models.CharField(default='', max_length=12)),
        migrations.RemoveField('consent', 'version'),
        migrations.RemoveField('consent', 'text_shown'),
        migrations.RemoveField('consent', 'language'),
    ]
