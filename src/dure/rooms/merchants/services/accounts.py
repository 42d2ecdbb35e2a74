"""Where a merchant's money goes: entered, changed, confirmed by an owner."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.http import Actor
from dure.kernel.sealing import seal, unseal
from dure.rooms.merchants import banks, errors
from dure.rooms.merchants.models import PayoutAccount
from dure.rooms.merchants.services import notices
from dure.rooms.merchants.services.acts import What, locked, note
from dure.rooms.people.queries.memberships import standing
from dure.rooms.people.roles import Role

PURPOSE = b"dure.payouts"
HELD_AFTER_CHANGE = timedelta(days=1)
TAIL = 4
HOLDER_MAX = 70


@transaction.atomic
def enter_account(*, by: Actor, organisation_id: UUID, bank: str, number: str, holder: str) -> PayoutAccount:
    """Enter where the money goes, or change it. A change holds payouts for a day, and every owner hears of it.

    What anybody but an owner enters waits for an owner's confirmation.
    """
    merchant = locked(organisation_id=organisation_id, by=by)
    digits = _checked(merchant.country, bank=bank, number=number, holder=holder)
    former = merchant.payout_accounts.filter(replaced_at__isnull=True).first()
    if former is not None and _is_same(former, bank=bank, digits=digits, holder=holder):
        return former
    moment = now()
    merchant.payout_accounts.filter(replaced_at__isnull=True).update(replaced_at=moment)
    is_owner = _is_owner(by, organisation_id)
    made = PayoutAccount.objects.create(
        merchant=merchant,
        bank=bank,
        holder=holder.strip(),
        sealed_number=seal(digits, purpose=PURPOSE),
        tail=digits[-TAIL:],
        added_at=moment,
        added_by_id=by.person_id,
        usable_from=moment + HELD_AFTER_CHANGE if former else moment,
        confirmed_at=moment if is_owner else None,
        confirmed_by_id=by.person_id if is_owner else None,
    )
    note(merchant=merchant, what=What.ACCOUNT_CHANGED if former else What.ACCOUNT_ADDED, by=by)
    notices.tell_of_account(made, is_change=former is not None)
    return made


@transaction.atomic
def confirm_account(*, by: Actor, organisation_id: UUID) -> PayoutAccount:
    """Say as an owner that the money goes to the right place; also after a payout came back from there."""
    merchant = locked(organisation_id=organisation_id, by=by)
    if not _is_owner(by, organisation_id):
        raise errors.OwnerNeeded
    found = merchant.payout_accounts.filter(replaced_at__isnull=True).first()
    if found is None:
        raise errors.PayoutAccountMissing
    if found.confirmed_at is not None and found.bounced_at is None:
        raise errors.AccountConfirmed
    found.confirmed_at, found.confirmed_by_id, found.bounced_at = now(), by.person_id, None
    found.save(update_fields=["confirmed_at", "confirmed_by", "bounced_at"])
    note(merchant=merchant, what=What.ACCOUNT_CONFIRMED, by=by)
    return found


def number_of(account: PayoutAccount) -> str:
    """Return the whole number, for the bank file only."""
    return unseal(account.sealed_number, purpose=PURPOSE)


def _is_same(account: PayoutAccount, *, bank: str, digits: str, holder: str) -> bool:
    return (account.bank, account.holder, number_of(account)) == (bank, holder.strip(), digits)


def _is_owner(by: Actor, organisation_id: UUID) -> bool:
    own = standing(person_id=by.person_id, organisation_id=organisation_id)
    return own is not None and own.role is Role.OWNER


def _checked(country: str, *, bank: str, number: str, holder: str) -> str:
    digits = banks.read_number(number)
    known = banks.BY_CODE.get(bank)
    problems = {
        "bank": known is None or known.country != country,
        "number": not banks.is_number(digits, country),
        "holder": not 0 < len(holder.strip()) <= HOLDER_MAX,
    }
    if any(problems.values()):
        raise errors.PayoutAccountWrong(*(field for field, is_wrong in problems.items() if is_wrong))
    return digits
