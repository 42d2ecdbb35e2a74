"""Looking through the orders: what foreign keys would have guarded, and whether shelves and book say the same.

A look goes from range to range, each check a statement of its own with little memory and a short transaction, so that
it can be called off and never stands in the way of anybody who orders.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from dure.kernel import clock
from dure.kernel.ids import first_id_at
from dure.kernel.numbers import ID_MAX, made_at
from dure.rooms.market.models import Proof
from dure.rooms.market.nights import EVERYTHING, Span, spans_of_night
from dure.rooms.market.queries.proof_checks import CODES, RANGED, SUMS, WHOLE
from dure.rooms.market.rules import LATE_REFUND_WITHIN

FOUND_MAX: Final = 200
"""How many rows of one check are kept."""

ORDERS_AT_ONCE: Final = 20_000
"""How many orders one statement looks through."""

LONG_AGO: Final = timedelta(hours=6)
"""What was due so long ago should have been done."""

STATEMENT_WITHIN: Final = "15min"

Progress = Callable[[int, int], None]
"""Called with how many steps are done, of how many; what it raises ends the look."""


@dataclass(frozen=True, slots=True)
class Range:
    """Orders of a cell from a number to before another, and whether what moved lately is looked at too."""

    cell_id: int
    first: int
    after: int

    @property
    def facts(self) -> dict[str, Any]:
        """What a ranged check asks for; the newest range also looks at shelves that moved since it began."""
        since = first_id_at(made_at(self.first)) if self.after == ID_MAX and self.first else None
        return {"cell": self.cell_id, "first": self.first, "after": self.after, "since": since}


@dataclass
class Findings:
    """What was found; `problems` name the check and where, `ranges` are those in which something was found."""

    order_count: int = 0
    line_count: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CODES, 0))
    took_s: dict[str, float] = field(default_factory=lambda: dict.fromkeys(CODES, 0.0))

    @property
    def problem_count(self) -> int:
        """How many rows do not fit."""
        return sum(self.found.values())

    @property
    def holds(self) -> bool:
        """Whether everything fits together."""
        return self.problem_count == 0

    def note(self, code: str, rows: list[dict[str, Any]], *, cell_id: int, took_s: float) -> None:
        """Keep what one check found in one place."""
        room = max(FOUND_MAX - self.found[code], 0)
        self.problems += [{"code": code, "cell_id": str(cell_id), **row} for row in rows[:room]]
        self.found[code] += len(rows)
        self.took_s[code] += took_s


def examine(
    *, ranges: Sequence[Range] | None = None, found: Findings | None = None, progress: Progress | None = None
) -> Findings:
    """Look through these ranges (all there are) and at how every cell stands, noting it in `found` as it goes."""
    ranges = ranges_of_everything() if ranges is None else ranges
    found = Findings() if found is None else found
    cells = cells_there()
    total = len(ranges) + len(cells)
    for done, each in enumerate(ranges, start=1):
        _examine_range(each, found)
        if progress:
            progress(done, total)
    for done, cell_id in enumerate(cells, start=len(ranges) + 1):
        _examine_cell(cell_id, found)
        if progress:
            progress(done, total)
    return found


def ranges_of_everything() -> list[Range]:
    """Return all numbers of all cells, a range for so many orders."""
    return [each for cell_id in cells_there() for each in _pieces(cell_id, EVERYTHING)]


def ranges_of_tonight() -> list[Range]:
    """Return what is new, a part of what is old, and first of all where something was found the last time."""
    complete = Proof.objects.filter(is_complete=True).order_by("-proof_id").first()
    spans = spans_of_night(night=clock.today(), last_look=complete.ran_at if complete else None)
    since = Proof.objects.filter(proof_id__gte=complete.proof_id if complete else 0).order_by("proof_id")
    again = {Range(*each) for proof in since for each in proof.ranges}
    return sorted(again, key=lambda each: each.first) + [
        piece for cell_id in cells_there() for span in spans for piece in _pieces(cell_id, span)
    ]


def cells_there() -> list[int]:
    """Return every cell of the book."""
    return [row["cell"] for row in _rows("SELECT cell_id AS cell FROM ledger_cell ORDER BY cell_id", {})]


def last_proof() -> Proof | None:
    """Return the latest outcome."""
    return Proof.objects.order_by("-proof_id").first()


def latest_proofs(*, count: int) -> list[Proof]:
    """Return the latest outcomes, newest first."""
    return list(Proof.objects.order_by("-proof_id")[:count])


def _pieces(cell_id: int, span: Span) -> Iterator[Range]:
    """Cut a range of numbers into pieces of so many orders, without a gap between them."""
    first, after = span
    while True:
        facts = {"cell": cell_id, "first": first, "after": after, "count": ORDERS_AT_ONCE}
        cut = _rows(CUT, facts)
        if not cut:
            yield Range(cell_id, first, after)
            return
        yield Range(cell_id, first, cut[0]["number"])
        first = cut[0]["number"]


CUT: Final = """
    SELECT orders.order_id AS number FROM market_order AS orders
    WHERE orders.cell_id = %(cell)s AND orders.order_id >= %(first)s::bigint AND orders.order_id < %(after)s::bigint
    ORDER BY orders.order_id OFFSET %(count)s LIMIT 1
"""
COUNT: Final = """
    SELECT (SELECT count(*) FROM market_order AS orders WHERE orders.cell_id = %(cell)s
            AND orders.order_id >= %(first)s::bigint AND orders.order_id < %(after)s::bigint) AS orders,
        (SELECT count(*) FROM market_orderline AS line WHERE line.cell_id = %(cell)s
            AND line.order_id >= %(first)s::bigint AND line.order_id < %(after)s::bigint) AS lines
"""


def _examine_range(each: Range, found: Findings) -> None:
    [counted] = _rows(COUNT, each.facts)
    found.order_count += counted["orders"]
    found.line_count += counted["lines"]
    before = found.problem_count
    for code, statement in RANGED.items():
        _check(code, statement, each.facts, found)
    if found.problem_count > before:
        found.ranges.append(each)


def _examine_cell(cell_id: int, found: Findings) -> None:
    now = clock.now()
    facts = {"cell": cell_id, "long_ago": now - LONG_AGO, "late_refund_from": now - LATE_REFUND_WITHIN}
    for code, statement in WHOLE.items():
        _check(code, statement, facts, found)
    for code, (statement, account) in SUMS.items():
        _check(code, statement, {**facts, "account": account}, found)


def _check(code: str, statement: str, facts: dict[str, Any], found: Findings) -> None:
    """Ask one check and note what it found and how long it took."""
    began = time.perf_counter()
    rows = _rows(statement, facts)
    found.note(code, rows, cell_id=facts["cell"], took_s=time.perf_counter() - began)


@transaction.atomic
def _rows(statement: str, facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a statement by column, numbers of rows as strings."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{STATEMENT_WITHIN}'")
        cursor.execute(statement, facts)
        names = [column.name for column in cursor.description]
        return [
            {
                name: str(value) if name.endswith("_id") else _plain(value)
                for name, value in zip(names, row, strict=True)
            }
            for row in cursor.fetchall()
        ]


def _plain(value: Any) -> Any:
    """Return a value as JSON holds it; sums come as decimals."""
    if isinstance(value, UUID):
        return str(value)
    return value if value is None or isinstance(value, (int, str)) else int(value)
