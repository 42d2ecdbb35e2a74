"""Goods may lie apart for a show."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Name one more sort of place."""

    dependencies: ClassVar = [("catalog", "0012_coupons")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="location",
            name="kind",
            field=models.CharField(
                choices=[
                    ("field", "Field"),
                    ("hall", "Village hall"),
                    ("hub", "Hub"),
                    ("shop", "Street shop"),
                    ("stage", "Set aside for a show"),
                ],
                max_length=8,
                verbose_name="sort",
            ),
        ),
    ]
