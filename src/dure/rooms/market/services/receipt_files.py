"""Receipts set on paper: of one order, of many orders of a buyer, of a seller's sales of some days."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import IO
from uuid import UUID

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.papers import pdf
from dure.rooms.market.models import Receipt
from dure.rooms.market.queries.my_orders import Asked
from dure.rooms.market.queries.receipt_words import paper_of
from dure.rooms.market.queries.receipts import issued, paid_orders, sold_orders
from dure.rooms.market.services.receipts import issue_receipts, issue_sellers_receipt

TEMPLATE = Path(__file__).resolve().parent.parent / "papers" / "receipt.typ"
Step = Callable[[int], None]


def receipts_paper(*, by: Actor, order_id: int) -> bytes:
    """Return the receipts of one's own paid order as one PDF, a page for each seller."""
    return _paper(issue_receipts(by=by, order_id=order_id))


def write_receipts(*, by: Actor, asked: Asked, file: IO[bytes], expect: Step, step: Step) -> None:
    """Write the receipts of all of a buyer's paid orders that fit into an open file, and go back to its beginning."""
    if by.person_id is None:
        raise NotSignedIn
    numbers = paid_orders(buyer_id=by.person_id, asked=asked)
    expect(len(numbers))
    made: list[Receipt] = []
    for number in numbers:
        made += issue_receipts(by=by, order_id=number)
        step(1)
    _write(made, file)


def write_invoices(*, seller_id: UUID, first: date, last: date, file: IO[bytes], expect: Step, step: Step) -> None:
    """Write a seller's receipts for what was paid on some days into an open file, and go back to its beginning."""
    numbers = sold_orders(seller_id=seller_id, first=first, last=last)
    expect(len(numbers))
    made: list[Receipt] = []
    for number in numbers:
        made.append(issue_sellers_receipt(seller_id=seller_id, order_id=number))
        step(1)
    _write(made, file)


def _write(receipts: Sequence[Receipt], file: IO[bytes]) -> None:
    file.write(_paper(receipts))
    file.seek(0)


def _paper(receipts: Sequence[Receipt]) -> bytes:
    return pdf(template=TEMPLATE, data=paper_of(issued(receipts=receipts)))
