"""Becoming a merchant: every step in its order, approval by trust, suspension by staff."""

from uuid import UUID

import pytest

from dure.events.merchants import MerchantApproved, MerchantSuspended
from dure.kernel.errors import NotAllowed, NotFound
from dure.kernel.ids import new_id
from dure.rooms.merchants import errors, factories
from dure.rooms.merchants.models import Merchant, MerchantAct, PayoutAccount, Status
from dure.rooms.merchants.queries.merchants import approved_among, summaries
from dure.rooms.merchants.services import accounts, merchants
from dure.rooms.people import factories as people
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.trust import factories as trust
from dure.rooms.trust.queries import verifications

ADDRESS = PostalAddress(country="KR", region_code="47850", street="왜관읍 중앙로 12", postcode="39900")


@pytest.fixture
def farmer(bo):
    return people.actor_of(bo, people.make_organisation(owner=bo, name="새벽들 농장"))


def enter(by, **changes: str) -> PayoutAccount:
    facts = {"bank": "KR-011", "number": factories.NUMBER, "holder": "이보리", **changes}
    return accounts.enter_account(by=by, organisation_id=by.organisation_id, **facts)


def heed(organisation_id: UUID, outcome: str) -> None:
    merchants.heed_decision(
        subject=f"merchant:{organisation_id}", organisation_id=organisation_id, outcome=outcome, reason="seen"
    )


def test_three_steps_and_a_decision(regions, farmer, announced):
    shop = farmer.organisation_id
    merchants.begin(by=farmer, organisation_id=shop)
    merchants.place(by=farmer, organisation_id=shop, address=ADDRESS)
    enter(farmer)
    merchants.apply(by=farmer, organisation_id=shop)
    assert verifications.by_subject(subject=f"merchant:{shop}").status == "waiting"
    assert approved_among(organisation_ids=[shop]) == set()

    heed(shop, "approved")
    assert approved_among(organisation_ids=[shop]) == {shop}
    assert announced(MerchantApproved).organisation_id == str(shop)

    heed(shop, "waiting")
    assert approved_among(organisation_ids=[shop]) == set()
    assert announced(MerchantSuspended).organisation_id == str(shop)


def test_a_step_left_out_is_named_and_nothing_is_asked(regions, farmer):
    shop = farmer.organisation_id
    merchants.begin(by=farmer, organisation_id=shop)
    with pytest.raises(errors.PlaceMissing):
        merchants.apply(by=farmer, organisation_id=shop)
    merchants.place(by=farmer, organisation_id=shop, address=ADDRESS)
    with pytest.raises(errors.PayoutAccountMissing):
        merchants.apply(by=farmer, organisation_id=shop)
    assert Merchant.objects.get().status == Status.STARTED
    assert not trust.verifications()


def test_a_decision_about_something_else_changes_nothing(farmer):
    merchant = factories.make_merchant(is_approved=False)
    merchants.heed_decision(subject="charity:1", organisation_id=merchant.pk, outcome="approved", reason="")
    heed(new_id(), "approved")
    merchant.refresh_from_db()
    assert merchant.status == Status.STARTED


def test_an_approved_merchant_is_not_set_up_again(merchant, seller):
    with pytest.raises(errors.AlreadyMerchant):
        merchants.begin(by=seller, organisation_id=merchant.pk)
    with pytest.raises(errors.NotInPreparation):
        merchants.place(by=seller, organisation_id=merchant.pk, address=ADDRESS)


def test_strangers_change_nothing(merchant):
    stranger = people.actor_of(people.make_person())
    for act in (
        lambda: merchants.begin(by=stranger, organisation_id=merchant.pk),
        lambda: merchants.change_delivery(
            by=stranger, organisation_id=merchant.pk, delivery_fee=1, free_delivery_from=None
        ),
        lambda: accounts.enter_account(
            by=stranger, organisation_id=merchant.pk, bank="KR-090", number="3333000000001", holder="X"
        ),
        lambda: accounts.confirm_account(by=stranger, organisation_id=merchant.pk),
    ):
        with pytest.raises(NotFound):
            act()
    assert PayoutAccount.objects.get().bank == "KR-011"


