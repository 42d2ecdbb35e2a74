"""What every payment provider can do, and the words in which we and it speak of a payment.

Providers are asked outside transactions: what they answer is applied by the verbs of `services/payments`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from dure.kernel.money import Money


class State(StrEnum):
    """How a payment stands with its provider. `PAID` is final; the others may still become it."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    DECLINED = "declined"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A payment we want: the provider must know it again by `payment_id`, however often we ask."""

    payment_id: UUID
    buyer_id: UUID
    amount: Money
    title: str
    language: str
    return_url: str
    news_url: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """What we know of a payment when we ask about it again."""

    payment_id: UUID
    buyer_id: UUID
    amount: Money
    provider_reference: str = ""
    charge_reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the buyer does next: go to `url`, or nothing when it `is_done`."""

    url: str = ""
    is_done: bool = False
    provider_reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """How a payment stands with the provider; `amount` is what was really paid, `refunded` what went back of it."""

    state: State
    payment_id: UUID | None = None
    amount: Money | None = None
    refunded: int = 0
    provider_reference: str = ""
    charge_reference: str = ""
    reason: str = ""
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Refunded:
    """How a refund stands with the provider."""

    state: State
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundAsk:
    """Money to give back; the provider must know it again by `refund_id`."""

    refund_id: UUID
    amount: Money
    reason: str
    payment: Known


@dataclass(frozen=True, kw_only=True)
class News:
    """A verified message of a provider. `refund_id` is set when it is about one of our refunds."""

    event_id: str
    kind: str
    found: Found
    refund_id: UUID | None = None
    refund: Refunded | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class Provider(Protocol):
    """One way to pay. Every method may raise ProviderAway; none of them writes a payment of ours."""

    name: str
    icon: str
    currencies: frozenset[str]
    is_sandbox: bool
    is_inside: bool
    """Whether the money lies in the book already, so that settling takes it."""
    signs_news: bool
    """Whether its messages prove themselves, so that reading one asks nobody."""
    thanks: str
    """What the provider wants to read when its news arrived."""

    @property
    def title(self) -> str | Promise:
        """What people call it."""

    @property
    def words(self) -> str | Promise:
        """What choosing it means, in a sentence."""

    def begin(self, ask: Ask) -> Step:
        """Prepare a payment and say where the buyer goes; the same payment again is the same one there."""

    def complete(self, known: Known, parameters: Mapping[str, str]) -> Found:
        """Finish a payment whose buyer came back with these parameters, and tell how it stands."""

    def fetch(self, known: Known) -> Found:
        """Tell how a payment stands."""

    def close(self, known: Known) -> Found:
        """Have nobody pay it any more, where the provider can do that, and tell how it stands."""

    def refund(self, ask: RefundAsk) -> Refunded:
        """Give money back; the same refund again is the same one there."""

    def read_news(self, body: bytes, headers: Mapping[str, str]) -> News | None:
        """Read a message; ForgedNews when it is not the provider's, None when it is of no interest."""

    def statement(self, known: Sequence[Known], since: datetime) -> list[Found]:
        """Return what the provider has of these payments, and of others since then where it can list them."""


def found_each(provider: Provider, known: Sequence[Known]) -> list[Found]:
    """Return a statement of a provider that cannot list: each payment asked for by itself."""
    return [provider.fetch(payment) for payment in known]
