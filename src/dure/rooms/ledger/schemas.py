"""Shapes of the book's JSON. Ids and amounts are strings: they are larger than a browser's numbers."""

from datetime import date, datetime

from ninja import Schema


class UnitOut(Schema):
    """What is counted; amounts are whole numbers of its 10^scale-th part."""

    code: str
    scale: int
    name: str


class BalanceOut(Schema):
    """What is there, what of it is reserved, and what is free."""

    unit: UnitOut
    amount: str
    held: str
    available: str


class LineOut(Schema):
    """One entry as the account saw it."""

    entry: str
    kind: str
    reference: str
    happened_at: datetime
    recorded_at: datetime
    about: dict[str, str]
    amount: str
    balance_after: str


class StatementOut(Schema):
    """A statement: sums of the whole period, and one page of its lines, newest first."""

    unit: UnitOut
    first: date
    last: date
    opening: str
    came: str
    went: str
    closing: str
    line_count: int
    page: int
    lines: list[LineOut]


class SumsOut(Schema):
    """What moved in one unit on sealed days; null where too few entries did it to tell (decision 0004)."""

    unit: UnitOut
    entry_count: int
    moved: str | None
    given: str | None


class UnitTodayOut(SumsOut):
    """What moved in one unit today; amounts are rounded down to two digits."""

    hold_count: int
    held: str | None


class TodayOut(Schema):
    """The day so far, not sealed yet: entries until `counted_at`, amounts until `summed_until`."""

    counted_at: datetime
    summed_until: datetime
    entry_count: int
    sums: list[UnitTodayOut]


class ProofOut(Schema):
    """The outcome of the last run over the whole book."""

    ran_at: datetime
    holds: bool
    entry_count: int
    balance_count: int
    day_count: int
    problem_count: int
    book_hash: str


class BookOut(Schema):
    """The public book: sums over all sealed days, the day so far, and the last proof."""

    sums: list[SumsOut]
    today: TodayOut
    proof: ProofOut | None


class SealOut(Schema):
    """A sealed day; `page` is where its page can be fetched, whose SHA-256 is `hash`."""

    day: date
    cell: int
    hash: str
    previous: str
    entry_count: int
    account_count: int
    totals: dict[str, dict[str, str]]
    sealed_at: datetime
    page: str
