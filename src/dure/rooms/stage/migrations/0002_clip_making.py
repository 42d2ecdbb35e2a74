"""Which picture of a clip is its poster, and how far the worker is with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns with defaults of the database: nothing is written anew."""

    dependencies = [("stage", "0001_shows")]

    operations = [
        migrations.AddField(
            model_name="clip",
            name="poster_ms",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="picture of the poster, ms"),
        ),
        migrations.AddField(
            model_name="clip",
            name="done_percent",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="how far it is, %"),
        ),
    ]
