"""Leaving: former payout accounts lose name and number, the one in use stays the organisation's."""

from dure.events.people import PersonErased
from dure.rooms.merchants import factories
from dure.rooms.merchants.models import PayoutAccount
from dure.rooms.merchants.reactions import forget_former_accounts
from dure.rooms.merchants.services.accounts import enter_account
from dure.rooms.merchants.services.departures import forget_person
from dure.rooms.people import about_me


def test_former_accounts_lose_name_and_number(merchant, seller, bo):
    former = PayoutAccount.objects.get()
    enter_account(by=seller, organisation_id=merchant.pk, bank="KR-011", number="3020000000022", holder="이보리")
    forget_person(person_id=bo.id)
    former.refresh_from_db()
    assert former.holder == "이보리"
    forget_former_accounts(PersonErased(person_id=str(seller.person_id)))
    former.refresh_from_db()
    current = PayoutAccount.objects.get(replaced_at__isnull=True)
    assert (former.holder, former.sealed_number, former.masked) == ("–", "", "••••0011")
    assert (current.holder, bool(current.sealed_number)) == ("이보리", True)


def test_accounts_are_told_masked_and_acts_by_name(merchant, seller):
    [account] = about_me.TELLERS["payout_accounts"](seller.person_id)
    assert (account["number"], account["holder"]) == ("••••0011", "이보리")
    assert factories.NUMBER not in str(account)
    assert {row["what"] for row in about_me.TELLERS["selling"](seller.person_id)} == {"account_added"}
