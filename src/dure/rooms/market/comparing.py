"""What we, a payment provider and the book each say of the same payments, and where they do not agree. Pure.

All amounts are net minor units of one payment: what was paid less what went back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

PAID_THERE_ONLY, PAID_HERE_ONLY, UNKNOWN_THERE = "paid_there_only", "paid_here_only", "unknown_there"
AMOUNT_DIFFERS, REFUND_DIFFERS, NOT_IN_BOOK = "amount_differs", "refund_differs", "not_in_book"


@dataclass(frozen=True, kw_only=True)
class Ours:
    """One payment of ours; `sent` of its refunds are done, `made` of them were decided."""

    payment: str
    names: frozenset[str]
    currency: str
    amount: int
    is_paid: bool
    sent: int = 0
    made: int = 0
    booked: int = 0
    is_listed: bool = True
    """Whether the provider's statement should name it."""

    @property
    def net(self) -> int:
        """What we have of it."""
        return self.amount - self.made if self.is_paid else 0


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """One charge that the provider says was paid."""

    names: frozenset[str]
    charge: str
    currency: str
    amount: int
    refunded: int = 0

    @property
    def net(self) -> int:
        """What the provider has of it."""
        return self.amount - self.refunded


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that does not fit."""

    kind: str
    subject: str
    payment: str
    charge: str
    currency: str
    ours: int
    theirs: int
    booked: int


def compare(ours: Iterable[Ours], theirs: Iterable[Theirs]) -> list[Finding]:
    """Return everything on which the three do not agree, each once."""
    known = list(ours)
    by_name = {name: payment for payment in known for name in payment.names}
    found_there: dict[str, Theirs] = {}
    findings = []
    for charge in theirs:
        payment = next((by_name[name] for name in charge.names if name in by_name), None)
        if payment is None and charge.net:
            findings.append(_finding(UNKNOWN_THERE, None, charge))
        elif payment is not None:
            found_there[payment.payment] = charge
    for payment in known:
        findings += _findings_of(payment, found_there)
    return findings


def _findings_of(payment: Ours, found_there: Mapping[str, Theirs]) -> Iterator[Finding]:
    charge = found_there.get(payment.payment)
    if charge is not None:
        yield from _against_charge(payment, charge)
    elif payment.is_paid and payment.is_listed:
        yield _finding(PAID_HERE_ONLY, payment, None)
    if payment.booked != payment.net:
        yield _finding(NOT_IN_BOOK, payment, charge)


def _against_charge(payment: Ours, charge: Theirs) -> Iterator[Finding]:
    if not payment.is_paid and not charge.net:
        return  # it came and went back: nobody has anything
    if (charge.amount, charge.currency) != (payment.amount, payment.currency):
        yield _finding(AMOUNT_DIFFERS, payment, charge)
    elif not payment.is_paid:
        yield _finding(PAID_THERE_ONLY, payment, charge)
    elif not payment.sent <= charge.refunded <= payment.made:
        yield _finding(REFUND_DIFFERS, payment, charge)


def _finding(kind: str, payment: Ours | None, charge: Theirs | None) -> Finding:
    one = payment or charge
    assert one is not None, "a finding is about something"
    return Finding(
        kind=kind,
        subject=payment.payment if payment else charge.charge if charge else "",
        payment=payment.payment if payment else "",
        charge=charge.charge if charge else "",
        currency=one.currency,
        ours=payment.net if payment else 0,
        theirs=charge.net if charge else 0,
        booked=payment.booked if payment else 0,
    )
