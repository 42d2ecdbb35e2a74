from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "place_orders_0003.sql"


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0002_addressees_and_receipts"),
        ("catalog", "0001_the_catalog"),
        ("ledger", "0005_quicker_record"),
        ("kernel", "0002_queuedjob"),
    ]

    operations = [
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), "DROP FUNCTION market_place_orders"),
        # Status changes stay beside their row.
        migrations.RunSQL("ALTER TABLE market_order SET (fillfactor = 85)", migrations.RunSQL.noop),
    ]
