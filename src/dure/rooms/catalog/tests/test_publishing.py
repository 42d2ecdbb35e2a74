"""What the verbs about offers share: offers change their state together, and the house is told of the public ones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dure.events.catalog import OfferEnded, OfferPublished
from dure.rooms.catalog import factories
from dure.rooms.catalog.models import OfferStatus
from dure.rooms.catalog.services.publishing import announce_ended, announce_published, locked_offers, set_status

pytestmark = pytest.mark.django_db


def offer(status: OfferStatus = OfferStatus.OPEN, **facts):
    made = factories.offer(**facts)
    factories.set_offer(made, status=status)
    return factories.offer_numbered(made.offer_id)


def test_what_can_be_bought_is_told_unless_its_seller_waits(announced):
    public, quiet = offer(price=9_000, channel="hub"), offer(is_public=False)
    announce_published(offers=[quiet, public])
    [told] = announced.all(OfferPublished)
    assert (told.offer_id, told.product_id) == (str(public.offer_id), str(public.product_id))
    assert told.organisation_id == str(public.organisation_id)
    assert (told.channel, told.price, told.currency) == ("hub", 9_000, "KRW")


def test_what_cannot_be_bought_is_told_for_now_or_for_good(announced):
    paused, ended = offer(OfferStatus.PAUSED), offer(OfferStatus.ENDED)
    announce_ended(offers=[paused, ended, offer(OfferStatus.ENDED, is_public=False)])
    told = announced.all(OfferEnded)
    assert [(each.offer_id, each.is_final) for each in told] == [
        (str(paused.offer_id), False), (str(ended.offer_id), True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "told", "other"),
    [(OfferStatus.OPEN, OfferPublished, OfferEnded), (OfferStatus.PAUSED, OfferEnded, OfferPublished)],
)
def test_only_those_in_another_state_change_and_what_ended_stays_ended(announced, status, told, other):
    given = {each: offer(each) for each in OfferStatus}
    version = given[status].version
    [changed] = set_status(offers=given.values(), status=status)
    kept = {each: factories.offer_numbered(given[each].offer_id) for each in OfferStatus}
    was = OfferStatus.PAUSED if status == OfferStatus.OPEN else OfferStatus.OPEN
    assert changed.offer_id == given[was].offer_id
    assert (kept[was].status, kept[was].version) == (status, version + 1)
    assert (kept[OfferStatus.ENDED].status, kept[status].version) == (OfferStatus.ENDED, version)
    assert [each.offer_id for each in announced.all(told)] == [str(changed.offer_id)]
    assert announced.all(other) == []


def test_a_seller_locks_its_own_offers_in_their_order(farm):
    mine = [offer(organisation_id=farm.organisation_id) for _each in range(3)]
    numbers = sorted(each.offer_id for each in mine)
    with CaptureQueriesContext(connection) as asked:
        found = locked_offers(
            organisation_id=farm.organisation_id, offer_ids=[offer().offer_id, *reversed(numbers[1:])]
        )  # fmt: skip
    assert [each.offer_id for each in found] == numbers[1:]
    assert asked.captured_queries[-1]["sql"].endswith("FOR NO KEY UPDATE")
