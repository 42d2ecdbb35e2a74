"""Fees of an order cycle for each kilogram, and once for every order."""

from typing import ClassVar

from django.db import migrations, models

BY_WEIGHT = ("cycle", "supply", "round")
BY_ORDER = ("cycle", "round")


class Migration(migrations.Migration):
    """Keep both beside the fees on pieces."""

    dependencies: ClassVar = [("catalog", "0006_offers_of_a_cycle")]

    operations: ClassVar = [
        *(
            migrations.AddField(
                model_name=name,
                name="fee_kg",
                field=models.PositiveBigIntegerField(default=0, verbose_name="fee for each kilogram"),
            )
            for name in BY_WEIGHT
        ),
        *(
            migrations.AddField(
                model_name=name,
                name="fee_order",
                field=models.PositiveBigIntegerField(default=0, verbose_name="fee for each order"),
            )
            for name in BY_ORDER
        ),
    ]
