"""A shop closes for a while and opens again as it was."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Name one more change of many offers."""

    dependencies: ClassVar = [("catalog", "0007_fees_by_weight_and_order")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="bulkact",
            name="sort",
            field=models.CharField(
                choices=[
                    ("pause", "Paused"),
                    ("resume", "Put on sale again"),
                    ("price", "Prices changed"),
                    ("restock", "Stock added"),
                    ("holiday", "Closed for a while"),
                ],
                max_length=8,
                verbose_name="what was done",
            ),
        ),
    ]
