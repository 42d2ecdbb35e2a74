from django.db import migrations

from dure.kernel.clock import now

EXEMPT = "부가가치세법 제26조 제1항 제1호, 시행령 제34조, 시행규칙 별표 1 (미가공식료품)"
TAXED = "부가가치세법 제4조, 제30조 (가공식료품)"
RULES = {
    **dict.fromkeys(("fruit", "vegetables", "mushrooms", "grains", "pulses", "nuts", "dried", "seafood", "meat"), (0, EXEMPT)),
    **dict.fromkeys(("egg", "duck-egg", "quail-egg", "milk"), (0, EXEMPT)),
    **dict.fromkeys(("sausage", "yoghurt", "cheese", "butter"), (1000, TAXED)),
}


def note_rules(apps, _schema_editor):
    rules = apps.get_model("market", "TaxRule")
    for kind_code, (rate_bp, source) in RULES.items():
        rules.objects.get_or_create(
            country="KR", kind_code=kind_code,
            defaults={"treatment": "taxed" if rate_bp else "exempt", "rate_bp": rate_bp, "source": source, "noted_at": now()},
        )


class Migration(migrations.Migration):

    dependencies = [
        ("market", "0005_photo_keys"),
    ]

    operations = [
        migrations.RunPython(note_rules, migrations.RunPython.noop),
    ]
