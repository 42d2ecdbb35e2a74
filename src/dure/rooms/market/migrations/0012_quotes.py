from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
BEFORE, PLACE, JUDGE = (
    (SQL / f"{name}.sql").read_text(encoding="utf-8") for name in ("place_orders_0003", "place_orders", "judge_orders")
)
DROP = "DROP FUNCTION market_place_orders;"


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0011_proofs_told"),
        ("ledger", "0008_lean_entries"),
        ("merchants", "0002_closed"),
        ("catalog", "0010_look_in_order"),
    ]

    operations = [migrations.RunSQL(DROP + PLACE + JUDGE, "DROP FUNCTION market_judge_orders;" + DROP + BEFORE)]
