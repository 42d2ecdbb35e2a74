"""Levels never promise more than lies there, whoever asks at once, and every change of what lies there is noted."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.ids import new_id
from dure.kernel.numbers import new_number
from dure.kernel.testing import at_once, refusals
from dure.rooms.catalog import errors
from dure.rooms.catalog.models import Level, Offer, StockMove
from dure.rooms.catalog.services import stock
from dure.rooms.ledger.chart import HOME_CELL

LOOK = "SELECT * FROM catalog_look(%s, %s::bigint[], %s)"


def level(on_hand: int = 10, **facts: Any) -> Level:
    """A level with so many, and the movement that brought them."""
    made = Level.objects.create(
        cell_id=HOME_CELL,
        level_id=new_number(),
        organisation_id=new_id(),
        variant_id=new_id(),
        location_id=new_id(),
        on_hand=on_hand,
        reserved=0,
        sold=0,
        **facts,
    )
    StockMove.objects.create(
        cell_id=HOME_CELL, level_id=made.level_id, kind="received", change=on_hand, on_hand_after=on_hand
    )
    return made


def offer(of: Level, **facts: Any) -> Offer:
    """An open offer on a level."""
    return Offer.objects.create(
        **{
            "cell_id": HOME_CELL,
            "offer_id": new_number(),
            "organisation_id": of.organisation_id,
            "product_id": new_id(),
            "variant_id": of.variant_id,
            "level_id": of.level_id,
            "channel": "shop",
            "price": 12_000,
            "currency": "KRW",
            "is_public": True,
            "changed_at": clock.now(),
        }
        | facts
    )


def look(*offers: int) -> dict[str, list[Any]]:
    """What `catalog_look` tells of offers."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [HOME_CELL, list(offers), clock.now()])
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def standing(of: Level) -> tuple[int, int, int]:
    """On hand, reserved, sold."""
    of.refresh_from_db()
    return of.on_hand, of.reserved, of.sold


def moved(of: Level) -> int:
    """The sum of a level's movements."""
    return sum(StockMove.objects.filter(level_id=of.level_id).values_list("change", flat=True))


@pytest.mark.django_db
def test_a_reserved_level_has_fewer_free_and_the_same_on_hand():
    some = level()
    stock.reserve(counts={some.level_id: 4})
    assert standing(some) == (10, 4, 0)
    assert some.free == 6


@pytest.mark.django_db
def test_one_level_too_short_reserves_nothing_anywhere():
    plenty, few = level(), level(2)
    with pytest.raises(errors.SoldOut):
        stock.reserve(counts={plenty.level_id: 1, few.level_id: 3})
    assert standing(plenty) == (10, 0, 0)
    assert standing(few) == (2, 0, 0)


@pytest.mark.django_db
def test_handing_over_and_putting_back_move_what_is_on_hand_and_note_it():
    some = level()
    stock.reserve(counts={some.level_id: 4})
    stock.release(counts={some.level_id: 1})
    stock.take(counts={some.level_id: 3}, reference="order:1")
    assert standing(some) == (7, 0, 3)
    stock.put_back(counts={some.level_id: 2}, reference="order:1")
    assert standing(some) == (9, 0, 1)
    assert moved(some) == 9
    last = StockMove.objects.filter(level_id=some.level_id).first()
    assert (last.kind, last.change, last.on_hand_after, last.reference) == ("put_back", 2, 9, "order:1")


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [stock.release, stock.take, stock.put_back])
def test_nothing_is_given_back_that_was_not_promised(verb):
    some = level()
    stock.reserve(counts={some.level_id: 1})
    with pytest.raises(errors.MoreThanPromised):
        verb(counts={some.level_id: 2})
    assert standing(some) == (10, 1, 0)
    assert moved(some) == 10


@pytest.mark.django_db
def test_a_count_of_nothing_and_an_unknown_level_are_refused():
    some = level()
    with pytest.raises(errors.CountWrong):
        stock.reserve(counts={some.level_id: 0})
    with pytest.raises(errors.LevelUnknown):
        stock.reserve(counts={some.level_id: 1, 5: 1})
    assert standing(some) == (10, 0, 0)


