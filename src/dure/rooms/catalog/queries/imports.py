"""An uploaded list as it would be brought in: what each row means, and what is wrong with it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from dure.kernel.errors import Refusal
from dure.kernel.http import Actor
from dure.kernel.quantity import Quantity
from dure.rooms.catalog import errors
from dure.rooms.catalog.list_rows import Reading, Row, is_blank, read_row
from dure.rooms.catalog.models import Kind, Offer, OfferStatus, ProduceImport, Product, Variant
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


def preview(uploaded: ProduceImport, *, licences: Iterable[str] = ()) -> Preview:
    """Return what every row of a list means and what is wrong with it, in a constant number of queries."""
    reading = _reading(uploaded)
    first = uploaded.first_row_number
    rows = [
        read_row(number, cells, reading)
        for number, cells in enumerate(uploaded.rows, start=first)
        if not is_blank(cells)
    ]
    known = _on_sale(uploaded.organisation_id)
    return Preview(tuple(_allowed(_fresh(rows, known), held=set(licences))))


def _reading(uploaded: ProduceImport) -> Reading:
    """Return what is needed to understand a list."""
    kinds = Kind.objects.filter(is_current=True)
    seller = find(organisation_id=uploaded.organisation_id)
    return Reading(
        currency=seller.currency if seller else "KRW",
        kinds=kind_names(),
        usual={kind.code: Quantity.of(kind.usual_amount, kind.usual_unit) for kind in kinds},
        columns=uploaded.columns,
    )


def _on_sale(organisation_id: UUID) -> set[tuple[object, ...]]:
    """Return kind, name, size and package of what a seller has on sale."""
    offers = Offer.objects.filter(cell_id=HOME_CELL, organisation_id=organisation_id).exclude(status=OfferStatus.ENDED)
    variants = Variant.objects.filter(id__in=offers.values("variant_id")).select_related("product__kind")
    return {_mark(each.product, each.base, each.unit, each.package) for each in variants}


def _mark(product: Product, base: int, unit: str, package: str) -> tuple[object, ...]:
    return product.kind_id, product.name.casefold(), base, unit, package


def _fresh(rows: list[Row], known: set[tuple[object, ...]]) -> list[Row]:
    """Mark the rows that name what is on sale already, or what stands twice in the list."""
    seen: Counter[tuple[object, ...]] = Counter()
    fresh = []
    for row in rows:
        if row.product is None or row.size is None:
            fresh.append(row)
            continue
        names, size = row.product.names, row.size
        mark = (row.product.kind_code, names.name.casefold(), size.size.base, size.size.unit, size.package)
        seen[(*mark, size.lot)] += 1
        is_known = mark in known or seen[(*mark, size.lot)] > 1
        fresh.append(_wrong(row, "name", errors.AlreadyOnSale()) if is_known else row)
    return fresh


def _allowed(rows: list[Row], *, held: set[str]) -> list[Row]:
    """Mark the rows that may not be traded; a list without any costs one look at all its words."""
    licensed = dict(Kind.objects.exclude(licence="").values_list("code", "licence"))
    words = [text for row in rows if row.product for text in (row.product.names.name, row.product.story)]
    is_suspicious = bool(screen(texts=words))
    return [_judged(row, licensed, held=held, is_suspicious=is_suspicious) for row in rows]


def _judged(row: Row, licensed: dict[str, str], *, held: set[str], is_suspicious: bool) -> Row:
    """Return a row, with what speaks against trading it."""
    if row.product is None:
        return row
    needed = licensed.get(row.product.kind_code, "")
    if is_suspicious:
        try:
            demand_allowed(texts=[row.product.names.name, row.product.story], licences=held)
        except Refusal as refusal:
            return _wrong(row, "name", refusal)
    if needed and needed not in held:
        kind = Kind.objects.get(code=row.product.kind_code)
        return _wrong(row, "kind", errors.KindNeedsLicence(kind=kind.name, licence=licence_name(code=needed)))
    return row


def _wrong(row: Row, field: str, refusal: Refusal) -> Row:
    """Return a row that cannot be brought in."""
    return replace(row, product=None, size=None, problems={**row.problems, field: refusal})
