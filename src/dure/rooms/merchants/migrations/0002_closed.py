from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "closed.sql"


class Migration(migrations.Migration):
    dependencies = [("merchants", "0001_merchants")]

    operations = [migrations.RunSQL(SQL.read_text(encoding="utf-8"), "DROP FUNCTION merchants_closed")]
