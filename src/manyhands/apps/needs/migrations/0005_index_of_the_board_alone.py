from django.db import migrations, models

from manyhands.storage.indexes import AddIndexBeside, RemoveIndexBeside


class Migration(migrations.Migration):
    """With the id in it, PostgreSQL needs nothing but the index."""

    atomic = False

    dependencies = [("needs", "0004_index_of_the_open_list")]

    operations = [
        AddIndexBeside(
            model_name="need",
            index=models.Index(
                fields=["group", "state", "follow_up_at", "urgency", "asked_at", "id"], name="need_on_board"
            ),
        ),
        RemoveIndexBeside(model_name="need", name="need_board"),
    ]
