"""Whole prices of what is sold by booking already, so that search goes by them at once."""

from django.db import migrations

SAY = """
UPDATE catalog_offer AS offer SET whole_price = terms.full_price FROM market_bookingterms AS terms
WHERE terms.ended_at IS NULL AND offer.cell_id = terms.cell_id AND offer.offer_id = terms.offer_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0023_advance_proposals"),
        ("catalog", "0014_whole_prices"),
    ]

    operations = [
        migrations.RunSQL(SAY, migrations.RunSQL.noop),
    ]
