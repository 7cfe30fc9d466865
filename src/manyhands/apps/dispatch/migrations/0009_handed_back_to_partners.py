from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0008_language_of_partner_asks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="partnerask",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Our partners ask"),
                    ("asked", "Asked"),
                    ("agreed", "Said yes"),
                    ("accepted", "Helps"),
                    ("released", "Handed back"),
                    ("declined", "Said no"),
                    ("expired", "No answer in time"),
                    ("withdrawn", "Not needed any more"),
                ],
                default="proposed",
                max_length=9,
            ),
        ),
    ]
