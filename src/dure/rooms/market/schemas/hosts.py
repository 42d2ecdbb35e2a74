"""Shapes of the host network's JSON. Money is whole minor units as text, with its currency."""

from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from dure.rooms.market.models import Affiliate, Attribution, Programme, PromotionLink
from dure.rooms.market.promoting import COMMISSION_MAX_BP, WINDOW_DAYS, WINDOW_DAYS_MAX
from dure.rooms.market.queries.affiliates import LinkRow
from dure.rooms.market.queries.host_standings import Leaderboard, Place
from dure.rooms.market.schemas.orders import AMOUNT, NUMBER
from dure.rooms.market.services.programmes import Terms


class TermsIn(Schema):
    """What a seller promises hosts, in basis points of what the buyer pays for the goods."""

    commission_bp: int = Field(ge=1, le=COMMISSION_MAX_BP)
    window_days: int = Field(default=WINDOW_DAYS, ge=1, le=WINDOW_DAYS_MAX)
    budget: str | None = Field(default=None, pattern=AMOUNT)
    ends_at: AwareDatetime | None = None

    def terms(self) -> Terms:
        """Return what the verb takes."""
        budget = None if self.budget is None else int(self.budget)
        return Terms(
            commission_bp=self.commission_bp, window_days=self.window_days, budget=budget, ends_at=self.ends_at
        )


class ProgrammeIn(TermsIn):
    """A programme for everything of a seller, or for one product or offer."""

    product_id: UUID | None = None
    offer_id: str | None = Field(default=None, pattern=NUMBER)
    starts_at: AwareDatetime | None = None


class ProgrammeOut(Schema):
    """A programme as hosts and its seller see it; `left` of the budget, if there is one."""

    id: UUID
    seller_id: UUID
    product_id: UUID | None
    offer_id: str | None
    commission_bp: int
    window_days: int
    currency: str
    left: str | None
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None
    is_running: bool

    @staticmethod
    def of(found: Programme) -> "ProgrammeOut":
        """Return a programme as JSON tells it."""
        left = found.left
        return ProgrammeOut(
            id=found.id, seller_id=found.seller_id, product_id=found.product_id,
            offer_id=None if found.offer_id is None else str(found.offer_id), commission_bp=found.commission_bp,
            window_days=found.window_days, currency=found.currency, left=None if left is None else str(left.minor),
            starts_at=found.starts_at, ends_at=found.ends_at, is_running=found.is_running,
        )  # fmt: skip


class ProgrammesOut(Schema):
    """A page of programmes."""

    programmes: list[ProgrammeOut]
    page: int
    pages: int


class HostOut(Schema):
    """Where somebody stands as a host."""

    status: str
    doubt: str
    is_named: bool
    organisation_id: UUID | None

    @staticmethod
    def of(found: Affiliate) -> "HostOut":
        """Return a host as JSON tells it."""
        return HostOut(
            status=found.status, doubt=found.doubt, is_named=found.is_named, organisation_id=found.organisation_id
        )


class HostChoiceIn(Schema):
    """Whether a host is named, and with whose earnings the commission is paid; none for the wallet."""

    is_named: bool
    organisation_id: UUID | None = None


class LinkIn(Schema):
    """What a link shall lead to: `target` with its number, within a programme."""

    programme_id: UUID
    target: PromotionLink.Target
    target_id: str = Field(max_length=36)


class LinkOut(Schema):
    """A host's link."""

    code: str
    path: str
    programme_id: UUID
    target: str
    target_id: str

    @staticmethod
    def of(found: PromotionLink) -> "LinkOut":
        """Return a link as JSON tells it."""
        return LinkOut(
            code=found.code, path=f"/market/p/{found.code}/", programme_id=found.programme_id, target=found.target,
            target_id=found.target_id,
        )  # fmt: skip


class LinkWithSumsOut(Schema):
    """A host's link with what it leads to and what it brought."""

    link: LinkOut
    title: str
    seller: str
    visitor_count: int
    order_count: int
    currency: str
    pending: str
    held: str
    earned: str
    reversed: str
    is_counting: bool

    @staticmethod
    def of(row: LinkRow) -> "LinkWithSumsOut":
        """Return a row of a host's page as JSON tells it."""
        sums = row.sums
        return LinkWithSumsOut(
            link=LinkOut.of(row.link), title=row.shown.title, seller=row.shown.seller,
            visitor_count=row.link.visitor_count, order_count=sums.order_count, currency=sums.currency,
            pending=str(sums.pending), held=str(sums.held), earned=str(sums.earned), reversed=str(sums.reversed),
            is_counting=row.is_counting,
        )  # fmt: skip


class LinksOut(Schema):
    """A page of a host's links."""

    links: list[LinkWithSumsOut]
    page: int
    pages: int


class CommissionOut(Schema):
    """What a host gets of one line of an order, and why; never who bought."""

    id: UUID
    code: str
    seller_id: UUID
    ordered_at: AwareDatetime
    goods: str
    commission_bp: int
    commission: str
    reversed: str
    currency: str
    status: str
    reason: str

    @staticmethod
    def of(row: Attribution) -> "CommissionOut":
        """Return a decision as its host may know it."""
        return CommissionOut(
            id=row.id, code=row.link.code, seller_id=row.seller_id, ordered_at=row.ordered_at, goods=str(row.amount),
            commission_bp=row.commission_bp, commission=str(row.commission if row.is_promised else 0),
            reversed=str(row.reversed), currency=row.currency, status=row.status, reason=row.reason,
        )  # fmt: skip


class CommissionsOut(Schema):
    """A page of a host's commissions, newest first."""

    commissions: list[CommissionOut]
    page: int
    pages: int


class PlaceOut(Schema):
    """A place in the leaderboard; `name` is empty for who does not want to be named."""

    place: int
    name: str
    to_farmers: str
    line_count: int
    is_own: bool

    @staticmethod
    def of(found: Place) -> "PlaceOut":
        """Return a place as JSON tells it."""
        return PlaceOut(
            place=found.place, name=found.name, to_farmers=str(found.reached.minor), line_count=found.line_count,
            is_own=found.is_own,
        )  # fmt: skip


class LeaderboardOut(Schema):
    """Hosts by what reached the farmers, in one period, province and currency."""

    period: str
    region: str
    currency: str
    places: list[PlaceOut]
    own: PlaceOut | None

    @staticmethod
    def of(found: Leaderboard) -> "LeaderboardOut":
        """Return a leaderboard as JSON tells it."""
        return LeaderboardOut(
            period=found.period, region=found.region_path, currency=found.currency,
            places=[PlaceOut.of(each) for each in found.places], own=PlaceOut.of(found.own) if found.own else None,
        )  # fmt: skip
