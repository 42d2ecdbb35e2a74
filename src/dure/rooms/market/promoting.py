"""The rules of the host network: whose link sold a line of an order, whether that earns, and how much. Pure.

The last link followed at or before the order's own moment decides, if it led to the line's seller and its window was
still open. Whether it then earns is judged apart; every outcome has a reason. A commission is so many basis points of
what was kept of the line, rounded half up to the minor unit, and never more than the seller has of it.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money

COMMISSION_MAX_BP: Final = 3_000
COMMISSION_PRESETS_BP: Final = (300, 500, 1_000, 1_500)
WINDOW_DAYS: Final = 7
WINDOW_DAYS_MAX: Final = 30
PROOF_KEPT: Final = timedelta(days=30)
"""How long after its window a visit is kept, so that a decision can be looked at."""

PAID_AFTER: Final = timedelta(days=7)
"""How long after the seller was paid a host is: what is sent back at once never has to be asked back."""

MOMENTS_MAX: Final = 16
"""How many times of one visitor by one link are kept; visits are limited to so many an hour."""

ONE_HOST_ORDERS_MAX: Final = 10
"""How many orders in `ONE_HOST_WITHIN` a person may place through one host alone before our staff look."""

ONE_HOST_WITHIN: Final = timedelta(days=30)
CODE_SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH: Final = 8
PPM_OF_A_BASIS_POINT: Final = 100


class Reason(StrEnum):
    """Why a commission stands as it does."""

    LAST_LINK = "last_link"
    SAME_PERSON = "same_person"
    SAME_ORGANISATION = "same_organisation"
    SELLERS_OWN = "sellers_own"
    PAID_BY_HOST = "paid_by_host"
    SAME_ADDRESS = "same_address"
    HOST_SUSPENDED = "host_suspended"
    NOT_RUNNING = "programme_not_running"
    BUDGET_SPENT = "budget_spent"
    ONE_HOST_ONLY = "one_host_only"
    DAY_CAP = "day_cap"
    REFUNDED = "refunded"
    BY_STAFF = "by_staff"


_WORDS: Final[dict[Reason, Promise]] = {
    Reason.LAST_LINK: _("Your link was the last one followed"),
    Reason.SAME_PERSON: _("Host and buyer are the same person"),
    Reason.SAME_ORGANISATION: _("Host and buyer belong to the same organisation"),
    Reason.SELLERS_OWN: _("The host belongs to the seller"),
    Reason.PAID_BY_HOST: _("The host paid for it"),
    Reason.SAME_ADDRESS: _("It went to an address or phone number of the host"),
    Reason.HOST_SUSPENDED: _("The host was suspended"),
    Reason.NOT_RUNNING: _("The programme was not running"),
    Reason.BUDGET_SPENT: _("The budget of the programme was spent"),
    Reason.ONE_HOST_ONLY: _("The buyer orders very often, and through this host only"),
    Reason.DAY_CAP: _("More orders in a day than a host usually brings"),
    Reason.REFUNDED: _("The buyer got the money back"),
    Reason.BY_STAFF: _("Decided by our staff"),
}
DOUBTS: Final[dict[str, Promise]] = {
    "phone_not_proven": _("No phone number is proven"),
    "is_leaving": _("Wants to leave the house"),
    "verification_refused": _("A verification was refused"),
}
"""Why our staff look before somebody becomes a host, by its code."""

HOLDS: Final = (Reason.ONE_HOST_ONLY, Reason.DAY_CAP)
"""What does not refuse a commission but has our staff look first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One time somebody followed a link, until when that counts, and which commission was shown then."""

    at: datetime
    until: datetime
    commission_bp: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody's visits by one link; a link counts for everything of its seller, one product or one offer."""

    link_id: UUID
    seller_id: UUID
    product_id: UUID | None = None
    offer_id: int | None = None
    moments: Sequence[Moment]

    def covers(self, line: "Sold") -> bool:
        """Whether a line is of what the link counts for."""
        is_product = self.product_id is None or self.product_id == line.product_id
        return self.seller_id == line.seller_id and is_product and self.offer_id in {None, line.offer_id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """What is attributed: a line of goods."""

    seller_id: UUID
    product_id: UUID | None
    offer_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """What is known about a host and an order that speaks against a commission."""

    is_same_person: bool = False
    is_same_organisation: bool = False
    is_sellers_own: bool = False
    is_paid_by_host: bool = False
    is_same_address: bool = False
    is_suspended: bool = False
    is_running: bool = True
    budget_left: int | None = None
    orders_through_this_host: int = 0
    orders_through_others: int = 0
    orders_of_host_today: int = 0


def last_visit(visits: Iterable[Visit], *, line: Sold, at: datetime) -> tuple[Visit, Moment] | None:
    """Return by which link somebody came last at or before a moment, if that still counts for a line then."""
    found = [
        (visit, moment)
        for visit in visits
        if visit.covers(line)
        for moment in visit.moments
        if moment.at <= at < moment.until
    ]
    return max(found, key=lambda each: (each[1].at, each[0].link_id), default=None)


def judge(known: Suspicion, *, commission: int, day_max: int) -> Reason:
    """Say whether a commission is earned (`LAST_LINK`), waits for our staff (`HOLDS`) or is refused, and why."""
    against = (
        (known.is_same_person, Reason.SAME_PERSON),
        (known.is_sellers_own, Reason.SELLERS_OWN),
        (known.is_same_organisation, Reason.SAME_ORGANISATION),
        (known.is_paid_by_host, Reason.PAID_BY_HOST),
        (known.is_same_address, Reason.SAME_ADDRESS),
        (known.is_suspended, Reason.HOST_SUSPENDED),
        (not known.is_running, Reason.NOT_RUNNING),
        (known.budget_left is not None and commission > known.budget_left, Reason.BUDGET_SPENT),
        (_is_one_sided(known), Reason.ONE_HOST_ONLY),
        (known.orders_of_host_today >= day_max, Reason.DAY_CAP),
    )
    return next((reason for speaks, reason in against if speaks), Reason.LAST_LINK)


def _is_one_sided(known: Suspicion) -> bool:
    return known.orders_through_this_host >= ONE_HOST_ORDERS_MAX and not known.orders_through_others


def commission_of(*, kept: int, commission_bp: int, at_most: int, currency: str) -> int:
    """Return the host's part of what was kept of a line, never more than the seller has of it."""
    full = Money(kept, currency).share(parts_per_million=commission_bp * PPM_OF_A_BASIS_POINT).minor
    return min(full, max(at_most, 0))


def renewed(moments: Sequence[Moment], *, moment: Moment) -> list[Moment]:
    """Return what is kept of a visitor's times by one link after one more, oldest first."""
    return sorted({*moments, moment}, key=lambda each: (each.at, each.until, each.commission_bp))[-MOMENTS_MAX:]


def percent(basis_points: int) -> str:
    """Return basis points as percent, without zeros at the end: 450 is 4.5, 300 is 3."""
    found = (Decimal(basis_points) / 100).normalize()
    return f"{found:f}"


def new_code() -> str:
    """Return a code nobody can guess, without signs that look alike."""
    return "".join(secrets.choice(CODE_SIGNS) for _place in range(CODE_LENGTH))


def same_place(one: str) -> str:
    """Return an address or phone number as it is compared: letters and digits only."""
    return "".join(sign for sign in one.casefold() if sign.isalnum())


def reason_words(reason: Reason) -> Promise:
    """Say why, as host and staff read it."""
    return _WORDS[reason]
