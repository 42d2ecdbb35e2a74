"""The whole book: sums over every account."""

from dataclasses import dataclass

from django.db import connection

from dure.rooms.ledger.models import Unit
from dure.rooms.ledger.queries.accounts import units


@dataclass(frozen=True)
class TrialBalance:
    """All accounts of one unit: the sum of those above zero, of those below, and both together (must be zero)."""

    unit: Unit
    above: int
    below: int
    held: int
    account_count: int

    @property
    def total(self) -> int:
        """Zero, when nothing was made or lost."""
        return self.above + self.below


def trial_balance() -> list[TrialBalance]:
    """Return the trial balance of every unit that was ever used, by unit number."""
    known = units()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, coalesce(sum(amount) FILTER (WHERE amount > 0), 0)::bigint,"
            " coalesce(sum(amount) FILTER (WHERE amount < 0), 0)::bigint, sum(held)::bigint,"
            " count(DISTINCT account_id) FROM ledger_balance GROUP BY unit ORDER BY unit"
        )
        return [TrialBalance(known[number], *sums) for number, *sums in cursor.fetchall()]
