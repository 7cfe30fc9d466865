from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.AddField("journalhead", "last_hash", models.BinaryField(default=bytes)),
        migrations.AddField("entry", "actor_seal", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("entry", "subject_seal", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("entry", "chain_hash", models.BinaryField(default=b""), preserve_default=False),
    ]