@pytest.mark.parametrize(
    "wrong", [{"bank": "CN-102"}, {"bank": "x"}, {"number": "12"}, {"number": "abcdefghijkl"}, {"holder": " "}]
)
def test_a_wrong_account_is_refused_and_the_old_one_stays(merchant, seller, wrong):
    with pytest.raises(errors.PayoutAccountWrong) as refused:
        enter(seller, **wrong)
    assert list(refused.value.fields) == list(wrong)
    assert PayoutAccount.objects.get().replaced_at is None


def test_the_number_is_sealed_and_the_same_again_is_no_change(merchant, seller):
    account = PayoutAccount.objects.get()
    assert factories.NUMBER not in account.sealed_number
    assert accounts.number_of(account) == factories.NUMBER
    assert enter(seller, number=" 302-0000-0000-11 ") == account
    assert PayoutAccount.objects.count() == 1


def test_a_change_holds_payouts_and_tells_the_owners(merchant, seller):
    from dure.rooms.inbox.queries.notifications import unread_count  # noqa: PLC0415

    before = unread_count(person_id=seller.person_id)
    changed = enter(seller, number="3020000000099")
    assert changed.hold_at(changed.added_at) == "changed"
    assert unread_count(person_id=seller.person_id) == before + 1
    assert MerchantAct.objects.filter(what="account_changed").count() == 1


def test_only_an_owner_confirms_what_somebody_else_entered(merchant, seller):
    helper = people.make_member(merchant.organisation).person
    by = people.actor_of(helper, merchant.organisation)
    account = enter(by, number="3020000000099")
    assert account.hold_at(account.usable_from) == "unconfirmed"
    with pytest.raises(errors.OwnerNeeded):
        accounts.confirm_account(by=by, organisation_id=merchant.pk)
    assert accounts.confirm_account(by=seller, organisation_id=merchant.pk).hold_at(account.usable_from) == ""
    with pytest.raises(errors.AccountConfirmed):
        accounts.confirm_account(by=seller, organisation_id=merchant.pk)


def test_staff_suspend_with_a_reason_and_let_go_on(merchant, seller, staff):
    with pytest.raises(NotAllowed):
        merchants.suspend(by=seller, organisation_id=merchant.pk, reason="x")
    with pytest.raises(errors.ReasonMissing):
        merchants.suspend(by=staff, organisation_id=merchant.pk, reason=" ")
    assert approved_among(organisation_ids=[merchant.pk]) == {merchant.pk}
    merchants.suspend(by=staff, organisation_id=merchant.pk, reason="complaints")
    assert approved_among(organisation_ids=[merchant.pk]) == set()
    with pytest.raises(errors.MerchantNotApproved):
        merchants.suspend(by=staff, organisation_id=merchant.pk, reason="again")
    merchants.resume(by=staff, organisation_id=merchant.pk)
    with pytest.raises(errors.MerchantNotSuspended):
        merchants.resume(by=staff, organisation_id=merchant.pk)


@pytest.mark.parametrize(("fee", "free_from"), [(-1, None), (0, -5), (10**9, None)])
def test_delivery_terms_out_of_bounds_are_refused(merchant, seller, fee, free_from):
    with pytest.raises(errors.DeliveryWrong):
        merchants.change_delivery(
            by=seller, organisation_id=merchant.pk, delivery_fee=fee, free_delivery_from=free_from
        )
    merchant.refresh_from_db()
    assert merchant.delivery_fee == 0


def test_summaries_ask_as_often_for_many_as_for_few(db, query_count):
    few = [factories.make_merchant().pk for _each in range(2)]
    many = few + [factories.make_merchant().pk for _each in range(6)]
    seller = summaries(organisation_ids=few)[few[0]]
    assert (seller.is_approved, seller.currency, seller.delivery_for(10)) == (True, "KRW", 0)
    count = query_count(lambda: summaries(organisation_ids=few))
    assert query_count(lambda: summaries(organisation_ids=many)) == count


def test_the_api_tells_buyers_and_the_seller(merchant, seller, client, browser_of):
    assert client.get(f"/api/sellers/{merchant.pk}").json()["is_approved"] is True
    assert client.get(f"/api/sellers/{new_id()}").status_code == 404
    assert client.get(f"/api/sellers/{merchant.pk}/coming").status_code == 401
    browser = browser_of(people.person_of(seller.person_id))
    assert browser.get(f"/api/sellers/{merchant.pk}/coming").json()["earned"] == 0
    answer = browser.put(
        f"/api/sellers/{merchant.pk}/delivery", {"delivery_fee": 3000}, content_type="application/json"
    )
    assert answer.json()["delivery_fee"] == 3000
