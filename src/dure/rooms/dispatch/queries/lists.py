"""Pick lists and packing lists of a farm or a hub, as rows for paper and for spreadsheets: reads."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dure.kernel import clock, papers
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.sheets import Cell
from dure.rooms.dispatch.models import Parcel, Shipment
from dure.rooms.dispatch.queries.waybills import address_line, masked_phone

PIECES = re.compile(r"(?P<count>\d{1,6})(?: × (?P<each>.+))?")
TEMPLATE = Path(__file__).resolve().parent.parent / "papers" / "lists.typ"


@dataclass(frozen=True, kw_only=True)
class GoodsList:
    """A list ready for any paper: column names, which hold numbers, how wide each is (0 = as its words), the rows."""

    title: str
    columns: Sequence[str]
    numbers: Sequence[bool]
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]

    def sheet(self) -> Iterable[Sequence[Cell]]:
        """Return the rows with their head, for a spreadsheet."""
        yield list(self.columns)
        yield from self.rows


def pick_list(*, shipments: Iterable[Shipment]) -> GoodsList:
    """Return what to fetch from field and store: each sort of goods in each size, and how many of it, by name."""
    counts: Counter[tuple[str, str]] = Counter()
    for parcel in _parcels(shipments):
        for name, how_much in parcel.contents:
            count, each = _pieces(how_much)
            counts[name, each] += count
    rows: list[list[Cell]] = [
        [name, how_much, Decimal(count)]
        for (name, how_much), count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    ]
    columns = [_("Goods"), _("Each"), _("How many")]
    return GoodsList(title=_("Pick list"), columns=columns, numbers=[False, False, True], widths=[2, 1, 0], rows=rows)


def packing_list(*, shipments: Iterable[Shipment]) -> GoodsList:
    """Return what goes into which box and to whom, in the order in which the boxes are packed."""
    rows: list[list[Cell]] = []
    for shipment in shipments:
        parcels = list(shipment.parcels.all())
        rows += [_packing_row(shipment, parcel, len(parcels)) for parcel in parcels]
    number = pgettext("of a box", "Number")
    columns = [number, _("Box"), _("Contents"), _("Receiver"), _("Phone"), _("Where to"), _("Note")]
    return GoodsList(
        title=_("Packing list"),
        columns=columns,
        numbers=[False] * len(columns),
        widths=[0, 0, 3, 1, 0, 3, 2],
        rows=rows,
    )


def as_packed(shipment: Shipment) -> tuple[date, list[str], str, UUID]:
    """Return by what shipments are put in order for packing: by their day, then equal goods one after another."""
    goods = [name for parcel in shipment.parcels.all() for name, _how_much in parcel.contents]
    return shipment.ready_by or date.max, goods, shipment.receiver_name, shipment.id


def as_driven(shipment: Shipment) -> tuple[str, str, str, UUID]:
    """Return by what shipments are put in order for loading: by county, postcode and street."""
    area = shipment.region.path if shipment.region else ""
    return area, shipment.postcode, shipment.street, shipment.id


def list_pdf(*, of: GoodsList, issuer: str, lead: str) -> bytes:
    """Return a list as a PDF with squares to tick."""
    data = {
        "title": of.title,
        "number": f"{clock.now().astimezone(HOUSE_ZONE):%Y-%m-%d %H:%M}",
        "issuer": issuer,
        "lead": lead,
        "columns": list(of.columns),
        "numbers": list(of.numbers),
        "widths": list(of.widths),
        "rows": [[str(cell) for cell in row] for row in of.rows],
    }
    return papers.pdf(template=TEMPLATE, data=data)


def _pieces(how_much: str) -> tuple[int, str]:
    """Return how many pieces of which size a content is: `3 × 5 kg` is three of 5 kg, all else is one."""
    found = PIECES.fullmatch(how_much)
    return (int(found["count"]), found["each"] or "") if found else (1, how_much)


def _parcels(shipments: Iterable[Shipment]) -> Iterable[Parcel]:
    return (parcel for shipment in shipments for parcel in shipment.parcels.all())


def _packing_row(shipment: Shipment, parcel: Parcel, count: int) -> list[Cell]:
    return [
        parcel.short,
        f"{parcel.position}/{count}",
        "; ".join(f"{name} {how_much}".strip() for name, how_much in parcel.contents),
        shipment.receiver_name,
        masked_phone(phone=shipment.receiver_phone),
        address_line(shipment=shipment),
        shipment.note,
    ]
