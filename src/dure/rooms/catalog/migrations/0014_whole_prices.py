"""What one costs in all stands beside the deposit; the back office lists it."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"
OFFERS_BEFORE = (SQL / "listings_0009.sql").read_text(encoding="utf-8").partition("CREATE VIEW catalog_listed_level")[0]


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0013_places_of_shows"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="whole_price",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(
            (SQL / "listed_offers.sql").read_text(encoding="utf-8"), f"DROP VIEW catalog_listed_offer; {OFFERS_BEFORE}"
        ),
    ]
