import django.db.models.deletion
import dure.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('market', '0020_the_host_network'),
        ('people', '0004_api_keys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='fulfilment',
            name='status',
            field=models.CharField(choices=[('to_pack', 'To be packed'), ('booked', 'Booked'), ('packed', 'Packed'), ('on_the_way', 'On the way'), ('delivered', 'Delivered'), ('completed', 'Completed'), ('cancelled', 'Cancelled'), ('refunded', 'Refunded')], default='to_pack', max_length=12, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='orderact',
            name='act',
            field=models.CharField(choices=[('paid', 'Paid'), ('paid_late', 'Paid too late, money given back'), ('expired', 'Not paid in time'), ('cancelled', 'Order cancelled'), ('lines_cancelled', 'Part of the order cancelled'), ('packed', 'Packed'), ('handed_over', 'Left the seller'), ('delivered', 'Delivered'), ('delivery_failed', 'Could not be delivered'), ('received', 'Arrival confirmed'), ('released', 'Money released to the seller'), ('return_asked', 'Return asked for'), ('return_answered', 'Return answered'), ('return_received', 'Returned goods arrived'), ('return_withdrawn', 'Return withdrawn'), ('dispute_opened', 'Problem reported'), ('dispute_answered', 'Problem answered'), ('dispute_decided', 'Problem decided'), ('refunded', 'Money given back'), ('refund_granted', 'Money goes back as soon as the seller has earned it'), ('replaced', 'Replacement sent'), ('booking', 'Booking ended')], max_length=20, verbose_name='what was done'),
        ),
        migrations.CreateModel(
            name='BookingTerms',
            fields=[
                ('id', models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('cell_id', models.IntegerField(verbose_name='part of the book')),
                ('offer_id', models.BigIntegerField(verbose_name='offer')),
                ('full_price', models.BigIntegerField(verbose_name='full price of one')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('back_until', models.DateField(verbose_name='deposit comes back in full until')),
                ('next_words', models.CharField(max_length=500, verbose_name='what happens next')),
                ('began_at', models.DateTimeField(verbose_name='in force from')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='in force until')),
                ('set_by', models.UUIDField(null=True, verbose_name='set by')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='seller')),
            ],
            options={
                'verbose_name': 'terms of booking',
                'verbose_name_plural': 'terms of booking',
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('cell_id', models.IntegerField(verbose_name='part of the book')),
                ('order_id', models.BigIntegerField(verbose_name='order')),
                ('name', models.CharField(max_length=160, verbose_name='what is booked')),
                ('quantity', models.PositiveIntegerField(verbose_name='how many')),
                ('deposit', models.BigIntegerField(verbose_name='deposit')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('status', models.CharField(choices=[('asked', 'Date to be agreed'), ('agreed', 'Date agreed'), ('bought', 'Purchase made'), ('buyer_out', 'Given up by the buyer'), ('seller_out', 'Given up by the seller'), ('not_come', 'Buyer did not come'), ('unclear', 'Our staff decide')], default='asked', max_length=10, verbose_name='status')),
                ('asked_at', models.DateTimeField(verbose_name='day of booking')),
                ('meets_at', models.DateTimeField(null=True, verbose_name='date agreed')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place agreed')),
                ('due_at', models.DateTimeField(null=True, verbose_name='next step until')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('ended_by', models.CharField(blank=True, choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('staff', 'Staff'), ('house', 'By itself')], max_length=8, verbose_name='ended by')),
                ('why', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='buyer')),
                ('fulfilment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='booking', to='market.fulfilment', verbose_name='part of an order')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='seller')),
                ('terms', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='market.bookingterms', verbose_name='terms')),
            ],
            options={
                'verbose_name': 'booking',
                'verbose_name_plural': 'bookings',
            },
        ),
        migrations.CreateModel(
            name='BookingProposal',
            fields=[
                ('id', models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(choices=[('buyer', 'Buyer'), ('seller', 'Seller'), ('staff', 'Staff'), ('house', 'By itself')], max_length=8, verbose_name='proposed by')),
                ('person_id', models.UUIDField(null=True, verbose_name='person')),
                ('meets_at', models.DateTimeField(verbose_name='date')),
                ('place', models.CharField(max_length=200, verbose_name='place of meeting')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='words with it')),
                ('made_at', models.DateTimeField(verbose_name='proposed')),
                ('answer', models.CharField(choices=[('open', 'Waits for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('replaced', 'Replaced by another')], default='open', max_length=8, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='market.booking', verbose_name='booking')),
            ],
            options={
                'verbose_name': 'proposed date',
                'verbose_name_plural': 'proposed dates',
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', 'open')), fields=('booking',), name='market_one_open_proposal')],
            },
        ),
        migrations.AddIndex(
            model_name='bookingterms',
            index=models.Index(fields=['offer_id', 'began_at'], name='market_booking_terms_then'),
        ),
        migrations.AddConstraint(
            model_name='bookingterms',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('offer_id',), name='market_booking_terms_once'),
        ),
        migrations.AddConstraint(
            model_name='bookingterms',
            constraint=models.CheckConstraint(condition=models.Q(('full_price__gt', 0)), name='market_booking_costs_something'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['buyer', '-asked_at'], name='market_booking_of_buyer'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['seller', '-asked_at'], name='market_booking_of_seller'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('status__in', ['asked', 'agreed'])), fields=['due_at'], name='market_booking_due'),
        ),
    ]
