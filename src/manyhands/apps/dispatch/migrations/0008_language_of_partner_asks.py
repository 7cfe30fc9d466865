from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0007_partner_asks"),
    ]

    operations = [
        migrations.AddField(
            model_name="partnerask",
            name="language",
            field=models.CharField(blank=True, default="", max_length=12),
            preserve_default=False,
        ),
    ]
