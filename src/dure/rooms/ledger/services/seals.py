"""Sealing finished days: each gets a hash over its leaves and the hash of the day before."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import connection, transaction
from django.db.models import Min

from dure.events.ledger import DaySealed
from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.numbers import id_range_of, made_at, start_of
from dure.kernel.outbox import announce
from dure.rooms.ledger import canonical, errors
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.ledger.models import Account, Cell, Entry, Seal, SealedLeaves
from dure.rooms.ledger.queries.lines import CHUNK, Line, Sums, lines

A_DAY = timedelta(days=1)


def seal_finished_days() -> list[Seal]:
    """Seal every finished day that is not sealed yet, in every cell, oldest first; return the new seals."""
    return [
        seal_day(day=day, cell_id=cell_id)
        for cell_id in Cell.objects.order_by("cell_id").values_list("cell_id", flat=True)
        for day in _unsealed_days(cell_id)
    ]


def seal_day(*, day: date, cell_id: int = HOME_CELL) -> Seal:
    """Seal a day that is over; again returns its seal. Entries that come late belong to the day they come."""
    if day >= clock.today():
        raise errors.DayNotOver(day=day.isoformat())
    known = Seal.objects.filter(cell_id=cell_id, day=day).first()
    if known is not None:
        return known
    _close_until(start_of(day + A_DAY, HOUSE_ZONE), cell_id=cell_id)
    return _seal(day=day, cell_id=cell_id)


@transaction.atomic
def _close_until(moment: datetime, *, cell_id: int) -> None:
    """Wait for entries that are under way; later ones will be recorded after `moment`."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")  # the longest entry under way may take its time
        cursor.execute("SELECT ledger_close_until(%s, %s)", [cell_id, moment])
        if cursor.fetchone()[0] is None:
            raise errors.UnknownCell(cell_id=cell_id)


@transaction.atomic
def _seal(*, day: date, cell_id: int) -> Seal:
    cell = Cell.objects.select_for_update().get(cell_id=cell_id)  # one sealer at a time
    known = Seal.objects.filter(cell_id=cell_id, day=day).first()
    if known is not None:
        return known
    previous, salt, sums = _previous_hash(day, cell_id=cell_id), secrets.token_hex(32), Sums()
    page = hashlib.sha256(canonical.page_head(cell_id=cell_id, day=day, previous=previous))
    first, after = id_range_of(day, HOUSE_ZONE)
    for part in _parts(lines(cell_id=cell_id, first=first, after=after), salt=salt, sums=sums):
        part.cell_id, part.day = cell_id, day
        part.save(force_insert=True)
        page.update(canonical.page_leaves(bytes(part.leaves)))
    foot = canonical.page_foot(account_count=sums.account_count, entry_count=sums.entry_count, totals=sums.totals)
    page.update(foot)
    seal = Seal.objects.create(
        cell_id=cell_id,
        day=day,
        previous=previous,
        hash=page.hexdigest(),
        salt=salt,
        entry_count=sums.entry_count,
        account_count=sums.account_count,
        totals=sums.totals,
        sealed_at=clock.now(),
    )
    cell.sealed_through = day
    cell.save(update_fields=["sealed_through"])
    announce(DaySealed(cell_id=cell_id, day=day.isoformat(), hash=seal.hash))
    return seal


def _parts(day_lines: Iterable[Line], *, salt: str, sums: Sums) -> Iterator[SealedLeaves]:
    """Return the leaves of some lines in parts of 1,000, adding the lines up on the way."""
    rest = iter(day_lines)
    for position, chunk in enumerate(iter(lambda: list(islice(rest, CHUNK)), [])):
        for line in chunk:
            sums.add(line)
        yield SealedLeaves(
            position=position,
            ids=[line.number for line in chunk],
            leaves=b"".join(canonical.leaf_of(salt, line.number, line.text) for line in chunk),
        )


def _previous_hash(day: date, *, cell_id: int) -> str:
    """Return the hash of the day before; DayOutOfOrder when that day should be sealed and is not."""
    last = Seal.objects.filter(cell_id=cell_id).order_by("-day").first()
    if last is not None and last.day != day - A_DAY:
        raise errors.DayOutOfOrder(day=day.isoformat())
    if last is not None:
        return last.hash
    if _first_day(cell_id) not in {None, day}:
        raise errors.DayOutOfOrder(day=day.isoformat())
    return canonical.GENESIS


def _first_day(cell_id: int) -> date | None:
    """Return the day of a cell's first account or entry: the book of that cell begins with it."""
    accounts = Account.objects.filter(cell_id=cell_id).aggregate(first=Min("account_id"))
    entries = Entry.objects.filter(cell_id=cell_id).aggregate(first=Min("entry_id"))
    firsts = [found for found in (accounts["first"], entries["first"]) if found is not None]
    return made_at(min(firsts)).astimezone(HOUSE_ZONE).date() if firsts else None


def _unsealed_days(cell_id: int) -> Iterator[date]:
    """Return the finished days of a cell that have no seal, oldest first; none before its first account."""
    last = Seal.objects.filter(cell_id=cell_id).order_by("-day").first()
    day = last.day + A_DAY if last else _first_day(cell_id)
    while day is not None and day < clock.today():
        yield day
        day += A_DAY
