from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "listings.sql"


class Migration(migrations.Migration):
    dependencies = [("market", "0006_first_tax_rules")]

    operations = [
        migrations.CreateModel(
            name="ListedOrder",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="key")),
                ("cell_id", models.IntegerField(verbose_name="part of the book")),
                ("order_id", models.BigIntegerField(verbose_name="order")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("placed_at", models.DateTimeField(verbose_name="placed")),
                ("buyer_id", models.UUIDField(verbose_name="buyer")),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Waiting for payment"),
                            (2, "Paid"),
                            (3, "Completed"),
                            (4, "Cancelled"),
                            (5, "Not paid in time"),
                        ],
                        verbose_name="status",
                    ),
                ),
                ("goods", models.BigIntegerField(verbose_name="goods")),
                ("delivery", models.BigIntegerField(verbose_name="delivery")),
                ("gift", models.BigIntegerField(verbose_name="gift")),
                ("total", models.BigIntegerField(verbose_name="total")),
                ("pay_by", models.DateTimeField(verbose_name="to be paid by")),
                ("note", models.TextField(verbose_name="note")),
            ],
            options={
                "verbose_name": "order",
                "verbose_name_plural": "orders",
                "db_table": "market_listed_order",
                "abstract": False,
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="ListedLine",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name="key")),
                ("cell_id", models.IntegerField(verbose_name="part of the book")),
                ("order_id", models.BigIntegerField(verbose_name="order")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("placed_at", models.DateTimeField(verbose_name="placed")),
                ("line_no", models.PositiveSmallIntegerField(verbose_name="line")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(choices=[(1, "Goods"), (2, "Delivery")], verbose_name="kind"),
                ),
                ("seller_id", models.UUIDField(verbose_name="seller")),
                ("offer_id", models.BigIntegerField(null=True, verbose_name="offer")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                ("cancelled", models.PositiveIntegerField(verbose_name="taken out")),
                ("unit_price", models.BigIntegerField(verbose_name="price")),
                ("refunded", models.BigIntegerField(verbose_name="refunded")),
                ("commission_bp", models.PositiveIntegerField(verbose_name="commission (hundredths of a percent)")),
                ("pledge", models.BigIntegerField(verbose_name="pledge")),
            ],
            options={
                "verbose_name": "line of an order",
                "verbose_name_plural": "lines of orders",
                "db_table": "market_listed_line",
                "abstract": False,
                "managed": False,
            },
        ),
        migrations.RunSQL(SQL.read_text(encoding="utf-8"), "DROP VIEW market_listed_order, market_listed_line"),
    ]
