from datetime import UTC, datetime

from django.db import migrations

UNITS = [
    (1, "KRW", 0, "money", "South Korean won", "원", "韩元"),
    (2, "CNY", 2, "money", "Chinese yuan", "위안", "人民币元"),
    (3, "USD", 2, "money", "US dollar", "달러", "美元"),
    (10, "energy", 0, "environment", "green energy (g)", "초록 에너지(g)", "绿色能量（克）"),
    (11, "co2e", 0, "environment", "CO2 avoided (g)", "줄인 이산화탄소(g)", "减少的二氧化碳（克）"),
    (20, "minute", 0, "time", "minutes", "분", "分钟"),
    (30, "box", 0, "goods", "returnable boxes", "돌려받는 상자", "可回收周转箱"),
]
"""The house's own units. Relief goods get numbers from 1000 on, through the verb `open_unit`."""


def fill(apps, schema_editor):  # noqa: ARG001  Django hands both to every such function
    names = ("number", "code", "scale", "family", "name_en", "name_ko", "name_zh_hans")
    Unit = apps.get_model("ledger", "Unit")
    Cell = apps.get_model("ledger", "Cell")
    Unit.objects.bulk_create(Unit(**dict(zip(names, row, strict=True))) for row in UNITS)
    Cell.objects.create(cell_id=1, open_from=datetime(2024, 1, 1, tzinfo=UTC))


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_the_book")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
