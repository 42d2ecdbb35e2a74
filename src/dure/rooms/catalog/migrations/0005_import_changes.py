"""Lists that come again change what is on sale, and are taken back."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep what a list changed."""

    dependencies: ClassVar = [("catalog", "0004_order_cycles")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="produceimport", name="changed", field=models.JSONField(default=list)
        ),
    ]
