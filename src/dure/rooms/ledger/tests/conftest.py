"""What the ledger's tests share: two wallets, and looking at the book from outside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest

from dure.kernel.ids import new_id
from dure.rooms.ledger import chart, factories
from dure.rooms.ledger.models import Entry, Hold
from dure.rooms.ledger.queries import accounts, book

Trace = tuple[int, int, int, int]


@dataclass(frozen=True)
class Saver:
    """Somebody with a wallet."""

    id: UUID

    @property
    def wallet(self) -> str:
        """The code of the wallet."""
        return chart.wallet(self.id)

    def has(self, unit: str = "KRW") -> int:
        """What is in the wallet."""
        return accounts.balance(account=self.wallet, unit=unit)

    def may_use(self, unit: str = "KRW") -> int:
        """What is in the wallet and not held."""
        return accounts.available(account=self.wallet, unit=unit)


@pytest.fixture
def saver(db: None) -> Saver:
    """Somebody with 10,000 won."""
    person_id = new_id()
    factories.deposit(person_id=person_id, amount=10_000)
    return Saver(person_id)


@pytest.fixture
def other(db: None) -> Saver:
    """Somebody with an empty wallet."""
    return Saver(new_id())


@pytest.fixture
def fund_id() -> UUID:
    """A fund nobody has given to yet."""
    return new_id()


@pytest.fixture
def trace(db: None) -> Callable[[], Trace]:
    """How many entries, balances and announcements there are, and the sum of everything held."""
    from dure.kernel.models import OutboxMessage  # noqa: PLC0415  only this fixture looks there
    from dure.rooms.ledger.models import Balance  # noqa: PLC0415

    def look() -> Trace:
        held = sum(each.remaining for each in Hold.objects.filter(status=Hold.Status.OPEN))
        return Entry.objects.count(), Balance.objects.count(), OutboxMessage.objects.count(), held

    return look


@pytest.fixture
def outsider(transactional_db: None, database_url: str) -> Iterator[psycopg.Connection]:
    """A superuser with an SQL prompt, past every rule of the house."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def sums_to_zero() -> bool:
    """Whether the whole book sums to zero in every unit."""
    return all(row.total == 0 for row in book.trial_balance())
