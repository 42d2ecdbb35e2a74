import django.db.models.deletion
from django.db import migrations, models

import dure.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0017_late_refunds_tried"),
        ("people", "0004_api_keys"),
        ("stage", "0001_shows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Coupon",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("cell_id", models.IntegerField(verbose_name="part of the book")),
                ("offer_id", models.BigIntegerField(verbose_name="offer of the coupon")),
                ("of_offer_id", models.BigIntegerField(verbose_name="ordinary offer")),
                ("product_id", models.UUIDField(verbose_name="product")),
                ("off", models.BigIntegerField(verbose_name="off the price")),
                ("was", models.BigIntegerField(verbose_name="ordinary price")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("count", models.PositiveIntegerField(verbose_name="how many coupons")),
                ("given", models.PositiveIntegerField(default=0, verbose_name="given out")),
                ("per_person", models.PositiveSmallIntegerField(default=1, verbose_name="pieces for one person")),
                ("until", models.DateTimeField(verbose_name="can be used until")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("made_by", models.UUIDField(null=True, verbose_name="made by")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                ("withdrawn_by", models.UUIDField(null=True, verbose_name="withdrawn by")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="seller",
                    ),
                ),
                (
                    "show",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stage.show",
                        verbose_name="show",
                    ),
                ),
            ],
            options={
                "verbose_name": "coupon",
                "verbose_name_plural": "coupons",
                "indexes": [models.Index(fields=["show", "made_at"], name="market_coupon_of_show")],
                "constraints": [
                    models.UniqueConstraint(fields=("offer_id",), name="market_coupon_of_offer"),
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0), ("given__lte", models.F("count"))),
                        name="market_coupon_not_overgiven",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("off__gt", 0), ("was__gt", models.F("off"))),
                        name="market_coupon_leaves_a_price",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TakenCoupon",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("cell_id", models.IntegerField(verbose_name="part of the book")),
                ("offer_id", models.BigIntegerField(verbose_name="offer of the coupon")),
                ("taken_at", models.DateTimeField(verbose_name="taken at")),
                (
                    "coupon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="market.coupon",
                        verbose_name="coupon",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "coupon taken",
                "verbose_name_plural": "coupons taken",
                "constraints": [
                    models.UniqueConstraint(fields=("coupon", "person"), name="market_coupon_once_a_person"),
                    models.UniqueConstraint(fields=("person", "offer_id"), name="market_coupon_held"),
                ],
            },
        ),
    ]
