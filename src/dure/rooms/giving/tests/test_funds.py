"""Funds: opened by charities the house has verified, and changed by those who lead them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dure.kernel.errors import NotFound
from dure.kernel.http import HOUSE
from dure.kernel.ids import new_id
from dure.rooms.giving import errors, factories
from dure.rooms.giving.models import Fund
from dure.rooms.giving.services.funds import (
    change_fund,
    close_fund,
    locked,
    open_fund,
    pause_fund,
    pause_funds_of,
    resume_fund,
    subject_of,
)
from dure.rooms.people import factories as people
from dure.rooms.trust.queries.verifications import by_subject
from dure.rooms.trust.services.verifications import undo

pytestmark = pytest.mark.django_db
WORDS = {"name": "  Warm   Meals ", "name_ko": "따뜻한 밥", "purpose": "Meals for neighbours."}


def test_a_verified_charity_opens_a_fund(announced: Callable[..., object]) -> None:
    """Its names are kept tidy, and it is open at once."""
    made = open_fund(by=HOUSE, organisation_id=factories.make_charity(), words=WORDS)
    assert (made.name, made.name_ko, made.status) == ("Warm Meals", "따뜻한 밥", Fund.Status.OPEN)


def test_no_other_organisation_opens_one(bo, trace: Callable[[], tuple[int, ...]]) -> None:
    """Neither a farm nor a charity that still waits."""
    farm, waiting = people.make_organisation(owner=bo).id, factories.make_charity(is_verified=False)
    before = trace()
    for organisation_id, reason in ((farm, errors.NotACharity), (waiting, errors.CharityNotVerified)):
        with pytest.raises(reason):
            open_fund(by=HOUSE, organisation_id=organisation_id, words=WORDS)
    assert trace() == before


def test_its_words_change_until_it_is_closed(fund: Fund, ana) -> None:
    """Strangers find nothing; what is closed stays as it was."""
    assert change_fund(by=HOUSE, fund_id=fund.id, words=WORDS).purpose == "Meals for neighbours."
    with pytest.raises(NotFound):
        change_fund(by=people.actor_of(ana), fund_id=fund.id, words={"name": "Mine"})
    close_fund(by=HOUSE, fund_id=fund.id)
    with pytest.raises(errors.FundClosed):
        change_fund(by=HOUSE, fund_id=fund.id, words={"name": "Other"})
    fund.refresh_from_db()
    assert fund.name == "Warm Meals"


def test_it_rests_and_goes_on_while_its_charity_is_verified(fund: Fund) -> None:
    """A charity that lost its verification cannot take gifts again."""
    assert not pause_fund(by=HOUSE, fund_id=fund.id).is_open
    assert resume_fund(by=HOUSE, fund_id=fund.id).is_open
    verified = by_subject(subject=subject_of(organisation_id=fund.organisation_id))
    undo(by=HOUSE, verification_id=verified.id, reason="papers")
    pause_funds_of(by=HOUSE, organisation_id=fund.organisation_id)
    with pytest.raises(errors.CharityNotVerified):
        resume_fund(by=HOUSE, fund_id=fund.id)
    fund.refresh_from_db()
    assert fund.status == Fund.Status.PAUSED


def test_a_fund_is_kept_from_others_while_it_changes(fund: Fund) -> None:
    """It is locked until the transaction ends; there is nothing to lock behind an unknown id."""
    with CaptureQueriesContext(connection) as asked:
        assert locked(fund_id=fund.id) == fund
    assert asked.captured_queries[-1]["sql"].endswith("FOR UPDATE")
    with pytest.raises(errors.FundNotFound):
        locked(fund_id=new_id())
