from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "account_of.sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_lines")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), "DROP FUNCTION ledger_account_of")]
