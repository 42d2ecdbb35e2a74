from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

import dure.kernel.models
from dure.rooms.market.models.packed import Unpacked

SQL = Path(__file__).resolve().parent.parent / "sql"
THERE, BACK, LISTINGS, PLACE, JUDGE = (
    (SQL / f"{name}.sql").read_text(encoding="utf-8")
    for name in ("lean_rows", "lean_rows_undone", "listings", "place_orders", "judge_orders")
)
RECEIVER = "means,name,phone,country,region_id,street,detail,postcode,note,hub_id,message"
WORDS = "name,size,package,photo,tile,kind"
DROP = "DROP FUNCTION market_place_orders; DROP FUNCTION market_judge_orders;"


def read_as(column, names):
    return dure.kernel.models.Derived(expression=Unpacked(column, names), output_field=models.JSONField())


class Migration(migrations.Migration):
    dependencies = [("market", "0014_the_archive")]

    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "cell_id", "pay_by", "first_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("cell_id", models.IntegerField()),
                ("pay_by", models.DateTimeField()),
                ("first_id", models.BigIntegerField()),
                (
                    "order_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(THERE + LISTINGS, BACK + LISTINGS)],
            state_operations=[
                migrations.AddField(model_name="order", name="receiver", field=models.TextField()),
                migrations.RemoveField(model_name="order", name="delivery_to"),
                migrations.AddField(model_name="order", name="delivery_to", field=read_as("receiver", RECEIVER)),
                migrations.AddField(model_name="orderline", name="words", field=models.TextField()),
                migrations.RemoveField(model_name="orderline", name="about"),
                migrations.AddField(model_name="orderline", name="about", field=read_as("words", WORDS)),
                migrations.RemoveConstraint(model_name="order", name="order_once_per_key"),
                migrations.AddConstraint(
                    model_name="order",
                    constraint=models.UniqueConstraint(
                        fields=("cell_id", "buyer_id", "client_key"), name="order_once_per_key"
                    ),
                ),
                migrations.RemoveIndex(model_name="order", name="order_of_buyer"),
                migrations.RemoveIndex(model_name="order", name="order_unpaid"),
            ],
        ),
        migrations.RunSQL(DROP + PLACE + JUDGE, migrations.RunSQL.noop),
    ]
