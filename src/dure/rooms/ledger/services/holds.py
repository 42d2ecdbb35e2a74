"""Reserving value and making it real, or giving it back. Holds are locked before balances, in the order of ids."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from dure.events.ledger import HoldExpired as HoldExpiredNews
from dure.kernel import clock
from dure.kernel.outbox import announce_all
from dure.rooms.ledger import errors
from dure.rooms.ledger.chart import HOME_CELL, Kind
from dure.rooms.ledger.drafts import AMOUNT_MAX, NOTHING, REFERENCE_LENGTH_MAX, Draft, Leg
from dure.rooms.ledger.models import Cell, Hold
from dure.rooms.ledger.queries.accounts import codes_of, hold_of, units
from dure.rooms.ledger.queries.entries import entry_by_reference
from dure.rooms.ledger.services.entries import Freed, Recorded, check, desk_for, write
from dure.rooms.ledger.services.writing import Desk, desk, verb

EXPIRE_AT_ONCE_MAX = 1_000


@verb
def hold(
    *,
    reference: str,
    account: str,
    amount: int,
    unit: str,
    expires_at: datetime | None = None,
    about: Mapping[str, str] = NOTHING,
    cell_id: int = HOME_CELL,
) -> Hold:
    """Reserve an amount of what is available on an account. The same hold asked for again is returned as it is now."""
    _check_hold(reference=reference, amount=amount)
    here = desk(cell_id=cell_id, accounts=[account], units=[unit])
    wanted = Hold(
        cell_id=cell_id,
        hold_id=here.take_ids(1)[0],
        reference=reference,
        account_id=here.accounts[account],
        unit=here.units[unit].number,
        amount=amount,
        captured=0,
        released=0,
        expires_at=expires_at,
        about=dict(about),
    )
    known = _insert(wanted)
    if known is not None:
        return known
    if expires_at is not None and expires_at <= clock.now():
        raise errors.ExpiryPassed
    _change_held(here, {(wanted.account_id, wanted.unit): amount}, account=account)
    return wanted


@verb
def capture(
    *,
    hold_reference: str,
    reference: str,
    kind: Kind,
    to: Sequence[Leg],
    about: Mapping[str, str] = NOTHING,
    keep_rest: bool = False,
    cell_id: int = HOME_CELL,
) -> Recorded:
    """Move held value to where `to` says and record it; what is left is given back, or stays held with `keep_rest`.

    The legs of `to` in the hold's unit are taken from the held account; legs in other units must balance themselves.
    """
    held = _locked(hold_reference, cell_id=cell_id)
    account, unit = codes_of(account_ids=[held.account_id])[held.account_id], units()[held.unit].code
    amount = sum(leg.amount for leg in to if leg.unit == unit)
    draft = Draft(reference=reference, kind=kind, legs=(Leg(account, -amount, unit), *to), about=about)
    check([draft])
    here = desk_for([draft], cell_id=cell_id)
    rest = 0 if keep_rest else held.remaining - amount
    freed = Freed(account, unit, amount + rest)
    if entry_by_reference(reference=reference, cell_id=cell_id):
        return write([draft], desk=here)[0]
    _check_capture(held, amount)
    recorded = write([draft], desk=here, freed=freed)[0]
    held.captured += amount
    held.released += rest
    _settle(held, Hold.Status.CAPTURED)
    return recorded


@verb
def release(*, hold_reference: str, cell_id: int = HOME_CELL) -> Hold:
    """Give back what is still held. A hold that was released or expired stays so; a captured one is refused."""
    held = _locked(hold_reference, cell_id=cell_id)
    if held.status in {Hold.Status.RELEASED, Hold.Status.EXPIRED}:
        return held
    if held.status == Hold.Status.CAPTURED:
        raise errors.HoldEnded(reference=hold_reference)
    _free([held], Hold.Status.RELEASED if held.captured == 0 else Hold.Status.CAPTURED)
    return held


@verb
def expire_holds(*, cell_id: int = HOME_CELL) -> int:
    """Give back holds whose time is over, up to 1,000 in a call; return how many. Holds in other hands wait."""
    due = Hold.objects.filter(cell_id=cell_id, status=Hold.Status.OPEN, expires_at__lte=clock.now())
    locked = list(due.select_for_update(skip_locked=True).order_by("hold_id")[:EXPIRE_AT_ONCE_MAX])
    if not locked:
        return 0
    _free(locked, Hold.Status.EXPIRED)
    announce_all(
        [HoldExpiredNews(cell_id=cell_id, hold_id=str(held.hold_id), reference=held.reference) for held in locked]
    )
    return len(locked)


def expire_every_hold() -> int:
    """Give back every hold whose time is over, in every cell, 1,000 in a transaction; return how many."""
    count = 0
    for cell_id in Cell.objects.order_by("cell_id").values_list("cell_id", flat=True):
        while ended := expire_holds(cell_id=cell_id):
            count += ended
    return count


def _check_hold(*, reference: str, amount: int) -> None:
    if type(amount) is not int:
        raise errors.NotWhole
    if not 0 < amount <= AMOUNT_MAX:
        raise errors.BadAmount
    if not reference or len(reference) > REFERENCE_LENGTH_MAX:
        raise errors.BadReference


def _insert(wanted: Hold) -> Hold | None:
    """Write a new hold, or return the one that has the reference already; ReferenceReused when that is another one."""
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError as error:
        known = hold_of(reference=wanted.reference, cell_id=wanted.cell_id)
        if known is None:
            raise
        if _content(known) != _content(wanted):
            raise errors.ReferenceReused(reference=wanted.reference) from error
        return known
    return None


def _content(held: Hold) -> tuple[object, ...]:
    return held.account_id, held.unit, held.amount, held.expires_at, held.about


def _locked(reference: str, *, cell_id: int) -> Hold:
    found = Hold.objects.select_for_update().filter(cell_id=cell_id, reference=reference).first()
    if found is None:
        raise errors.HoldNotFound(reference=reference)
    return found


def _check_capture(held: Hold, amount: int) -> None:
    if held.status != Hold.Status.OPEN:
        raise errors.HoldEnded(reference=held.reference)
    if held.expires_at is not None and held.expires_at <= clock.now():
        raise errors.HoldExpired(reference=held.reference)
    if amount > held.remaining:
        raise errors.CaptureExceedsHold(remaining=held.remaining, asked=amount)
    if amount <= 0:
        raise errors.BadAmount


def _settle(held: Hold, status: Hold.Status) -> None:
    """Write down what became of a hold."""
    if held.remaining == 0:
        held.status, held.ended_at = status, clock.now()
    held.save(update_fields=["captured", "released", "status", "ended_at"])


def _free(holds: list[Hold], status: Hold.Status) -> None:
    """Give back what locked holds of one cell still hold."""
    freed: Counter[tuple[int, int]] = Counter()
    for held in holds:
        freed[held.account_id, held.unit] -= held.remaining
        held.released += held.remaining
        held.status, held.ended_at = status, clock.now()
    _write_held(holds[0].cell_id, freed)
    Hold.objects.bulk_update(holds, ["released", "status", "ended_at"])


def _change_held(here: Desk, changes: Mapping[tuple[int, int], int], *, account: str) -> None:
    missing = _write_held(here.cell_id, changes)
    if missing < 0:
        raise errors.AccountClosed(account=account)
    if missing > 0:
        raise errors.InsufficientFunds(account=account, missing=missing)


def _write_held(cell_id: int, changes: Mapping[tuple[int, int], int]) -> int:
    """Change the held part of balances; return how much is missing for it, 0 when done, -1 for a closed account."""
    keys = sorted(changes)
    columns = [[key[0] for key in keys], [key[1] for key in keys], [changes[key] for key in keys]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_change_held(%s, %s::bigint[], %s::smallint[], %s::bigint[])", [cell_id, *columns])
        missing: int = cursor.fetchone()[0]
    return missing
