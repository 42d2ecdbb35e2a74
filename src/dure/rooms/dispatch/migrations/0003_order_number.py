from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0002_rounds_and_corrections")]

    operations = [
        migrations.AddField(
            model_name="shipment",
            name="order_number",
            field=models.CharField(blank=True, db_default="", max_length=20, verbose_name="order"),
        ),
    ]
