from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0009_handed_back_to_partners"),
    ]

    operations = [
        migrations.AlterField(
            model_name="whatif",
            name="failure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("too_long", "Working out the plan took too long. It is tried again tonight."),
                    (
                        "engine",
                        "The plan could not be worked out. Whoever runs this server finds the cause in its log.",
                    ),
                    (
                        "problem",
                        "Something that is written about a request or a person cannot be planned with.",
                    ),
                    (
                        "too_many",
                        "There are more people and requests here than this server has the memory to compare. It helps "
                        "to close what is settled, to take people off the list who have left, and to set a shorter "
                        "distance for people who go very far. The server's log says how much memory it would take.",
                    ),
                    ("not_proven", "The plan did not pass its own check, so it is not shown."),
                    ("interrupted", "The server stopped several times while the plan was being worked out."),
                ],
                max_length=40,
            ),
        ),
    ]
