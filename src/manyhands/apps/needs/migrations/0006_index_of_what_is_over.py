from django.db import migrations, models

from manyhands.storage.indexes import AddIndexBeside


class Migration(migrations.Migration):
    """The open list leaves out what was wanted at a time that has gone by: few of many."""

    atomic = False

    dependencies = [("needs", "0005_index_of_the_board_alone")]

    operations = [
        AddIndexBeside(
            model_name="needpart",
            index=models.Index(
                fields=["group", "due_at"],
                name="part_timed",
                condition=models.Q(is_listed=True, starts_at__isnull=False),
            ),
        ),
    ]
