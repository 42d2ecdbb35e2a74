from django.db import migrations

NAMES = {
    "KRW": (("South Korean won", "원", "韩元"), ("South Korean won", "원화", "韩元")),
    "CNY": (("Chinese yuan", "위안", "人民币元"), ("Chinese yuan", "위안화", "人民币")),
    "USD": (("US dollar", "달러", "美元"), ("US dollars", "달러화", "美元")),
    "energy": (("green energy (g)", "초록 에너지(g)", "绿色能量（克）"), ("Green energy", "초록 에너지", "绿色能量")),
    "co2e": (
        ("CO2 avoided (g)", "줄인 이산화탄소(g)", "减少的二氧化碳（克）"),
        ("CO₂ avoided", "줄인 이산화탄소", "减少的二氧化碳"),
    ),
    "minute": (("minutes", "분", "分钟"), ("Time", "시간", "时间")),
    "box": (("returnable boxes", "돌려받는 상자", "可回收周转箱"), ("Returnable boxes", "다회용 상자", "循环周转箱")),
}
"""By code: the names until now and from now on. The sign stands beside the amount, the name says what it is."""


def rename(side):
    def write(apps, schema_editor):  # noqa: ARG001  Django hands both to every such function
        Unit = apps.get_model("ledger", "Unit")
        for code, names in NAMES.items():
            english, korean, chinese = names[side]
            Unit.objects.filter(code=code).update(name_en=english, name_ko=korean, name_zh_hans=chinese)

    return write


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_exports_and_listings")]

    operations = [migrations.RunPython(rename(1), rename(0))]
