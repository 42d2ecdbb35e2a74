from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat

import dure.kernel.models
import dure.rooms.ledger.models

SQL = Path(__file__).resolve().parent.parent / "sql"
LEGS = {
    "accounts": models.BigIntegerField(), "units": models.PositiveSmallIntegerField(), "amounts": models.BigIntegerField()
}  # fmt: skip
SCALARS = {
    "source": models.BigIntegerField(null=True),
    "target": models.BigIntegerField(null=True),
    "amount": models.BigIntegerField(null=True),
    "unit": models.PositiveSmallIntegerField(null=True),
}
IS_SOUND = ("leg_accounts", "leg_units", "leg_amounts", "source", "target", "unit", "amount")


def sql(name):
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def entry_view(name):
    """Return the statement that makes the listing of entries."""
    return sql(name).split(";\n", 1)[0] + ";"


def array(of, **facts):
    return django.contrib.postgres.fields.ArrayField(base_field=of, size=None, **facts)


def pair(*columns, **facts):
    return dure.rooms.ledger.models.Pair(*columns, **facts)


def derived(name, expression, output_field):
    return migrations.AddField(
        model_name="entry",
        name=name,
        field=dure.kernel.models.Derived(expression=expression, output_field=output_field),
    )


def balance_check(function, *columns):
    check = models.Func(*map(F, columns), function=function, output_field=models.BooleanField())
    return models.CheckConstraint(condition=check, name="entry_legs_balance")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0007_account_of")]

    operations = [
        migrations.RunSQL("DROP VIEW ledger_listed_entry", entry_view("listings_0003")),
        migrations.RunSQL(
            sql("is_sound"),
            "DROP FUNCTION ledger_is_sound(bigint[], smallint[], bigint[], bigint, bigint, smallint, bigint)",
        ),
        migrations.RemoveConstraint(model_name="entry", name="entry_legs_balance"),
        migrations.RemoveConstraint(model_name="entry", name="entry_once_per_reference"),
        migrations.RemoveIndex(model_name="entry", name="entry_accounts"),
        migrations.RenameField(model_name="entry", old_name="reference", new_name="named"),
        migrations.AlterField(model_name="entry", name="named", field=models.CharField(max_length=120, null=True)),
        *(
            operation
            for name, of in LEGS.items()
            for operation in (
                migrations.RenameField(model_name="entry", old_name=name, new_name=f"leg_{name}"),
                migrations.AlterField(model_name="entry", name=f"leg_{name}", field=array(of, null=True)),
            )
        ),
        *(migrations.AddField(model_name="entry", name=name, field=field) for name, field in SCALARS.items()),
        # On the way back every entry is written at length again.
        migrations.RunSQL(
            migrations.RunSQL.noop,
            "UPDATE ledger_entry SET named = 'order:' || entry_id WHERE named IS NULL;"
            "UPDATE ledger_entry SET leg_accounts = ARRAY[source, target], leg_units = ARRAY[unit, unit],"
            " leg_amounts = ARRAY[-amount, amount] WHERE leg_accounts IS NULL",
        ),
        derived(
            "reference",
            Coalesce(F("named"), Concat(Value("order:"), Cast(F("entry_id"), models.CharField()))),
            models.CharField(max_length=120),
        ),
        derived("accounts", Coalesce(F("leg_accounts"), pair("source", "target")), array(LEGS["accounts"])),
        derived("units", Coalesce(F("leg_units"), pair("unit", "unit")), array(LEGS["units"])),
        derived(
            "amounts",
            Coalesce(F("leg_amounts"), pair("amount", "amount", template="ARRAY[-%(expressions)s]")),
            array(LEGS["amounts"]),
        ),
        migrations.AddConstraint(model_name="entry", constraint=balance_check("ledger_is_sound", *IS_SOUND)),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=Q(("named__isnull", False)), fields=("cell_id", "named"), name="entry_once_per_reference"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=Q(("leg_accounts__isnull", False)), fields=["leg_accounts"], name="entry_accounts"
            ),
        ),
        migrations.RunSQL(entry_view("listings"), "DROP VIEW ledger_listed_entry"),
        migrations.RunSQL(sql("record"), sql("record_0006")),
        migrations.RunSQL(sql("record_pairs"), "DROP FUNCTION ledger_record_pairs"),
    ]
