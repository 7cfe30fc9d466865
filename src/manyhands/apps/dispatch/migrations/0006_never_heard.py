"""Who was asked and taken off the list again before the message went out: it does not count as having been asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0005_inputs_changes_and_what_if")]

    operations = [
        migrations.AddField(
            model_name="assignment", name="never_heard", field=models.BooleanField(default=False)
        ),
    ]
