"""The pages: the three screens, the selling page with everything on it, and the staff's."""

import pytest
from django.urls import reverse

from dure.kernel.sealing import unseal
from dure.kernel.testing import photo
from dure.rooms.merchants import factories
from dure.rooms.merchants.models import Merchant, Payout, PayoutAccount, PayoutRun, Status, Storefront
from dure.rooms.merchants.queries import payouts as queries
from dure.rooms.merchants.services import payouts
from dure.rooms.people import factories as people
from dure.rooms.people.queries.memberships import standing
from dure.rooms.people.tests.test_staff import signed_in
from dure.rooms.trust import factories as trust


def page(name: str, *args: object) -> str:
    return reverse(f"merchants:{name}", args=args)


@pytest.fixture
def bo_browser(bo, browser_of):
    return browser_of(bo)


@pytest.fixture
def seller_browser(merchant, browser_of):
    return browser_of(people.person_of(merchant.started_by_id))


@pytest.fixture
def staff_browser(db):
    return signed_in(people.make_staff())


PLACE = {"region-0": "KR", "region-1": "47000", "region-2": "47850", "street": "왜관읍 중앙로 12", "postcode": "39900"}
ACCOUNT = {"bank": "KR-011", "number": "302-0000-0000-11", "holder": "이보리"}


def test_a_farm_is_set_up_in_three_screens(regions, bo, bo_browser):
    first = bo_browser.post(page("new"), {"name": "새벽들 농장", "kind": "farm"})
    shop = Merchant.objects.get()
    assert first.url == page("place", shop.pk)

    assert bo_browser.get(first.url).status_code == 200
    second = bo_browser.post(first.url, PLACE)
    assert second.status_code == 302, second.context["form"].errors
    assert second.url == page("account", shop.pk)
    assert bo_browser.get(second.url).status_code == 200
    third = bo_browser.post(second.url, ACCOUNT)
    assert third.url == page("desk", shop.pk)

    shop.refresh_from_db()
    account = PayoutAccount.objects.get()
    assert (shop.status, shop.currency, shop.region.code) == (Status.APPLIED, "KRW", "47850")
    assert [asked.subject for asked in trust.verifications()] == [f"merchant:{shop.pk}"]
    assert (account.tail, unseal(account.sealed_number, purpose=b"dure.payouts")) == ("0011", "3020000000011")
    shown = bo_browser.get(third.url).content.decode()
    assert "0011" in shown
    assert "3020000000011" not in shown


def test_whoever_was_cut_off_goes_on_where_they_were(regions, bo, bo_browser):
    bo_browser.post(page("new"), {"name": "새벽들 농장", "kind": "farm"})
    shop = Merchant.objects.get()
    assert bo_browser.get(page("desk", shop.pk)).url == page("place", shop.pk)
    assert bo_browser.post(page("beginning", shop.pk)).url == page("place", shop.pk)
    bo_browser.post(page("place", shop.pk), PLACE)
    assert bo_browser.get(page("desk", shop.pk)).url == page("account", shop.pk)


def test_a_wrong_account_number_is_told_beside_its_field_and_nothing_is_kept(regions, bo_browser):
    bo_browser.post(page("new"), {"name": "새벽들 농장", "kind": "farm"})
    shop = Merchant.objects.get()
    bo_browser.post(page("place", shop.pk), PLACE)
    answer = bo_browser.post(page("account", shop.pk), {**ACCOUNT, "number": "12"})
    assert answer.status_code == 422
    assert not PayoutAccount.objects.exists()
    assert not trust.verifications()


def test_a_form_sent_twice_begins_one_farm(bo_browser):
    sent = {"name": "새벽들 농장", "kind": "farm", "idempotency_key": "0123456789abcdef0123"}
    assert bo_browser.post(page("new"), sent)["Location"] == bo_browser.post(page("new"), sent)["Location"]
    assert Merchant.objects.count() == 1


def test_a_village_leader_begins_for_a_farmer(regions, dee, browser_of):
    village = people.make_organisation(owner=dee, kind="cooperative", name="마을 조합")
    leader = browser_of(dee)
    assert leader.get(page("for_somebody")).status_code == 200
    answer = leader.post(
        page("for_somebody"),
        {"helper": str(village.id), "name": "할머니 밭", "kind": "farm", "owner_phone": "010-2222-3333"},
    )
    shop = Merchant.objects.get()
    assert answer.url == page("place", shop.pk)
    assert standing(person_id=dee.id, organisation_id=shop.pk).helper_name == "마을 조합"

    leader.post(page("place", shop.pk), PLACE)
    leader.post(page("account", shop.pk), ACCOUNT)
    assert PayoutAccount.objects.get().confirmed_at is None
    assert "마을 조합" in leader.get(page("desk", shop.pk)).content.decode()
    assert leader.post(page("account_confirmation", shop.pk)).status_code == 403
    assert PayoutAccount.objects.get().confirmed_at is None


