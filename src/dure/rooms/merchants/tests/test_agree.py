"""Agreements: rates by channel and day, and the promise of three points under the market."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from dure.kernel.clock import today
from dure.kernel.errors import NotAllowed
from dure.rooms.merchants import errors
from dure.rooms.merchants.models import Agreement, Channel, MarketRate
from dure.rooms.merchants.plans import HOUSE_PLAN, Rate, commission_of, house_rate, percent_of
from dure.rooms.merchants.queries.agreements import plan, rates
from dure.rooms.merchants.services.agreements import agree, end_agreement, note_market_rate

DAY = timedelta(days=1)


def every(rate: int) -> dict[str, int]:
    return dict.fromkeys(Channel.values, rate)


def make(merchant, staff, rate=400, start=0, end=None):
    return agree(
        by=staff,
        organisation_id=merchant.pk,
        starts_on=today() + start * DAY,
        ends_on=None if end is None else today() + end * DAY,
        rates=every(rate),
    )


def market(staff, bp=900):
    return note_market_rate(
        by=staff, country="KR", channel="shop", market_bp=bp, source="A test's own survey", published_on=today()
    )


def rate_on(merchant, day=0, channel="shop"):
    return rates(organisation_ids=[merchant.pk], channel=channel, on=today() + day * DAY)[merchant.pk]


def test_the_plan_of_the_house_holds_where_nothing_was_agreed(merchant):
    assert {rate.channel: rate.commission_bp for rate in plan(organisation_id=merchant.pk)} == HOUSE_PLAN
    assert rate_on(merchant, channel="street").is_free


def test_an_agreement_holds_on_its_days_only(merchant, staff):
    make(merchant, staff, rate=250, start=1, end=2)
    assert [rate_on(merchant, day).commission_bp for day in range(4)] == [500, 250, 250, 500]


def test_a_new_agreement_ends_the_one_before(merchant, staff):
    first = make(merchant, staff, rate=400)
    make(merchant, staff, rate=200, start=5)
    first.refresh_from_db()
    assert first.ends_on == today() + 4 * DAY
    assert [rate_on(merchant, day).commission_bp for day in (4, 5)] == [400, 200]


def test_the_promise_is_computed_and_shown_with_its_source(merchant, staff):
    market(staff, 900)
    rate = rate_on(merchant)
    assert (rate.market_percent, rate.promised_points, rate.keeps_promise) == (Decimal(9), Decimal(4), True)
    assert "A test's own survey" in rate.source


def test_a_source_of_the_house_is_told_in_the_readers_language():
    rate = MarketRate(source="invented for the demo")
    with override("zh-hans"):
        assert rate.source_shown == "为演示虚构"


def test_the_house_goes_down_with_the_market(merchant, staff):
    market(staff, 600)
    assert rate_on(merchant).commission_bp == 300


def test_a_rate_that_breaks_the_promise_is_refused(merchant, staff):
    market(staff, 600)
    with pytest.raises(errors.PromiseNotKept):
        make(merchant, staff, rate=301)
    assert not Agreement.objects.exists()
    make(merchant, staff, rate=300)


def test_only_staff_agree_and_note(merchant, seller):
    with pytest.raises(NotAllowed):
        make(merchant, seller)
    with pytest.raises(NotAllowed):
        market(seller)
    assert not Agreement.objects.exists()
    assert not MarketRate.objects.exists()


def test_wrong_days_and_rates_are_refused(merchant, staff):
    for facts in ({"start": -1}, {"end": -1}, {"rate": 10_001}, {"rate": -1}):
        with pytest.raises(errors.AgreementWrong):
            make(merchant, staff, **facts)
    made = make(merchant, staff)
    with pytest.raises(errors.AgreementDaysTaken):
        make(merchant, staff)
    with pytest.raises(errors.AgreementWrong):
        end_agreement(by=staff, organisation_id=merchant.pk, agreement_id=made.id, ends_on=today() - DAY)
    assert Agreement.objects.get().ends_on is None
    for wrong in ({"market_bp": 0}, {"source": " "}, {"country": "XX"}, {"published_on": today() + DAY}):
        sound: dict[str, Any] = {
            "country": "KR",
            "channel": "shop",
            "market_bp": 900,
            "source": "s",
            "published_on": today(),
        }
        with pytest.raises(errors.MarketRateWrong):
            note_market_rate(by=staff, **{**sound, **wrong})
    assert not MarketRate.objects.exists()


def test_an_agreement_ends_when_staff_say(merchant, staff):
    made = make(merchant, staff, rate=100)
    end_agreement(by=staff, organisation_id=merchant.pk, agreement_id=made.id, ends_on=today())
    assert [rate_on(merchant, day).commission_bp for day in (0, 1)] == [100, 500]


def test_percent_and_commission_are_exact():
    assert [str(percent_of(bp)) for bp in (0, 300, 450, 1000, 5)] == ["0", "3", "4.5", "10", "0.05"]
    assert [commission_of(amount, 450) for amount in (0, 100, 111, 12_345)] == [0, 5, 5, 556]
    assert house_rate("shop", 200) == 0
    assert Rate(channel="shop", commission_bp=0, market_bp=100).keeps_promise


def test_rates_ask_as_often_for_many_as_for_few(merchant, db, query_count):
    from dure.rooms.merchants import factories  # noqa: PLC0415

    many = [merchant.pk, *(factories.make_merchant().pk for _each in range(5))]
    few = query_count(lambda: rates(organisation_ids=many[:1], channel="shop", on=today()))
    assert query_count(lambda: rates(organisation_ids=many, channel="shop", on=today())) == few
