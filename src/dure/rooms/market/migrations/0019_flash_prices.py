import django.db.models.deletion
import dure.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("market", "0018_coupons"), ("stage", "0001_shows")]

    operations = [
        migrations.CreateModel(
            name='FlashPrice',
            fields=[
                ('id', models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('organisation_id', models.UUIDField(verbose_name='seller')),
                ('offer_id', models.BigIntegerField(unique=True, verbose_name='offer')),
                ('of_offer_id', models.BigIntegerField(verbose_name='ordinary offer')),
                ('level_id', models.BigIntegerField(verbose_name='goods set aside')),
                ('home_level_id', models.BigIntegerField(verbose_name='where they came from')),
                ('price', models.BigIntegerField(verbose_name='price')),
                ('was', models.BigIntegerField(verbose_name='ordinary price')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('count', models.PositiveIntegerField(verbose_name='how many')),
                ('per_buyer_limit', models.PositiveIntegerField(null=True, verbose_name='at most for one buyer')),
                ('before_cue_id', models.UUIDField(null=True, verbose_name='on the screen before')),
                ('started_at', models.DateTimeField(verbose_name="started")),
                ('started_by', models.UUIDField(null=True, verbose_name='by')),
                ('closes_at', models.DateTimeField(verbose_name="ends")),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('ended_by', models.UUIDField(null=True, verbose_name='ended by')),
                ('given_back', models.PositiveIntegerField(default=0, verbose_name='went back')),
                ('is_undone', models.BooleanField(default=False, verbose_name='undone')),
                ('show', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stage.show', verbose_name='show')),
            ],
            options={
                'verbose_name': 'flash price',
                'verbose_name_plural': 'flash prices',
                'ordering': ['-started_at', '-id'],
            },
        ),
        migrations.AddIndex(
            model_name='flashprice',
            index=models.Index(fields=['show', 'started_at'], name='flash_price_of_show'),
        ),
        migrations.AddIndex(
            model_name='flashprice',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['closes_at'], name='flash_price_running'),
        ),
        migrations.AddIndex(
            model_name='flashprice',
            index=models.Index(fields=['ended_at'], name='flash_price_ended'),
        ),
        migrations.AddConstraint(
            model_name='flashprice',
            constraint=models.CheckConstraint(condition=models.Q(('price__gt', 0), ('price__lt', models.F('was'))), name='flash_price_is_lower'),
        ),
        migrations.AddConstraint(
            model_name='flashprice',
            constraint=models.CheckConstraint(condition=models.Q(('count__gt', 0)), name='flash_price_of_some'),
        ),
        migrations.AddConstraint(
            model_name='flashprice',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('started_at'))), name='flash_price_closes_after_start'),
        ),
        migrations.AddConstraint(
            model_name='flashprice',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('of_offer_id',), name='flash_price_one_running'),
        ),
    ]