SELLER_PAGES = ["desk", "account", "agreement", "delivery", "payouts", "storefront"]


@pytest.mark.parametrize("name", SELLER_PAGES)
def test_its_own_people_see_their_pages_and_strangers_do_not(merchant, seller_browser, bo_browser, name):
    assert seller_browser.get(page(name, merchant.pk)).status_code == 200
    assert bo_browser.get(page(name, merchant.pk)).status_code in {403, 404}


def test_delivery_terms_are_read_as_people_write_them(merchant, seller_browser):
    answer = seller_browser.post(
        page("delivery", merchant.pk), {"delivery_fee": "3,000원", "free_delivery_from": "5만"}
    )
    assert answer.url == page("desk", merchant.pk)
    merchant.refresh_from_db()
    assert (merchant.delivery_fee, merchant.free_delivery_from) == (3_000, 50_000)
    assert seller_browser.post(page("delivery", merchant.pk), {"delivery_fee": "many"}).status_code == 422


def test_a_storefront_is_written_looked_at_and_opened(merchant, seller_browser):
    answer = seller_browser.post(
        page("storefront", merchant.pk),
        {"slug": "새벽들", "story": "바람 맞고 자란 배추", "opens_0": "09:00", "closes_0": "18:00"},
    )
    assert answer.url == page("storefront_preview", merchant.pk)
    assert "바람 맞고" in seller_browser.get(answer.url).content.decode()
    seller_browser.post(page("storefront_showing", merchant.pk), {"is_published": "yes"})
    front = Storefront.objects.get()
    assert (front.slug, front.is_published, front.hours[0], front.hours[1]) == ("새벽들", True, ["09:00", "18:00"], [])


def test_a_banner_is_a_picture_and_shown(merchant, seller_browser, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    seller_browser.post(page("banner_change", merchant.pk), {"banner": photo()})
    seen = seller_browser.get(page("banner", merchant.pk, "small.webp"))
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/webp")
    for close in seen._resource_closers:  # closing the answer itself would close the test's connection
        close()
    assert client.get(page("banner", merchant.pk, "small.webp")).status_code == 404


def test_a_seller_takes_the_statement_away(merchant, seller_browser, staff):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    payouts.make_run(by=staff, sealed_preview=payouts.seal_preview(queries.preview(currency="KRW")))
    made = Payout.objects.get()
    assert seller_browser.get(page("payout", merchant.pk, made.id)).status_code == 200
    assert seller_browser.get(page("payout_paper", merchant.pk, made.id)).content.startswith(b"%PDF")
    assert "120000" in seller_browser.get(page("payout_table", merchant.pk, made.id)).content.decode()
    assert seller_browser.get(page("payouts", merchant.pk)).status_code == 200


def test_staff_make_a_run_of_what_they_see(merchant, staff_browser):
    factories.earn(organisation_id=merchant.pk, amount=120_000)
    seen = staff_browser.get(page("runs"))
    answer = staff_browser.post(page("runs"), {"preview": seen.context["sealed"]})
    run = PayoutRun.objects.get()
    assert answer.url == page("run", run.id)
    assert staff_browser.get(answer.url).status_code == 200
    assert b"pain.001.001.09" in staff_browser.get(page("run_file", run.id)).content
    staff_browser.post(page("payout_bounce", Payout.objects.get().id), {"reason": "closed"})
    staff_browser.post(page("run_settlement", run.id))
    assert Payout.objects.get().status == "bounced"
    assert staff_browser.get(page("runs")).status_code == 200


def test_staff_look_agree_suspend_and_note_rates(merchant, staff_browser):
    for name, args in (("all", ()), ("merchant", (merchant.pk,)), ("market_rates", ())):
        assert staff_browser.get(page(name, *args)).status_code == 200
    rates = {f"rate_{channel}": "4.5" for channel in ("shop", "live", "hub", "street")}
    today = staff_browser.get(page("merchant", merchant.pk)).context["today"]
    answer = staff_browser.post(page("merchant", merchant.pk), {"starts_on": today.isoformat(), **rates})
    assert answer.status_code == 302
    assert merchant.agreements.get().rates.get(channel="shop").commission_bp == 450
    staff_browser.post(page("suspension", merchant.pk), {"reason": "complaints"})
    merchant.refresh_from_db()
    assert merchant.status == Status.SUSPENDED


def test_a_list_of_merchants_asks_as_often_for_many_as_for_few(db, staff_browser, query_count):
    for _each in range(2):
        factories.make_merchant()
    staff_browser.get(page("all"))
    few = query_count(lambda: staff_browser.get(page("all")))
    for _each in range(6):
        factories.make_merchant()
    assert query_count(lambda: staff_browser.get(page("all"))) == few
