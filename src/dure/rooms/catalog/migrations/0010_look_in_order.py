from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
BEFORE, NOW = (SQL / name for name in ("look_0001.sql", "look.sql"))
DROP = "DROP FUNCTION catalog_look;"


class Migration(migrations.Migration):
    dependencies = [("catalog", "0009_listings")]

    operations = [
        migrations.RunSQL(
            DROP + NOW.read_text(encoding="utf-8"),
            "DROP FUNCTION catalog_promise;" + DROP + BEFORE.read_text(encoding="utf-8"),
        ),
    ]
