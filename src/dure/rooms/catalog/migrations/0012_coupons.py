from django.db import migrations, models

CHANNELS = [("shop", "Shop"), ("live", "Live"), ("hub", "Hub"), ("street", "Street shop"), ("coupon", "Coupon")]


class Migration(migrations.Migration):
    """A channel for the private prices of coupons."""

    dependencies = [("catalog", "0011_keys_of_a_cell")]

    operations = [
        migrations.AlterField(
            model_name="listedoffer",
            name="channel",
            field=models.CharField(choices=CHANNELS, max_length=6, verbose_name="channel"),
        ),
        migrations.AlterField(
            model_name="offer", name="channel", field=models.CharField(choices=CHANNELS, max_length=6)
        ),
    ]
