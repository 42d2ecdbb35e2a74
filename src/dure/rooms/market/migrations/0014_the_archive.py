from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"
THERE, BACK, LISTINGS = (
    (SQL / f"{name}.sql").read_text(encoding="utf-8") for name in ("archive", "archive_undone", "listings")
)


class Migration(migrations.Migration):
    dependencies = [("market", "0013_settled_baskets")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(THERE + LISTINGS, BACK + LISTINGS)
            ],
            state_operations=[
                migrations.AddField(
                    model_name=name, name="is_archived", field=models.BooleanField(db_default=False, editable=False)
                )
                for name in ("order", "orderline")
            ],
        ),
    ]
