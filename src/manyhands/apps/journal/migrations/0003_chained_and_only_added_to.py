from django.db import migrations

from manyhands.apps.journal.bridge import chain_entry, checkpoint_of
from manyhands.apps.journal.models import Entry as EntryNow
from manyhands.storage.append_only import install_append_only, remove_append_only
from manyhands.storage.scope import system_scope

BATCH = 2_000


def chain(apps, schema_editor):
    """What was written before lines were chained is chained as it stands today."""
    with system_scope("chain the journal"):
        for head in apps.get_model("journal", "JournalHead").objects.all():
            head.last_hash = chain_group(apps.get_model("journal", "Entry"), head.group_id, schema_editor.connection)
            head.save(update_fields=["last_hash"])


def chain_group(entry_model, group_id, connection):
    lines = entry_model.objects.filter(group_id=group_id).order_by("number")
    before, number = checkpoint_of(group_id, 0, b"").chain_hash, 0
    while batch := list(lines.filter(number__gt=number)[:BATCH]):
        for line in batch:
            before = chain_entry(line, before)
        number = batch[-1].number
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE journal_entry SET actor_seal = %s, subject_seal = %s, chain_hash = %s WHERE id = %s",
                [(line.actor_seal, line.subject_seal, line.chain_hash, line.pk) for line in batch],
            )
    return before if number else b""


def keep(apps, schema_editor):
    install_append_only(schema_editor.connection, EntryNow.append_only)


def let_go(apps, schema_editor):
    remove_append_only(schema_editor.connection, EntryNow.append_only)


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_chain")]

    operations = [
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.RunPython(keep, let_go),
    ]