@pytest.mark.django_db
def test_a_level_named_twice_in_one_call_changes_by_the_sum():
    some = level()
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_reserve(%s, %s::bigint[], '{2,3}')", [HOME_CELL, [some.level_id] * 2])
    assert standing(some) == (10, 5, 0)


@pytest.mark.django_db
def test_a_look_tells_what_each_offer_costs_and_how_many_are_free():
    some, other = level(), level(3)
    stock.reserve(counts={some.level_id: 4})
    first, second = offer(some, per_buyer_limit=2), offer(some, channel="live", price=9_000)
    third = offer(other)
    seen = look(third.offer_id, 77, first.offer_id, second.offer_id)
    assert seen["levels"] == [other.level_id, None, some.level_id, some.level_id]
    assert seen["stocks"] == [2, None, 1, 1]
    assert seen["free"] == [6, 3]
    assert seen["prices"] == [12_000, None, 12_000, 9_000]
    assert seen["limits"] == [0, None, 2, 0]
    assert seen["currencies"] == ["KRW", None, "KRW", "KRW"]
    assert seen["sellers"] == [other.organisation_id, None, some.organisation_id, some.organisation_id]
    assert seen["are_open"] == [True, None, True, True]


@pytest.mark.django_db
def test_a_look_says_which_offers_are_closed(frozen_time):
    now, hour = frozen_time.moment, timedelta(hours=1)
    closed = [
        offer(level(), status="paused"),
        offer(level(), status="ended"),
        offer(level(), is_public=False),
        offer(level(), opens_at=now + hour),
        offer(level(), closes_at=now),
        offer(level(sell_until=now)),
    ]
    opened = [offer(level(sell_until=now + hour), opens_at=now, closes_at=now + hour)]
    seen = look(*(each.offer_id for each in closed + opened))
    assert seen["are_open"] == [False] * 6 + [True]


@pytest.mark.django_db
def test_a_look_at_nothing_finds_nothing():
    assert look()["levels"] is None
    assert look(5)["levels"] == [None]
    assert look(5)["free"] is None


@pytest.mark.django_db(transaction=True)
def test_sixteen_want_the_last_five_and_five_get_them():
    some = level(5)
    results = at_once(*(lambda: stock.reserve(counts={some.level_id: 1}) for _ in range(16)))
    assert refusals(results) == ["sold_out"] * 11
    assert standing(some) == (5, 5, 0)


@pytest.mark.django_db(transaction=True)
def test_a_look_keeps_the_stock_until_its_transaction_ends_and_the_next_look_sees_what_is_left():
    levels = [level(40) for _ in range(4)]
    numbers = [offer(each).offer_id for each in levels]

    def buy_some(seed: int) -> int:
        wanted = random.Random(seed).sample(numbers, 3)
        with transaction.atomic():
            seen = look(*wanted)
            free = [seen["free"][stock - 1] for stock in seen["stocks"]]
            fitting = [one for one, count in zip(seen["levels"], free, strict=True) if count >= 3]
            if fitting:
                stock.reserve(counts=dict.fromkeys(fitting, 3))
        return 3 * len(fitting)

    bought = sum(at_once(*(lambda seed=seed: buy_some(seed) for seed in range(24))))
    assert bought == 4 * 39 or bought == sum(standing(each)[1] for each in levels)
    assert all(0 <= each.reserved <= each.on_hand == 40 for each in levels)


@pytest.mark.django_db(transaction=True)
def test_everything_at_once_on_a_few_levels_ends_with_movements_that_add_up():
    levels = [level(30) for _ in range(3)]
    verbs = [stock.reserve, stock.release, stock.take, stock.put_back]

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            picked = chance.sample(levels, 2)
            try:
                chance.choice(verbs)(counts={each.level_id: chance.randint(1, 3) for each in picked})
            except Refusal:
                continue

    at_once(*(lambda seed=seed: work(seed) for seed in range(6)))
    for each in levels:
        on_hand, reserved, sold = standing(each)
        assert moved(each) == on_hand
        assert on_hand + sold == 30
        assert 0 <= reserved <= on_hand
