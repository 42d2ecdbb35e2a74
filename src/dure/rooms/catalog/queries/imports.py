"""An uploaded list as it would be brought in: what each row means, what it changes, and what is wrong with it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.http import Actor
from dure.kernel.quantity import Quantity
from dure.rooms.catalog import errors
from dure.rooms.catalog.drafts import LotDraft
from dure.rooms.catalog.list_rows import Reading, Row, is_beside_the_point, read_row, rows_told_whole
from dure.rooms.catalog.models import Channel, Kind, Level, Lot, Offer, OfferStatus, ProduceImport, Variant
from dure.rooms.catalog.on_sale import Mark, OnSale, mark, same
from dure.rooms.catalog.queries.kinds import kind_names
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.merchants.queries.merchants import find
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role
from dure.rooms.trust.queries.trades import licence_name, screen
from dure.rooms.trust.services.trades import demand_allowed


@dataclass(frozen=True)
class Preview:
    """A list as we understand it."""

    rows: tuple[Row, ...]
    left_out: int = 0

    @property
    def new(self) -> list[Row]:
        """The rows that put something on sale."""
        return [row for row in self.good if row.found is None]

    @property
    def changes(self) -> list[Row]:
        """The rows that set another price or count for what is on sale already."""
        return [row for row in self.good if row.found is not None and row.changes]

    @property
    def as_they_are(self) -> list[Row]:
        """The rows that say what is so already."""
        return [row for row in self.good if row.found is not None and not row.changes]

    @property
    def good(self) -> list[Row]:
        """The rows that can be brought in."""
        return [row for row in self.rows if not row.problems]

    @property
    def wrong(self) -> list[Row]:
        """The rows that cannot."""
        return [row for row in self.rows if row.problems]


def own_import(*, by: Actor, organisation_id: UUID, import_id: UUID) -> ProduceImport:
    """Return an uploaded list to those who may act for its seller; ImportUnknown to everybody else."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    found = ProduceImport.objects.filter(organisation_id=organisation_id, id=import_id).first()
    if found is None:
        raise errors.ImportUnknown
    return found


def own_imports(*, organisation_id: UUID, count: int = 20) -> list[ProduceImport]:
    """Return a seller's lists, newest first."""
    found = ProduceImport.objects.filter(organisation_id=organisation_id).defer("rows")
    return list(found[:count])


def preview(
    uploaded: ProduceImport, *, licences: Iterable[str] = (), numbers: Collection[int] | None = None
) -> Preview:  # fmt: skip
    """Return what every row of a list means and what is wrong with it, in a constant number of queries.

    With `numbers` only these rows are read, as they were found to be good before.
    """
    reading = reading_of(uploaded)
    wanted = [
        (number, cells)
        for number, cells in enumerate(
            rows_told_whole(uploaded.rows, uploaded.columns), start=uploaded.first_row_number
        )
        if numbers is None or number in numbers
    ]
    goods = [(number, cells) for number, cells in wanted if not is_beside_the_point(cells, reading)]
    rows = [read_row(number, cells, reading) for number, cells in goods]
    known = _on_sale(uploaded)
    found = _allowed([_compared(row, known) for row in _once(rows)], held=set(licences))
    return Preview(tuple(found), left_out=sum(any(cells) for _number, cells in wanted) - len(goods))


def reading_of(uploaded: ProduceImport) -> Reading:
    """Return what is needed to understand a list."""
    kinds = Kind.objects.filter(is_current=True)
    seller = find(organisation_id=uploaded.organisation_id)
    return Reading(
        currency=seller.currency if seller else "KRW",
        kinds=kind_names(),
        usual={kind.code: Quantity.of(kind.usual_amount, kind.usual_unit) for kind in kinds},
        heads=uploaded.heads,
        columns=uploaded.columns,
        today=clock.today(),
        groups=frozenset(kind.parent_id for kind in kinds if kind.parent_id),
    )


