"""Money out of a fund: with evidence, by the charity or staff, and never more than there is."""

from collections.abc import Callable

import pytest

from dure.kernel.errors import NotFound, Refusal
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.kernel.pictures import NotAPicture
from dure.kernel.testing import photo
from dure.rooms.giving import errors, factories
from dure.rooms.giving.models import Disbursement, Fund
from dure.rooms.giving.queries import funds as queries
from dure.rooms.giving.services.disbursements import disburse
from dure.rooms.giving.services.funds import close_fund
from dure.rooms.giving.tests.conftest import held_by
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db
Trace = Callable[[], tuple[int, ...]]


@pytest.fixture
def full(dee, fund: Fund, settings: object, tmp_path: object) -> Fund:
    """The fund with 1,000 won in it; pictures go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    factories.give(fund=fund, giver_id=dee.id, amount=1_000)
    return fund


def pay(fund: Fund, *, by: Actor = HOUSE, **changes: object) -> Disbursement:
    """Pay 400 won to the rice mill, but for the changes."""
    usual: dict[str, object] = {
        "amount": Money(400, "KRW"), "receiver": "Rice mill", "purpose": "Ten sacks", "evidence": [photo()],
        "client_key": new_id(),
    }  # fmt: skip
    return disburse(by=by, fund_id=fund.id, **(usual | changes))


def test_it_leaves_the_fund_and_everybody_sees_why(full: Fund) -> None:
    """The public list shows the payment with its picture, and still adds up to the book."""
    paid = pay(full)
    sums = queries.sums(fund_id=full.id)[0]
    lines = queries.lines(sums)
    assert held_by(full) == sums.balance.minor == sum(line.amount.minor for line in lines) == 600
    assert lines[0].paid == paid
    assert len(lines[0].evidence) == 1
    assert (sums.came.minor, sums.went.minor) == (1_000, 400)


def test_sent_twice_it_pays_once(full: Fund) -> None:
    """The same key is the same payment."""
    key = new_id()
    assert pay(full, client_key=key) == pay(full, client_key=key)
    assert held_by(full) == 600
    with pytest.raises(errors.GiftKeyReused):
        pay(full, client_key=key, amount=Money(1, "KRW"))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"evidence": []}, errors.EvidenceMissing),
        ({"evidence": [photo() for _ in range(7)]}, errors.TooMuchEvidence),
        ({"receiver": " "}, errors.ReceiverMissing),
        ({"purpose": ""}, errors.ReceiverMissing),
        ({"amount": Money(1_001, "KRW")}, errors.FundTooLow),
        ({"amount": Money(1, "CNY")}, errors.FundTooLow),
        ({"amount": Money(0, "KRW")}, errors.GiftTooSmall),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    full: Fund, trace: Trace, changes: dict[str, object], reason: type[Refusal]
) -> None:
    """No entry, no row, no news."""
    before = trace()
    with pytest.raises(reason):
        pay(full, **changes)
    assert trace() == before


def test_a_file_that_is_no_picture_is_refused(full: Fund, trace: Trace) -> None:
    """Evidence is looked at before money moves."""
    file = photo()
    file.write(b"not a picture at all")
    file.truncate(20)
    file.seek(0)
    before = trace()
    with pytest.raises(NotAPicture):
        pay(full, evidence=[file])
    assert trace() == before


def test_only_the_charitys_managers_and_staff_pay_out(full: Fund, ana) -> None:
    """A stranger finds nothing."""
    with pytest.raises(NotFound):
        pay(full, by=people.actor_of(ana))
    people.make_member(full.organisation, ana, role="manager")
    assert pay(full, by=people.actor_of(ana, full.organisation)).paid_by == ana.id


def test_a_fund_closes_only_when_it_is_empty(full: Fund) -> None:
    """What was given is paid out first."""
    with pytest.raises(errors.FundNotEmpty):
        close_fund(by=HOUSE, fund_id=full.id)
    full.refresh_from_db()
    assert full.is_open
    pay(full, amount=Money(1_000, "KRW"))
    assert not close_fund(by=HOUSE, fund_id=full.id).is_open
