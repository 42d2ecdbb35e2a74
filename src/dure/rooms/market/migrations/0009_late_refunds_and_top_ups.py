import django.db.models.deletion
import dure.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('market', '0008_the_till'),
        ('people', '0003_mandates'),
    ]

    operations = [
        migrations.CreateModel(
            name='LateRefund',
            fields=[
                ('id', models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('status', models.CharField(choices=[('waiting', "Waiting for the seller's next earnings"), ('paid', 'Given back')], default='waiting', max_length=8, verbose_name='status')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('amount', models.BigIntegerField(verbose_name='amount')),
                ('from_seller', models.BigIntegerField(verbose_name='from the seller')),
                ('set_aside', models.BigIntegerField(default=0, verbose_name='set aside')),
                ('lines', models.JSONField(verbose_name='lines')),
                ('why', models.CharField(max_length=500, verbose_name='why')),
                ('side', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('staff', 'Staff'), ('house', 'By itself')], max_length=8, verbose_name='decided by')),
                ('person_id', models.UUIDField(null=True, verbose_name='person')),
                ('asked_at', models.DateTimeField(verbose_name='decided')),
            ],
            options={
                'verbose_name': 'refund after release',
                'verbose_name_plural': 'refunds after release',
            },
        ),
        migrations.AddField(
            model_name='payment',
            name='purpose',
            field=models.CharField(choices=[('order', 'An order'), ('top_up', "The payer's wallet")], default='order', max_length=8, verbose_name='what it is for'),
        ),
        migrations.AlterField(
            model_name='orderact',
            name='act',
            field=models.CharField(choices=[('paid', 'Paid'), ('paid_late', 'Paid too late, money given back'), ('expired', 'Not paid in time'), ('cancelled', 'Order cancelled'), ('lines_cancelled', 'Part of the order cancelled'), ('packed', 'Packed'), ('handed_over', 'Left the seller'), ('delivered', 'Delivered'), ('delivery_failed', 'Could not be delivered'), ('received', 'Arrival confirmed'), ('released', 'Money released to the seller'), ('return_asked', 'Return asked for'), ('return_answered', 'Return answered'), ('return_received', 'Returned goods arrived'), ('return_withdrawn', 'Return withdrawn'), ('dispute_opened', 'Problem reported'), ('dispute_answered', 'Problem answered'), ('dispute_decided', 'Problem decided'), ('refunded', 'Money given back'), ('refund_granted', 'Money goes back as soon as the seller has earned it'), ('replaced', 'Replacement sent')], max_length=20, verbose_name='what was done'),
        ),
        migrations.AlterField(
            model_name='payment',
            name='order_id',
            field=models.BigIntegerField(null=True, verbose_name='order'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('order_id__isnull', False), ('purpose', 'order')), models.Q(('order_id__isnull', True), ('purpose', 'top_up')), _connector='OR'), name='payment_is_for_something'),
        ),
        migrations.AddField(
            model_name='laterefund',
            name='fulfilment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_refunds', to='market.fulfilment', verbose_name='part of an order'),
        ),
        migrations.AddField(
            model_name='laterefund',
            name='refund',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='market.refund', verbose_name='refund'),
        ),
        migrations.AddField(
            model_name='laterefund',
            name='seller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='seller'),
        ),
        migrations.AddIndex(
            model_name='laterefund',
            index=models.Index(condition=models.Q(('status', 'waiting')), fields=['seller'], name='late_refund_waiting'),
        ),
        migrations.AddConstraint(
            model_name='laterefund',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('from_seller__gte', 0), ('set_aside__gte', 0), ('from_seller__lte', models.F('amount')), ('set_aside__lte', models.F('from_seller'))), name='late_refund_parts_fit'),
        ),
        migrations.AddConstraint(
            model_name='laterefund',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('refund__isnull', True), ('status', 'waiting')), models.Q(('refund__isnull', False), ('status', 'paid')), _connector='OR'), name='late_refund_paid_has_a_refund'),
        ),
        migrations.AddConstraint(
            model_name='laterefund',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'waiting')), fields=('fulfilment',), name='late_refund_one_waiting_per_part'),
        ),
    ]
