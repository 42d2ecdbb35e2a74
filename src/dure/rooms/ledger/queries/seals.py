"""Sealed days, their public pages, and the receipt that lets a person find an entry on a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dure.kernel.clock import HOUSE_ZONE
from dure.rooms.ledger import canonical
from dure.rooms.ledger.errors import DayNotSealed
from dure.rooms.ledger.models import Entry, Proof, Seal
from dure.rooms.ledger.queries.lines import entry_as_line, sealed_leaves


@dataclass(frozen=True)
class Receipt:
    """What a person needs to find an entry on its day's page: SHA-256 of secret + line is the leaf."""

    day: date
    line: str
    secret: str
    leaf: str
    is_on_page: bool


def seal_of(*, day: date, cell_id: int) -> Seal:
    """Return the seal of a day, or refuse with DayNotSealed."""
    found = Seal.objects.filter(day=day, cell_id=cell_id).first()
    if found is None:
        raise DayNotSealed(day=day.isoformat())
    return found


def seal_after(seal: Seal) -> Seal | None:
    """Return the seal of the day after, if that day is sealed."""
    return Seal.objects.filter(cell_id=seal.cell_id, day__gt=seal.day).order_by("day").first()


def newest_first() -> QuerySet[Seal]:
    """Return every seal, newest day first."""
    return Seal.objects.order_by("-day", "cell_id")


def last_proof() -> Proof | None:
    """Return the outcome of the last run over the whole book."""
    return Proof.objects.order_by("-ran_at", "-proof_id").first()


def page(seal: Seal) -> Iterator[bytes]:
    """Stream a sealed day's public page; its SHA-256 is the seal's hash."""
    yield canonical.page_head(cell_id=seal.cell_id, day=seal.day, previous=seal.previous)
    for part in sealed_leaves(cell_id=seal.cell_id, day=seal.day).iterator(1):
        yield canonical.page_leaves(bytes(part.leaves))
    yield canonical.page_foot(account_count=seal.account_count, entry_count=seal.entry_count, totals=seal.totals)


def receipt(entry: Entry) -> Receipt | None:
    """Return the receipt of an entry as it stands now; None while its day is not sealed."""
    day = entry.recorded_at.astimezone(HOUSE_ZONE).date()
    seal = Seal.objects.filter(day=day, cell_id=entry.cell_id).first()
    if seal is None:
        return None
    line = entry_as_line(entry).text
    leaf = canonical.leaf_of(seal.salt, entry.entry_id, line)
    parts = sealed_leaves(cell_id=seal.cell_id, day=day).filter(ids__contains=[entry.entry_id])
    return Receipt(
        day=day,
        line=line.decode(),
        secret=canonical.secret_of(seal.salt, entry.entry_id),
        leaf=leaf.hex(),
        is_on_page=any(leaf.hex() in canonical.page_leaves(bytes(part.leaves)).decode().split() for part in parts),
    )
