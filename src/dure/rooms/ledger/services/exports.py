"""Statements as files: short ones at once, long ones by a job, kept for a week for the one who asked."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import IO
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.errors import NotAllowed, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.sheets import Cell, write_csv, write_xlsx
from dure.rooms.ledger import chart, errors
from dure.rooms.ledger.models import Export
from dure.rooms.ledger.queries import statements, words
from dure.rooms.ledger.queries.statements import Period, Statement
from dure.rooms.ledger.wording import plain_number

AT_ONCE_MAX = 2_000
"""Statements with more lines are made by a job."""
SHEET_ROWS_MAX = 1_048_000
A_DAY_MAX = 20
KEPT = timedelta(days=7)
TELL_EVERY = 500
Step = Callable[[int], None]
WRITERS = {Export.Format.CSV: write_csv, Export.Format.XLSX: write_xlsx}


def may_see(*, by: Actor, account: str) -> bool:
    """Whether somebody may see an account's statement: staff every one, a person their own wallet."""
    return by.is_staff or (by.person_id is not None and account == chart.wallet(by.person_id))


@transaction.atomic
def write_statement(*, of: Statement, format: str, file: IO[bytes], step: Step = lambda _count: None) -> None:  # noqa: A002  the word people use for it
    """Write a statement into an open file; `step(count)` hears of every 500 lines."""
    WRITERS[Export.Format(format)](_rows(of, step), file)


@transaction.atomic
def request_export(*, by: Actor, account: str, unit: str, period: Period, format: str) -> Export:  # noqa: A002  the word people use for it
    """Ask for a long statement as a file; NotAllowed for an account that is not one's own, unless one is staff."""
    if by.person_id is None:
        raise NotSignedIn
    if not may_see(by=by, account=account):
        raise NotAllowed
    lately = Export.objects.filter(person_id=by.person_id, requested_at__gt=clock.now() - timedelta(days=1))
    if lately.count() >= A_DAY_MAX:
        raise errors.TooManyExports(retry_after_s=86_400)
    return Export.objects.create(
        person_id=by.person_id,
        account=account,
        unit=unit,
        first=period.first,
        last=period.last,
        format=Export.Format(format),
        requested_at=clock.now(),
    )


@transaction.atomic
def note_progress(*, export_id: UUID, progress_id: UUID) -> None:
    """Remember where the making of a file can be watched."""
    Export.objects.filter(export_id=export_id).update(progress_id=progress_id)


@transaction.atomic
def make_export(*, export_id: UUID, expect: Step, step: Step) -> Export:
    """Make the file; `expect` hears how many lines there are, `step` of those written. Twice changes nothing."""
    export = Export.objects.select_for_update().get(export_id=export_id)
    if export.ready_at:
        return export
    period = Period(export.first, export.last)
    of = statements.statement(account=export.account, unit=export.unit, period=period)
    expect(of.line_count)
    with tempfile.TemporaryFile() as file:
        write_statement(of=of, format=export.format, file=file, step=step)
        file.seek(0)
        export.file.save(f"{export.export_id}.{export.format}", File(file), save=False)
    export.ready_at = clock.now()
    export.save(update_fields=["file", "ready_at"])
    return export


@transaction.atomic
def remove_old_exports() -> int:
    """Delete files whose week is over; return how many."""
    old = list(Export.objects.select_for_update(skip_locked=True).filter(requested_at__lt=clock.now() - KEPT))
    for export in old:
        if export.file:
            # The file goes only once the row is gone for good.
            transaction.on_commit(partial(export.file.storage.delete, str(export.file.name)))
        export.delete()
    return len(old)


def _rows(of: Statement, step: Step) -> Iterator[Sequence[Cell]]:
    """Return the rows of a statement's sheet: a head, the opening balance, every entry, the closing balance."""
    scale, code = of.unit.scale, of.unit.code
    yield [_("Recorded"), _("Happened"), _("What"), _("For"), _("Reference"), _("Amount"), _("Balance"), _("Unit")]
    yield [of.period.first.isoformat(), "", _("Opening balance"), "", "", "", _number(of.opening, scale), code]
    for count, line in enumerate(statements.every_line(of), start=1):
        if count > SHEET_ROWS_MAX:
            raise errors.BadPeriod
        yield [
            f"{line.recorded_at.astimezone(HOUSE_ZONE):%Y-%m-%d %H:%M:%S}",
            f"{line.happened_at.astimezone(HOUSE_ZONE):%Y-%m-%d %H:%M:%S}",
            words.kind_words(kind=line.kind),
            "; ".join(f"{name}: {value}" for name, value in line.about.items()),
            line.reference,
            _number(line.amount, scale),
            _number(line.balance_after, scale),
            code,
        ]
        if count % TELL_EVERY == 0:
            step(TELL_EVERY)
    step(of.line_count % TELL_EVERY)
    yield [of.period.last.isoformat(), "", _("Closing balance"), "", "", "", _number(of.closing, scale), code]


def _number(amount: int, scale: int) -> Decimal:
    return Decimal(plain_number(amount, scale=scale))
