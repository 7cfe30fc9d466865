from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0004_leads_shared_cars_and_chance"),
    ]

    operations = [
        migrations.AddField(
            model_name="poolmembership",
            name="words_version",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
