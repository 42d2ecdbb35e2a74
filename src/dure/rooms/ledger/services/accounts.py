"""Opening and closing accounts."""

from django.db.models import Q

from dure.kernel import clock
from dure.rooms.ledger import errors
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.ledger.models import Account, Balance
from dure.rooms.ledger.queries import accounts
from dure.rooms.ledger.services.writing import desk, verb


@verb
def open_account(*, code: str) -> Account:
    """Open an account of the chart; one that is open already is returned. Entries open theirs by themselves."""
    desk(cell_id=HOME_CELL, accounts=[code], units=[])
    return accounts.account_of(code=code)


@verb
def close_account(*, code: str) -> Account:
    """Close an account for good once nothing is left or held on it; its entries stay. Closing twice closes once."""
    account = Account.objects.select_for_update().filter(code=code).first()
    if account is None:
        raise errors.UnknownAccount(account=code)
    if account.closed_at is not None:
        return account
    balances = Balance.objects.filter(account_id=account.account_id)
    # Evaluated, so that the rows are locked: nothing can be recorded on them before the account is closed.
    locked = list(balances.select_for_update().order_by("account_id", "unit", "cell_id"))
    if any(balance.amount or balance.held for balance in locked):
        raise errors.AccountInUse(account=code)
    # Without balances, the next entry must look at the account itself, and finds it closed.
    balances.filter(Q(amount=0) & Q(held=0)).delete()
    account.closed_at = clock.now()
    account.save(update_fields=["closed_at"])
    return account
