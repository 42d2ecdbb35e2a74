"""Storefronts: written, moved to another address, opened by approved merchants only."""

import pytest

from dure.kernel.errors import NotFound
from dure.kernel.ids import new_id
from dure.rooms.merchants import errors, factories
from dure.rooms.merchants.models import Storefront
from dure.rooms.merchants.opening_hours import are_sound, is_open
from dure.rooms.merchants.queries.storefronts import storefront
from dure.rooms.merchants.services.storefronts import choose_products, show_storefront, write_storefront
from dure.rooms.merchants.slugs import is_slug, slug_of
from dure.rooms.people import factories as people
from dure.rooms.trust.errors import BannedTrade


def write(by, **changes: object) -> Storefront:
    facts = {"slug": "새벽들", "story": "바람 맞고 자란 배추", "hours": [], **changes}
    return write_storefront(by=by, organisation_id=by.organisation_id, **facts)


def test_an_open_storefront_is_found_by_its_address_and_by_the_one_before(merchant, seller):
    write(seller)
    show_storefront(by=seller, organisation_id=merchant.pk, is_published=True)
    write(seller, slug="dawn-field")
    assert storefront(slug="dawn-field").organisation_id == merchant.pk
    assert storefront(slug="새벽들").slug == "dawn-field"
    other = factories.owner_actor(factories.make_merchant())
    with pytest.raises(errors.SlugTaken):
        write(other, slug="새벽들")
    write(seller)
    assert storefront(slug="새벽들").slug == "새벽들"


def test_a_closed_one_is_not_found(merchant, seller, staff):
    from dure.rooms.merchants.services import merchants  # noqa: PLC0415

    write(seller)
    with pytest.raises(NotFound):
        storefront(slug="새벽들")
    show_storefront(by=seller, organisation_id=merchant.pk, is_published=True)
    merchants.suspend(by=staff, organisation_id=merchant.pk, reason="complaints")
    with pytest.raises(NotFound):
        storefront(slug="새벽들")


def test_only_approved_merchants_open(db):
    by = factories.owner_actor(factories.make_merchant(is_approved=False))
    write(by)
    with pytest.raises(errors.MerchantNotApproved):
        show_storefront(by=by, organisation_id=by.organisation_id, is_published=True)
    assert not Storefront.objects.get().is_published


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"slug": "a"}, errors.StorefrontWrong),
        ({"slug": "두레"}, errors.StorefrontWrong),
        ({"hours": [["18:00", "09:00"]] + [[]] * 6}, errors.StorefrontWrong),
        ({"chosen_products": [new_id() for _each in range(25)]}, errors.StorefrontWrong),
        ({"story": "자연산 웅담도 있어요"}, BannedTrade),
    ],
    ids=["short", "reserved", "wrong way round", "too many", "banned"],
)
def test_what_cannot_be_shown_is_refused_and_nothing_is_kept(merchant, seller, wrong, refusal):
    with pytest.raises(refusal):
        write(seller, **wrong)
    assert not Storefront.objects.exists()


def test_strangers_write_nothing(merchant):
    stranger = people.actor_of(people.make_person())
    with pytest.raises(NotFound):
        write_storefront(by=stranger, organisation_id=merchant.pk, slug="새벽들", story="", hours=[])
    assert not Storefront.objects.exists()


def test_zero_fee_is_known(merchant, seller, staff):
    write(seller)
    show_storefront(by=seller, organisation_id=merchant.pk, is_published=True)
    front = storefront(slug="새벽들")
    assert (front.is_free, front.free_channels) == (False, ["street"])


def test_addresses_and_hours():
    assert slug_of("  해남 새벽들 농장! ") == "해남-새벽들-농장"
    assert is_slug("洛川-apple")
    assert not is_slug("a b")
    assert not is_slug("-a")
    week = [["09:00", "18:00"], [], *[[]] * 5]
    assert are_sound(week)
    assert not are_sound(week[:6])
    assert not are_sound([["9", "18:00"], *week[1:]])
    assert is_open(week, 0, "09:00")
    assert not is_open(week, 0, "18:00")
    assert not is_open(week, 1, "10:00")
    assert not is_open([], 0, "10:00")


def test_products_are_chosen_without_touching_the_words(merchant, seller):
    written = factories.make_storefront(merchant.pk, story="Our hill is windy.")
    first, second = new_id(), new_id()
    choose_products(by=seller, organisation_id=merchant.pk, product_ids=[first, second, first])
    many = [new_id() for _each in range(25)]
    with pytest.raises(errors.StorefrontWrong):
        choose_products(by=seller, organisation_id=merchant.pk, product_ids=many)
    written.refresh_from_db()
    assert (written.chosen_products, written.story) == ([first, second], "Our hill is windy.")
