"""What the room's verbs share: noting an act, holding a merchant's row, and a storefront that is there when needed."""

import pytest

from dure.kernel.errors import NotFound
from dure.rooms.merchants.models import MerchantAct, Storefront
from dure.rooms.merchants.services.acts import locked, note
from dure.rooms.merchants.services.storefronts import begun
from dure.rooms.people import factories as people


def test_an_act_says_who_and_why(merchant, seller):
    made = note(merchant=merchant, what=MerchantAct.What.DELIVERY_CHANGED, by=seller, reason=" winter ")
    assert (made.by_id, made.reason) == (seller.person_id, "winter")


def test_outsiders_hold_no_row(merchant, seller):
    assert locked(organisation_id=merchant.pk, by=seller) == merchant
    with pytest.raises(NotFound):
        locked(organisation_id=merchant.pk, by=people.actor_of(people.make_person()))


def test_a_storefront_begins_once(merchant, seller):
    assert begun(merchant=merchant, by=seller) == begun(merchant=merchant, by=seller)
    assert Storefront.objects.count() == 1
