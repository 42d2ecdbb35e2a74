from pathlib import Path

from django.db import migrations, models

RECORD = Path(__file__).resolve().parent.parent / "sql" / "record_0006.sql"
LONG_ACCOUNTS = "UPDATE ledger_account SET has_lines = true WHERE code LIKE 'fund:%' OR code LIKE 'earnings:%'"
LINES = """
INSERT INTO ledger_line (account_id, unit, entry_id, cell_id, amount)
SELECT leg.account_id, leg.unit, entry.entry_id, entry.cell_id, sum(leg.amount)
FROM ledger_entry AS entry, unnest(entry.accounts, entry.units, entry.amounts) AS leg (account_id, unit, amount)
JOIN ledger_account AS account ON account.account_id = leg.account_id AND account.has_lines
GROUP BY leg.account_id, leg.unit, entry.entry_id, entry.cell_id
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_quicker_record")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="has_lines",
            field=models.BooleanField(db_default=False, verbose_name="keeps its lines"),
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "account_id",
                        "unit",
                        "entry_id",
                        "cell_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("account_id", models.BigIntegerField()),
                ("unit", models.PositiveSmallIntegerField()),
                ("entry_id", models.BigIntegerField()),
                ("cell_id", models.IntegerField()),
                ("amount", models.BigIntegerField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunSQL(RECORD.read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL(LONG_ACCOUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(LINES, migrations.RunSQL.noop),
    ]
