from pathlib import Path

from django.db import migrations

SETTLE = (Path(__file__).resolve().parent.parent / "sql" / "settle_payments.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("market", "0015_lean_rows"), ("ledger", "0008_lean_entries"), ("kernel", "0002_queuedjob")]

    operations = [migrations.RunSQL(SETTLE, "DROP FUNCTION market_settle_payments")]
