"""Setting and ending pledges, and what they mean for orders."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from dure.events.giving import PledgeSet
from dure.kernel import clock
from dure.kernel.errors import NotFound, Refusal
from dure.kernel.http import HOUSE
from dure.kernel.money import Money
from dure.kernel.testing import Announced, QueryCount, StoppedClock
from dure.rooms.giving import errors, factories
from dure.rooms.giving.models import Fund
from dure.rooms.giving.pledging import PledgeAsk
from dure.rooms.giving.queries.pledges import pledges_for
from dure.rooms.giving.services.campaigns import start_campaign
from dure.rooms.giving.services.funds import pause_fund
from dure.rooms.giving.services.pledges import end_pledge, set_pledge
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db
Trace = Callable[[], tuple[int, ...]]


@pytest.fixture
def farm(bo):
    """Bo's farm."""
    return people.make_organisation(owner=bo)


def asks(farm, count: int = 1) -> list[PledgeAsk]:
    """Lines of the farm: two pieces for 10,000 won each."""
    return [
        PledgeAsk(key=n, product_id=uuid4(), organisation_id=farm.id, quantity=2, amount=10_000, currency="KRW")
        for n in range(count)
    ]


def test_a_pledge_holds_for_the_shops_lines(farm, bo, fund: Fund, announced: Announced) -> None:
    """Bo pledges 10 won of each piece, and a line of two pieces gives 20."""
    rule = set_pledge(by=people.actor_of(bo, farm), organisation_id=farm.id, fund_id=fund.id, fixed=Money(10, "KRW"))
    found = pledges_for(asks=asks(farm), at=clock.now())[0]
    assert (found.rule_id, found.fund_id, found.amount) == (rule.id, fund.id, 20)
    event = announced(PledgeSet)
    assert event is not None
    assert event.rule_id == str(rule.id)


def test_many_lines_take_one_query(farm, fund: Fund, query_count: QueryCount) -> None:
    """A batch of orders asks once."""
    factories.make_pledge(organisation_id=farm.id, fund=fund)
    for count in (3, 300):
        lines = asks(farm, count)
        assert query_count(partial(pledges_for, asks=lines, at=clock.now())) == 1


def test_a_paused_fund_gets_nothing(farm, fund: Fund) -> None:
    """The seller keeps what nobody may take."""
    factories.make_pledge(organisation_id=farm.id, fund=fund)
    pause_fund(by=HOUSE, fund_id=fund.id)
    assert pledges_for(asks=asks(farm), at=clock.now()) == {}


def test_it_ends_at_once_and_can_be_set_anew(farm, fund: Fund, frozen_time: StoppedClock) -> None:
    """Ending makes room for another one from the same moment on."""
    rule = factories.make_pledge(organisation_id=farm.id, fund=fund)
    frozen_time.tick(days=1)
    end_pledge(by=HOUSE, organisation_id=farm.id, rule_id=rule.id)
    assert pledges_for(asks=asks(farm), at=clock.now()) == {}
    factories.make_pledge(organisation_id=farm.id, fund=fund, percent_bp=100)
    assert pledges_for(asks=asks(farm), at=clock.now())[0].amount == 100
    with pytest.raises(errors.PledgeOver):
        end_pledge(by=HOUSE, organisation_id=farm.id, rule_id=rule.id)


def test_a_campaign_brings_its_fund_and_its_end(farm, fund: Fund, frozen_time: StoppedClock) -> None:
    """Who joins gives to the campaign's fund until it is over, before the shop's own pledge."""
    factories.make_pledge(organisation_id=farm.id, fixed=50)
    now = frozen_time.moment
    campaign = start_campaign(by=HOUSE, fund_id=fund.id, name="Harvest", starts_at=now, ends_at=now + timedelta(days=3))
    set_pledge(by=HOUSE, organisation_id=farm.id, campaign_id=campaign.id, percent_bp=200)
    assert pledges_for(asks=asks(farm), at=clock.now())[0].amount == 200
    frozen_time.tick(days=3)
    assert pledges_for(asks=asks(farm), at=clock.now())[0].amount == 100


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"fixed": Money(9, "KRW")}, errors.PledgeTooSmall),
        ({"fixed": Money(1, "CNY")}, errors.PledgeTooSmall),
        ({"fixed": Money(10, "KRW"), "percent_bp": 100}, errors.BadPledge),
        ({}, errors.BadPledge),
        ({"percent_bp": 10_001}, errors.BadPledge),
        ({"percent_bp": 100, "fund_id": None}, errors.BadPledge),
        ({"percent_bp": 100, "fund_id": uuid4()}, errors.FundNotFound),
        ({"percent_bp": 100, "campaign_id": uuid4(), "fund_id": None}, errors.CampaignNotFound),
        ({"percent_bp": 100, "starts_at": -1}, errors.BadDates),
        ({"percent_bp": 100, "ends_at": -1}, errors.BadDates),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(
    farm, fund: Fund, trace: Trace, wish: dict[str, object], reason: type[Refusal]
) -> None:
    """Each with its own reason."""
    before = trace()
    times = {name: clock.now() + timedelta(days=days) for name, days in wish.items() if name.endswith("_at")}
    with pytest.raises(reason):
        set_pledge(by=HOUSE, organisation_id=farm.id, **({"fund_id": fund.id} | wish | times))
    assert trace() == before


def test_a_second_one_for_the_same_is_refused(farm, fund: Fund, trace: Trace) -> None:
    """One shop-wide pledge at a time; a product's own stands beside it."""
    factories.make_pledge(organisation_id=farm.id, fund=fund)
    before = trace()
    with pytest.raises(errors.PledgeOverlaps):
        factories.make_pledge(organisation_id=farm.id, fund=fund, percent_bp=100)
    assert trace() == before
    set_pledge(by=HOUSE, organisation_id=farm.id, fund_id=fund.id, percent_bp=100, product_id=uuid4())


def test_strangers_and_plain_members_may_not(farm, ana, fund: Fund, trace: Trace) -> None:
    """A stranger finds nothing, a member is told to ask a manager."""
    before = trace()
    with pytest.raises(NotFound):
        set_pledge(by=people.actor_of(ana), organisation_id=farm.id, fund_id=fund.id, percent_bp=100)
    people.make_member(farm, ana)
    with pytest.raises(Refusal, match="role"):
        set_pledge(by=people.actor_of(ana, farm), organisation_id=farm.id, fund_id=fund.id, percent_bp=100)
    assert trace()[:6] == before[:6]
