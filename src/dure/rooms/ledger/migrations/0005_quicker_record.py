from pathlib import Path

from django.db import migrations

RECORD = Path(__file__).resolve().parent.parent / "sql" / "record_0006.sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_names_without_signs")]

    operations = [migrations.RunSQL(RECORD.read_text(encoding="utf-8"), migrations.RunSQL.noop)]
