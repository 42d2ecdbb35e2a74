from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("market", "0013_settled_baskets")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    (SQL / "archive.sql").read_text(encoding="utf-8") + (SQL / "listings.sql").read_text(encoding="utf-8"),
                    migrations.RunSQL.noop,
                )
            ],
            state_operations=[
                migrations.AddField(
                    model_name=name, name="is_archived", field=models.BooleanField(db_default=False, editable=False)
                )
                for name in ("order", "orderline")
            ],
        ),
    ]
