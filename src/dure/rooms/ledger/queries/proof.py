"""The proof of the book: everything is read once, computed again and compared, in one snapshot and little memory.

What is compared: every line of a sealed day with its leaf, every day's page with its hash, every hash with the day
before, every entry's legs with zero, every balance with the sum of its legs, every held amount with its holds,
the lines of accounts that keep them with their legs.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db import connection, transaction

from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.numbers import ID_MAX, id_range_of
from dure.rooms.ledger import canonical
from dure.rooms.ledger.models import Account, Cell, Entry, Seal
from dure.rooms.ledger.queries.lines import Line, Sums, lines, pairs, sealed_leaves

PROBLEMS_MAX = 1_000
REPORT_EVERY = 500
A_DAY = timedelta(days=1)
Progress = Callable[[int, int], None]
"""Called with how many lines are done, of how many."""

BALANCES = """
SELECT sums.cell_id, sums.account_id, sums.unit, sums.computed, sums.kept, account.code
FROM (
    SELECT cell_id, account_id, unit, coalesce(legs.amount, 0)::bigint AS computed, coalesce(balance.amount, 0) AS kept
    FROM (
        SELECT cell_id, leg.account_id, leg.unit, sum(leg.amount) AS amount
        FROM ledger_entry, unnest(accounts, units, amounts) AS leg (account_id, unit, amount)
        GROUP BY cell_id, leg.account_id, leg.unit
    ) AS legs
    FULL JOIN ledger_balance AS balance USING (cell_id, account_id, unit)
) AS sums
LEFT JOIN ledger_account AS account ON account.account_id = sums.account_id
WHERE sums.computed <> sums.kept OR account.code IS NULL
ORDER BY sums.cell_id, sums.account_id, sums.unit
"""
HELD = """
SELECT sums.cell_id, sums.account_id, sums.unit, sums.computed, sums.kept, account.code
FROM (
    SELECT cell_id, account_id, unit, coalesce(holds.amount, 0)::bigint AS computed, coalesce(balance.held, 0) AS kept
    FROM (
        SELECT cell_id, account_id, unit, sum(amount - captured - released) AS amount
        FROM ledger_hold WHERE status = 'open' GROUP BY cell_id, account_id, unit
    ) AS holds
    FULL JOIN ledger_balance AS balance USING (cell_id, account_id, unit)
) AS sums
LEFT JOIN ledger_account AS account ON account.account_id = sums.account_id
WHERE sums.computed <> sums.kept
ORDER BY sums.cell_id, sums.account_id, sums.unit
"""
LINES = """
SELECT sums.cell_id, sums.account_id, sums.unit, sums.computed, sums.kept, account.code
FROM (
    SELECT cell_id, account_id, unit, coalesce(legs.amount, 0)::bigint AS computed,
        coalesce(line.amount, 0)::bigint AS kept, coalesce(legs.entries, 0) <> coalesce(line.entries, 0) AS is_short
    FROM (
        SELECT entry.cell_id, leg.account_id, leg.unit, sum(leg.amount) AS amount, count(DISTINCT entry_id) AS entries
        FROM ledger_entry AS entry, unnest(accounts, units, amounts) AS leg (account_id, unit, amount)
        JOIN ledger_account AS account ON account.account_id = leg.account_id AND account.has_lines
        GROUP BY entry.cell_id, leg.account_id, leg.unit
    ) AS legs
    FULL JOIN (
        SELECT cell_id, account_id, unit, sum(amount) AS amount, count(*) AS entries
        FROM ledger_line GROUP BY cell_id, account_id, unit
    ) AS line USING (cell_id, account_id, unit)
) AS sums
LEFT JOIN ledger_account AS account ON account.account_id = sums.account_id
WHERE sums.computed <> sums.kept OR sums.is_short
ORDER BY sums.cell_id, sums.account_id, sums.unit
"""
STATE = {
    "balance": "SELECT cell_id, account_id, unit, amount, held FROM ledger_balance ORDER BY cell_id, account_id, unit",
    "hold": "SELECT cell_id, hold_id, account_id, unit, amount, captured, released, status FROM ledger_hold"
    " ORDER BY cell_id, hold_id",
    "unit": "SELECT number, code, scale FROM ledger_unit ORDER BY number",
}


@dataclass
class Findings:
    """What an examination of the whole book found; `book_hash` is equal for equal books."""

    entry_count: int = 0
    account_count: int = 0
    balance_count: int = 0
    day_count: int = 0
    book_hash: str = ""
    problem_count: int = 0
    problems: list[dict[str, str]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the book is in order."""
        return self.problem_count == 0

    def blame(self, code: str, **where: object) -> None:
        """Note a problem; all are counted, the first 1,000 are kept."""
        self.problem_count += 1
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append({"code": code, **{name: str(value) for name, value in where.items()}})


def examine(*, progress: Progress | None = None) -> Findings:
    """Read the whole book, compute everything again, and return what was found."""
    with _snapshot():
        return _Examination(progress or (lambda _done, _total: None)).run()


