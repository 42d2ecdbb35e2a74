"""The book as lines of text, streamed in the order of ids: what seals and proofs are computed from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from dure.rooms.ledger import canonical
from dure.rooms.ledger.canonical import Totals
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.disclosure import open_sums
from dure.rooms.ledger.models import Account, Entry, SealedLeaves
from dure.rooms.ledger.queries.accounts import units

CHUNK = 1_000
GIFT = Kind.GIFT.name.lower()
KIND_NAMES = {kind.value: kind.name.lower() for kind in Kind}
ENTRY_COLUMNS = (
    "cell_id",
    "entry_id",
    "kind",
    "reference",
    "accounts",
    "units",
    "amounts",
    "happened_at",
    "reverses",
    "about",
)


@dataclass(frozen=True)
class Line:
    """One account or entry as text; `row` is None for accounts, an entry's columns otherwise."""

    number: int
    text: bytes
    row: dict[str, Any] | None


@dataclass
class Sums:
    """What a day's lines add up to, counted while they pass."""

    account_count: int = 0
    entry_count: int = 0
    by_unit: dict[str, Counter[str]] = field(default_factory=dict)
    gifts: Counter[str] = field(default_factory=Counter)

    def add(self, line: Line) -> None:
        """Count one line."""
        if line.row is None:
            self.account_count += 1
            return
        self.entry_count += 1
        kind = KIND_NAMES.get(line.row["kind"], str(line.row["kind"]))
        moved: Counter[str] = Counter()
        for unit, amount in zip(line.row["units"], line.row["amounts"], strict=True):
            moved[unit] += max(amount, 0)
        for unit, amount in moved.items():
            self.by_unit.setdefault(unit, Counter()).update({"entries": 1, "moved": amount, kind: amount})
            self.gifts[unit] += kind == GIFT

    @property
    def totals(self) -> Totals:
        """Per unit what everybody may see: how many entries; how much moved and was given, unless few did it."""
        return {unit: self._open(unit, sums) for unit, sums in sorted(self.by_unit.items())}

    def fit(self, totals: Totals) -> bool:
        """Whether these are a sealed day's totals; the first days were sealed with everything, by every kind."""
        everything = {unit: dict(sums) for unit, sums in self.by_unit.items()}
        return totals in (self.totals, everything)

    def _open(self, unit: str, sums: Counter[str]) -> dict[str, int]:
        return open_sums(entries=sums["entries"], moved=sums["moved"], gifts=self.gifts[unit], given=sums[GIFT])


def lines(*, cell_id: int, first: int, after: int) -> Iterator[Line]:
    """Stream the accounts opened, then the entries recorded, in one cell with first <= id < after."""
    codes = {number: unit.code for number, unit in units().items()}
    accounts = Account.objects.filter(cell_id=cell_id, account_id__gte=first, account_id__lt=after)
    for account in accounts.order_by("account_id").iterator(CHUNK):
        yield account_as_line(account)
    entries = Entry.objects.filter(cell_id=cell_id, entry_id__gte=first, entry_id__lt=after)
    for row in entries.order_by("entry_id").values(*ENTRY_COLUMNS).iterator(CHUNK):
        row["units"] = [codes.get(number, f"#{number}") for number in row["units"]]
        yield Line(row["entry_id"], canonical.entry_line(**row), row)


def account_as_line(account: Account) -> Line:
    """Return an account's opening as a line."""
    text = canonical.account_line(
        account_id=account.account_id,
        cell_id=account.cell_id,
        code=account.code,
        may_go_negative=account.may_go_negative,
    )
    return Line(account.account_id, text, None)


def entry_as_line(entry: Entry) -> Line:
    """Return one entry as a line."""
    row = {name: getattr(entry, name) for name in ENTRY_COLUMNS}
    known = units()
    row["units"] = [known[number].code for number in entry.units]
    return Line(entry.entry_id, canonical.entry_line(**row), row)


def sealed_leaves(*, cell_id: int, day: Any) -> QuerySet[SealedLeaves]:
    """Return the parts of a sealed day's page, in order."""
    return SealedLeaves.objects.filter(cell_id=cell_id, day=day).order_by("position")


def pairs(parts: QuerySet[SealedLeaves]) -> Iterator[tuple[int, bytes]]:
    """Stream (id, leaf) of a sealed day, in the order of its lines."""
    for part in parts.iterator(1):
        leaves = bytes(part.leaves)
        for position, number in enumerate(part.ids):
            yield number, leaves[position * canonical.LEAF_BYTES : (position + 1) * canonical.LEAF_BYTES]
