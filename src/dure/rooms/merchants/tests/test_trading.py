"""What holds when somebody buys from a merchant is what his own page says, asked once for all of them."""

from datetime import timedelta

import pytest

from dure.kernel.clock import today
from dure.kernel.ids import new_id
from dure.rooms.merchants import factories
from dure.rooms.merchants.models import Channel, Status
from dure.rooms.merchants.queries.agreements import rates
from dure.rooms.merchants.queries.merchants import summaries
from dure.rooms.merchants.queries.trading import trading
from dure.rooms.merchants.services.agreements import agree, note_market_rate

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def agreed(merchant, staff, rate, start, end=None):
    agree(
        by=staff,
        organisation_id=merchant.pk,
        starts_on=today() + start * DAY,
        ends_on=None if end is None else today() + end * DAY,
        rates=dict.fromkeys(Channel.values, rate),
    )


def test_takes_what_was_agreed_or_the_plan_of_the_house(staff, query_count):
    one, two, stranger = (factories.make_merchant(has_account=False) for _each in range(3))
    agreed(one, staff, 400, start=0, end=2)
    agreed(two, staff, 350, start=3)
    for before, rate in ((4, 600), (1, 900)):
        since = today() - before * DAY
        note_market_rate(by=staff, country="KR", channel="shop", market_bp=rate, source="A survey", published_on=since)
    ids = [one.pk, two.pk, stranger.pk]

    for day in (today() - 2 * DAY, today(), today() + 2 * DAY, today() + 3 * DAY):
        found = trading(organisation_ids=ids, on=day)
        for channel in Channel.values:
            known = rates(organisation_ids=ids, channel=channel, on=day)
            assert {each: found[each].commissions[channel] for each in ids} == {
                each: rate.commission_bp for each, rate in known.items()
            }
    assert query_count(lambda: trading(organisation_ids=ids, on=today())) == 1


def test_tells_who_may_sell_and_what_bringing_costs():
    farm = factories.make_merchant(has_account=False, delivery_fee=3_000, free_delivery_from=50_000)
    closed = factories.make_merchant(has_account=False)
    factories.change(closed.pk, status=Status.SUSPENDED)

    found = trading(organisation_ids=[farm.pk, closed.pk, new_id()], on=today())

    assert found.keys() == {farm.pk, closed.pk}
    assert (found[farm.pk].is_approved, found[closed.pk].is_approved) == (True, False)
    seller = summaries(organisation_ids=[farm.pk])[farm.pk]
    for goods in (1, 49_999, 50_000):
        assert found[farm.pk].delivery_for(goods) == seller.delivery_for(goods)