@contextmanager
def _snapshot() -> Iterator[None]:
    """See the book as it is at one moment, while others go on writing."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if is_outermost:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")  # the whole book takes longer than a page may
        yield


class _Examination:
    """One pass over the book."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.findings = Findings()
        self.hash = hashlib.sha256()
        self.done = 0
        self.total = Entry.objects.count() + Account.objects.count()

    def run(self) -> Findings:
        for cell in Cell.objects.order_by("cell_id"):
            self._examine_cell(cell)
        self._compare(BALANCES, "balance_differs")
        self._compare(HELD, "held_differs")
        self._compare(LINES, "lines_differ")
        for name, query in STATE.items():
            for row in _rows(query):
                self.findings.balance_count += name == "balance"
                self.hash.update(f"{name} {row}\n".encode())
        self.findings.book_hash = self.hash.hexdigest()
        self.progress(self.total, self.total)
        return self.findings

    def _examine_cell(self, cell: Cell) -> None:
        """Follow a cell's chain of days, then read what is not sealed yet."""
        cell_id, next_day, expected, first = cell.cell_id, None, canonical.GENESIS, 0
        for seal in Seal.objects.filter(cell_id=cell_id).order_by("day"):
            if seal.previous != expected or (next_day and seal.day != next_day):
                self.findings.blame("chain_broken", cell=cell_id, day=seal.day)
            start, after = id_range_of(seal.day, HOUSE_ZONE)
            self._examine_outside(cell_id, first, start)
            self._examine_day(seal, lines(cell_id=cell_id, first=start, after=after))
            expected, next_day, first = seal.hash, seal.day + A_DAY, after
        last_day = next_day - A_DAY if next_day else None
        if last_day != cell.sealed_through:
            self.findings.blame("seal_missing", cell=cell_id, day=cell.sealed_through or last_day)
        for line in lines(cell_id=cell_id, first=first, after=ID_MAX):
            self._pass(line)

    def _examine_outside(self, cell_id: int, first: int, start: int) -> None:
        """Name lines that lie where no sealed day is."""
        for line in lines(cell_id=cell_id, first=first, after=start):
            self._pass(line)
            self.findings.blame("line_outside_days", cell=cell_id, id=line.number)

    def _examine_day(self, seal: Seal, day_lines: Iterator[Line]) -> None:
        """Compare a sealed day's lines with its leaves, and its leaves with its hash."""
        sums, page = (
            Sums(),
            hashlib.sha256(canonical.page_head(cell_id=seal.cell_id, day=seal.day, previous=seal.previous)),
        )
        self.findings.day_count += 1
        where = {"cell": seal.cell_id, "day": seal.day}
        for number, is_entry, text, leaf in _side_by_side(day_lines, _leaves(seal, page), self._pass_and(sums)):
            name = "entry" if is_entry else "account"
            if text is None:
                self.findings.blame(f"{name}_missing", **where, id=number)
            elif leaf is None:
                self.findings.blame(f"{name}_inserted", **where, id=number)
            elif canonical.leaf_of(seal.salt, number, text) != leaf:
                self.findings.blame(f"{name}_changed", **where, id=number)
        page.update(
            canonical.page_foot(account_count=seal.account_count, entry_count=seal.entry_count, totals=seal.totals)
        )
        if page.hexdigest() != seal.hash:
            self.findings.blame("seal_broken", **where)
        counted = (sums.account_count, sums.entry_count) == (seal.account_count, seal.entry_count)
        if not counted or not sums.fit(seal.totals):
            self.findings.blame("totals_differ", **where)
        self.hash.update(f"seal {seal.cell_id} {seal.day} {seal.hash}\n".encode())

    def _pass_and(self, sums: Sums) -> Callable[[Line], None]:
        def note(line: Line) -> None:
            self._pass(line)
            sums.add(line)

        return note

    def _pass(self, line: Line) -> None:
        """Take one line into the book's hash, and check that an entry's legs sum to zero."""
        self.hash.update(line.text + b"\n")
        self.done += 1
        if self.done % REPORT_EVERY == 0:
            self.progress(self.done, self.total)
        if line.row is None:
            self.findings.account_count += 1
            return
        self.findings.entry_count += 1
        sums: dict[str, int] = {}
        for unit, amount in zip(line.row["units"], line.row["amounts"], strict=False):
            sums[unit] = sums.get(unit, 0) + amount
        if any(sums.values()):
            self.findings.blame("entry_unbalanced", cell=line.row["cell_id"], id=line.number)

    def _compare(self, query: str, code: str) -> None:
        for cell_id, account_id, unit, computed, kept, account in _rows(query):
            where = {"cell": cell_id, "account": account or account_id, "unit": unit}
            self.findings.blame(code if account else "account_unknown", **where, computed=computed, kept=kept)


def _rows(query: str) -> Iterator[tuple[Any, ...]]:
    """Stream a query's rows through a cursor of the server."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(REPORT_EVERY):
            yield from rows


Leaf = tuple[bool, int, bytes]


def _leaves(seal: Seal, page: Any) -> Iterator[Leaf]:
    """Stream (is an entry, id, leaf) of a sealed day, taking each into the page's hash."""
    for position, (number, leaf) in enumerate(pairs(sealed_leaves(cell_id=seal.cell_id, day=seal.day))):
        page.update(canonical.page_leaves(leaf))
        yield position >= seal.account_count, number, leaf


def _side_by_side(
    day_lines: Iterator[Line], leaves: Iterator[Leaf], note: Callable[[Line], None]
) -> Iterator[tuple[int, bool, bytes | None, bytes | None]]:
    """Walk lines and leaves in step by id; yield (id, is an entry, text or None, leaf or None)."""
    end: Any = (None,)
    there, ours = chain(leaves, end), chain(day_lines, end)
    leaf, line = next(there), next(ours)
    while leaf is not None or line is not None:
        leaf_key = leaf[:2] if leaf else (True, ID_MAX)
        line_key = (line.row is not None, line.number) if line else (True, ID_MAX)
        is_entry, number = min(leaf_key, line_key)
        yield_line = line if line and line_key == (is_entry, number) else None
        yield_leaf = leaf if leaf and leaf_key == (is_entry, number) else None
        if yield_line:
            note(yield_line)
        yield number, is_entry, yield_line.text if yield_line else None, yield_leaf[2] if yield_leaf else None
        line = next(ours) if yield_line else line
        leaf = next(there) if yield_leaf else leaf
