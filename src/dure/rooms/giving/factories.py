"""Makes charities, funds and pledges for anybody's tests and the demo world."""

from uuid import UUID

from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.giving.models import Donation, Fund, PledgeRule
from dure.rooms.giving.services import donations, funds, pledges
from dure.rooms.ledger import factories as ledger
from dure.rooms.people import factories as people
from dure.rooms.people.services.organisations import found_organisation
from dure.rooms.trust.services.verifications import ask, decide


def make_charity(*, owner_id: UUID | None = None, name: str = "Village Table", is_verified: bool = True) -> UUID:
    """Make a charity, verified unless told otherwise; return its id."""
    founder = Actor(person_id=owner_id or people.make_person().id)
    charity_id = found_organisation(by=founder, kind="charity", name=name).id
    if is_verified:
        asked = ask(by=HOUSE, subject=funds.subject_of(organisation_id=charity_id), organisation_id=charity_id)
        decide(by=HOUSE, verification_id=asked.id, outcome="approved")
    return charity_id


def make_fund(*, charity_id: UUID | None = None, name: str = "Warm Meals") -> Fund:
    """Make an open fund of a verified charity (a new one where none is given)."""
    return funds.open_fund(
        by=HOUSE,
        organisation_id=charity_id or make_charity(),
        words={"name": name, "purpose": "Meals for neighbours who live alone."},
    )


def make_pledge(
    *, organisation_id: UUID, fund: Fund | None = None, fixed: int | None = None, percent_bp: int | None = None
) -> PledgeRule:
    """Pledge some won of each piece (10 where nothing is said), or a part of the price, of a whole shop."""
    return pledges.set_pledge(
        by=HOUSE,
        organisation_id=organisation_id,
        fund_id=(fund or make_fund()).id,
        fixed=None if percent_bp else Money(fixed or 10, "KRW"),
        percent_bp=percent_bp,
    )


def give(*, fund: Fund, giver_id: UUID, amount: int = 1_000, is_named: bool = False) -> Donation:
    """Put an amount into a wallet and give it to a fund."""
    ledger.deposit(person_id=giver_id, amount=amount)
    return donations.donate(
        by=Actor(person_id=giver_id),
        fund_id=fund.id,
        amount=Money(amount, "KRW"),
        client_key=new_id(),
        is_named=is_named,
    )
