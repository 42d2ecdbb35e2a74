from django.db import migrations, models


class Migration(migrations.Migration):
    """Keys of the hot tables name the cell, so that the same goods may lie in two of them, each on its own machine."""

    dependencies = [("catalog", "0010_look_in_order")]

    operations = [
        migrations.RemoveConstraint("level", "catalog_level_once"),
        migrations.AddConstraint(
            "level",
            models.UniqueConstraint(
                fields=("cell_id", "variant_id", "location_id", "lot_id"),
                name="catalog_level_once",
                nulls_distinct=False,
            ),
        ),
        migrations.RemoveConstraint("offer", "catalog_offer_once_per_channel"),
        migrations.AddConstraint(
            "offer",
            models.UniqueConstraint(
                fields=("cell_id", "level_id", "channel", "cycle_id"),
                condition=models.Q(("status", "ended"), _negated=True),
                name="catalog_offer_once_per_channel",
                nulls_distinct=False,
            ),
        ),
    ]
