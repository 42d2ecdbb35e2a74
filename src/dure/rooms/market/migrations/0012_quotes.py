from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
BEFORE, NOW = (SQL / name for name in ("place_orders_0003.sql", "place_orders.sql"))
DROP = "DROP FUNCTION market_place_orders;"


class Migration(migrations.Migration):
    dependencies = [("market", "0011_proofs_told"), ("ledger", "0007_account_of"), ("merchants", "0002_closed")]

    operations = [
        migrations.RunSQL(DROP + NOW.read_text(encoding="utf-8"), DROP + BEFORE.read_text(encoding="utf-8")),
    ]
