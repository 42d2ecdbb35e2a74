"""Accounts, units and what is on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from dure.kernel.questions import Question
from dure.rooms.ledger.errors import UnknownAccount, UnknownUnit
from dure.rooms.ledger.models import Account, Balance, Hold, Unit


@dataclass(frozen=True)
class UnitBalance:
    """What one account has in one unit, over all cells; `available` is what is not held."""

    unit: Unit
    amount: int
    held: int

    @property
    def available(self) -> int:
        """What may be used."""
        return self.amount - self.held


class AvailableRow(msgspec.Struct, frozen=True):
    """What may be used of an account in one unit."""

    unit: str
    amount: int


def unit_of(*, code: str) -> Unit:
    """Return a unit by its code, or refuse with UnknownUnit."""
    return units_of(codes=[code])[code]


def units_of(*, codes: Iterable[str]) -> dict[str, Unit]:
    """Return units by code; UnknownUnit names the first that is missing."""
    wanted = set(codes)
    found: dict[str, Unit] = Unit.objects.in_bulk(wanted, field_name="code")
    for code in sorted(wanted - found.keys()):
        raise UnknownUnit(unit=code)
    return found


def units() -> dict[int, Unit]:
    """Return every unit by its number."""
    return Unit.objects.order_by("number").in_bulk()


def account_of(*, code: str) -> Account:
    """Return an account by its code, or refuse with UnknownAccount."""
    found = Account.objects.filter(code=code).first()
    if found is None:
        raise UnknownAccount(account=code)
    return found


def search(*, text: str) -> QuerySet[Account]:
    """Return the accounts whose code begins so, by code; every one for no text."""
    return Account.objects.filter(code__startswith=text).order_by("code")


def codes_of(*, account_ids: Iterable[int]) -> dict[int, str]:
    """Return the codes of some accounts by id."""
    return dict(Account.objects.filter(account_id__in=set(account_ids)).values_list("account_id", "code"))


def ids_of(*, codes: Iterable[str]) -> dict[str, int]:
    """Return the ids of those of some accounts that were opened, by code."""
    return dict(Account.objects.filter(code__in=set(codes)).values_list("code", "account_id"))


def balance(*, account: str, unit: str) -> int:
    """Return the sum of an account's legs in a unit, over all cells; 0 for an account nothing has touched."""
    return _sums(account=account, unit=unit)[0]


def held(*, account: str, unit: str) -> int:
    """Return how much of an account is held, in a unit."""
    return _sums(account=account, unit=unit)[1]


def available(*, account: str, unit: str) -> int:
    """Return what may be used of an account: its balance less what is held."""
    amount, kept = _sums(account=account, unit=unit)
    return amount - kept


AVAILABLE: Final = Question(
    "available",
    "SELECT unit.code AS unit, (sum(balance.amount) - sum(balance.held))::bigint AS amount "
    "FROM ledger_account AS account JOIN ledger_balance AS balance ON balance.account_id = account.account_id "
    "JOIN ledger_unit AS unit ON unit.number = balance.unit WHERE account.code = %(account)s GROUP BY unit.code",
    AvailableRow,
)
"""What may be used of the account with the code `account`, unit by unit, over all cells."""


def available_among(*, accounts: Iterable[str], unit: str) -> dict[str, int]:
    """Return what may be used of each of some accounts in a unit, over all cells; 0 where nothing ever came in."""
    wanted = set(accounts)
    number = unit_of(code=unit).number
    codes = dict(Account.objects.filter(code__in=wanted).values_list("account_id", "code"))
    sums = (
        Balance.objects.filter(account_id__in=codes, unit=number)
        .values_list("account_id")
        .annotate(free=Sum("amount") - Sum("held"))
    )
    return dict.fromkeys(wanted, 0) | {codes[account_id]: int(free) for account_id, free in sums}


def balances(*, account: str) -> list[UnitBalance]:
    """Return what an account has in each unit it ever had, by unit number."""
    rows = (
        Balance.objects.filter(account_id__in=Account.objects.filter(code=account).values("account_id"))
        .values("unit")
        .annotate(total=Sum("amount"), kept=Sum("held"))
        .order_by("unit")
    )
    known = units()
    return [UnitBalance(unit=known[row["unit"]], amount=int(row["total"]), held=int(row["kept"])) for row in rows]


def balances_of_many(*, accounts: Iterable[str]) -> dict[str, list[UnitBalance]]:
    """Return what several accounts have, by code, each in order of units; accounts nothing has touched are empty."""
    wanted: dict[str, list[UnitBalance]] = {code: [] for code in accounts}
    codes = dict(Account.objects.filter(code__in=wanted).values_list("account_id", "code"))
    rows = (
        Balance.objects.filter(account_id__in=codes)
        .values("account_id", "unit")
        .annotate(total=Sum("amount"), kept=Sum("held"))
        .order_by("account_id", "unit")
    )
    known = units()
    for row in rows:
        found = UnitBalance(unit=known[row["unit"]], amount=int(row["total"]), held=int(row["kept"]))
        wanted[codes[row["account_id"]]].append(found)
    return wanted


def open_holds(*, account: str) -> list[Hold]:
    """Return what is still held on an account, oldest first."""
    owner = Account.objects.filter(code=account).values("account_id")
    return list(Hold.objects.filter(account_id__in=owner, status=Hold.Status.OPEN).order_by("hold_id"))


def hold_of(*, reference: str, cell_id: int) -> Hold | None:
    """Return the hold with a reference, if there is one."""
    return Hold.objects.filter(cell_id=cell_id, reference=reference).first()


def _sums(*, account: str, unit: str) -> tuple[int, int]:
    number = unit_of(code=unit).number
    owner = Account.objects.filter(code=account).values("account_id")
    sums = Balance.objects.filter(account_id__in=owner, unit=number).aggregate(
        amount=Coalesce(Sum("amount"), 0), held=Coalesce(Sum("held"), 0)
    )
    return int(sums["amount"]), int(sums["held"])
