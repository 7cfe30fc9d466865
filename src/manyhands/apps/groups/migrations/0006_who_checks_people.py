from django.db import migrations

from manyhands.storage.scope import system_scope

PERMISSION = "vetting.manage"
ROLES = ("vetter", "organiser")


def give(apps, schema_editor):
    """To the shipped roles of the groups that are there already; new groups get it with their roles."""
    with system_scope("give the new permission"):
        for role in apps.get_model("groups", "Role").objects.filter(key__in=ROLES).iterator():
            if PERMISSION not in role.permissions:
                role.permissions = [*role.permissions, PERMISSION]
                role.save(update_fields=["permissions"])


def take(apps, schema_editor):
    with system_scope("take the permission back"):
        for role in apps.get_model("groups", "Role").objects.iterator():
            if PERMISSION in role.permissions:
                role.permissions = [name for name in role.permissions if name != PERMISSION]
                role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("groups", "0005_words_of_sharing")]

    operations = [migrations.RunPython(give, take)]
