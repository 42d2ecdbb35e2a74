"""Beginning to sell: with a new farm, for somebody else, and the banner; refusals leave nothing behind."""

import pytest
from django.db import transaction

from dure.kernel.errors import BadInput, NotFound
from dure.kernel.pictures import Picture
from dure.rooms.merchants import factories
from dure.rooms.merchants.models import Merchant, Payout, Storefront
from dure.rooms.merchants.queries import payouts as queries
from dure.rooms.merchants.services.merchants import begin_for_another, begin_new
from dure.rooms.merchants.services.payouts import make_run, seal_preview
from dure.rooms.merchants.services.statements import payout_statement
from dure.rooms.merchants.services.storefronts import change_banner
from dure.rooms.people import factories as people
from dure.rooms.people.queries.memberships import standing


def test_a_new_farm_begins_with_its_founder_as_owner(bo):
    made = begin_new(by=people.actor_of(bo), kind="farm", name="새벽들 농장")
    assert standing(person_id=bo.id, organisation_id=made.pk).role == "owner"


def test_a_farm_without_a_name_does_not_begin(bo):
    with pytest.raises(BadInput), transaction.atomic():
        begin_new(by=people.actor_of(bo), kind="farm", name=" ")
    assert not Merchant.objects.exists()


def test_outsiders_begin_for_nobody(bo, ana):
    village = people.make_organisation(owner=bo, kind="cooperative")
    facts = {"kind": "farm", "name": "할머니 밭", "owner_phone": "+821022223333", "landing": "/"}
    with pytest.raises(NotFound), transaction.atomic():
        begin_for_another(by=people.actor_of(ana), helper_organisation_id=village.id, **facts)
    assert not Merchant.objects.exists()
    made = begin_for_another(by=people.actor_of(bo, village), helper_organisation_id=village.id, **facts)
    assert standing(person_id=bo.id, organisation_id=made.pk).role == "member"


def test_a_banner_is_for_the_own_people_to_change(merchant, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = Picture(width=1, height=1, files={"large.webp": b"x"})
    with pytest.raises(NotFound):
        change_banner(by=people.actor_of(people.make_person()), organisation_id=merchant.pk, picture=picture)
    assert not Storefront.objects.exists()
    made = change_banner(by=factories.owner_actor(merchant), organisation_id=merchant.pk, picture=picture)
    assert (tmp_path / made.banner / "large.webp").read_bytes() == b"x"


def test_a_payout_statement_opens_for_its_merchant(merchant, seller, staff):
    factories.earn(organisation_id=merchant.pk, amount=10_000)
    make_run(by=staff, sealed_preview=seal_preview(queries.preview(currency="KRW")))
    found = payout_statement(by=seller, payout_id=Payout.objects.get().id)
    assert [line.amount for line in found.lines] == [10_000, -10_000]
