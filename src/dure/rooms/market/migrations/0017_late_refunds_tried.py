from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("market", "0016_settling")]

    operations = [
        migrations.AddField("laterefund", "try_at", models.DateTimeField(null=True, verbose_name="tried again")),
        migrations.AddField(
            "laterefund",
            "try_count",
            models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="times tried"),
        ),
    ]
