"""What giving's tests share: a fund, a giver with money, and looking at what is left behind."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from dure.kernel.models import OutboxMessage
from dure.rooms.giving import factories
from dure.rooms.giving.models import Disbursement, Donation, Fund, PledgeRule
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries.accounts import available
from dure.rooms.people import factories as people

Trace = tuple[int, ...]


@pytest.fixture
def fund(db: None) -> Fund:
    """An open fund of a verified charity."""
    return factories.make_fund()


@pytest.fixture
def trace(db: None) -> Callable[[], Trace]:
    """How many of everything there is, so that a refusal can be seen to leave nothing."""

    def look() -> Trace:
        kinds = (Donation, Disbursement, PledgeRule, Fund, OutboxMessage)
        with connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_hold)")
            return (*cursor.fetchone(), *(kind.objects.count() for kind in kinds))

    return look


def held_by(fund: Fund, unit: str = "KRW") -> int:
    """What is in a fund."""
    return available(account=chart.fund(fund.id), unit=unit)


@pytest.fixture
def staff_office(db: None) -> Client:
    """A browser of the house's staff, with the second factor given."""
    return people.office_of(people.make_staff())
