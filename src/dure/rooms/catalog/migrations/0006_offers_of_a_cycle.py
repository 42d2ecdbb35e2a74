"""The offers of an order cycle are found by the cycle."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Lead from a round to its offers, in the order they are shown."""

    dependencies: ClassVar = [("catalog", "0005_import_changes")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("cycle_id__isnull", False), models.Q(("status", "ended"), _negated=True)),
                fields=["cycle_id", "offer_id"],
                name="catalog_offer_of_cycle",
            ),
        ),
    ]