def _on_sale(uploaded: ProduceImport) -> Mapping[Mark, list[OnSale]]:
    """Return what a seller has on sale in the shop, newest first, without what this very list has brought."""
    own = Offer.objects.filter(
        cell_id=HOME_CELL, organisation_id=uploaded.organisation_id, channel=Channel.SHOP, cycle_id__isnull=True
    ).exclude(status=OfferStatus.ENDED)  # fmt: skip
    offers = list(own.exclude(offer_id__in=uploaded.offer_ids).order_by("-offer_id"))
    lying = Level.objects.filter(cell_id=HOME_CELL, level_id__in={each.level_id for each in offers})
    levels = {level.level_id: level for level in lying}
    variants = Variant.objects.select_related("product").in_bulk({each.variant_id for each in offers})
    lots = Lot.objects.in_bulk({level.lot_id for level in levels.values() if level.lot_id})
    found: dict[Mark, list[OnSale]] = {}
    for offer in offers:
        level, variant = levels[offer.level_id], variants[offer.variant_id]
        key = mark(
            kind_code=variant.product.kind_id, name=variant.product.name, size=variant.size, package=variant.package
        )
        lot = _as_draft(lots[level.lot_id]) if level.lot_id else LotDraft()
        found.setdefault(key, []).append(
            OnSale(offer.offer_id, offer.level_id, offer.product_id, offer.amount, level.free, lot)
        )
    return found


def _as_draft(lot: Lot) -> LotDraft:
    """Return a lot as a list tells one."""
    return LotDraft(
        label=lot.label, harvested_on=lot.harvested_on, village=lot.village, grade=lot.grade,
        best_before=lot.best_before,
    )  # fmt: skip


def _mark(row: Row) -> Mark:
    assert row.product is not None
    assert row.size is not None
    names, size = row.product.names, row.size
    return mark(kind_code=row.product.kind_code, name=names.name, size=size.size, package=size.package)


def _once(rows: list[Row]) -> list[Row]:
    """Mark the rows that say what an earlier row of the list says already."""
    first: dict[tuple[Mark, LotDraft], int] = {}
    fresh = []
    for row in rows:
        if row.size is None:
            fresh.append(row)
            continue
        number = first.setdefault((_mark(row), row.size.lot), row.number)
        fresh.append(row if number == row.number else _wrong(row, "name", errors.RowTwice(number=number)))
    return fresh


def _compared(row: Row, known: Mapping[Mark, list[OnSale]]) -> Row:
    """Return a row with the offer it would change, where one with the same goods is on sale already."""
    if row.size is None:
        return row
    lot = row.size.lot
    return replace(row, found=next((each for each in known.get(_mark(row), ()) if same(each, lot)), None))


def _allowed(rows: list[Row], *, held: set[str]) -> list[Row]:
    """Mark the rows that may not be traded; a list without any costs one look at all its words."""
    licensed = dict(Kind.objects.exclude(licence="").values_list("code", "licence"))
    is_suspicious = bool(screen(texts=[text for row in rows for text in row.words if text]))
    return [_judged(row, licensed, held=held, is_suspicious=is_suspicious) for row in rows]


def _judged(row: Row, licensed: dict[str, str], *, held: set[str], is_suspicious: bool) -> Row:
    """Return a row, with what speaks against trading it."""
    if is_suspicious:
        try:
            demand_allowed(texts=[text for text in row.words if text], licences=held)
        except Refusal as refusal:
            return replace(row, product=None, size=None, problems={"name": refusal})
    if row.product is None:
        return row
    needed = licensed.get(row.product.kind_code, "")
    if needed and needed not in held:
        kind = Kind.objects.get(code=row.product.kind_code)
        return _wrong(row, "kind", errors.KindNeedsLicence(kind=kind.name, licence=licence_name(code=needed)))
    return row


def _wrong(row: Row, field: str, refusal: Refusal) -> Row:
    """Return a row that cannot be brought in."""
    return replace(row, product=None, size=None, problems={**row.problems, field: refusal})
