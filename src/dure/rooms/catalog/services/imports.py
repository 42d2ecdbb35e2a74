"""Lists of products: looked at first, brought in when confirmed, taken back as a whole."""

import hashlib
from typing import IO, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.jobs import job_with_progress
from dure.kernel.progress import Report
from dure.rooms.catalog import errors
from dure.rooms.catalog.list_columns import FIELDS
from dure.rooms.catalog.list_guesses import columns_of, parted
from dure.rooms.catalog.list_rows import Row
from dure.rooms.catalog.models import Level, Offer, OfferStatus, ProduceImport, Product, ProductStatus
from dure.rooms.catalog.models.stock import MoveKind
from dure.rooms.catalog.queries.imports import own_import, preview
from dure.rooms.catalog.queries.kinds import kind_names
from dure.rooms.catalog.services import products, search
from dure.rooms.catalog.services.import_changes import change_offers, restore_offers
from dure.rooms.catalog.services.publishing import locked_offers, set_status
from dure.rooms.catalog.services.sellers import demand_seller, licences_of
from dure.rooms.catalog.services.shelves import announce_stock, move
from dure.rooms.catalog.services.tables import read_table
from dure.rooms.ledger.chart import HOME_CELL

AT_ONCE_MAX: Final = 50
"""A list with more rows is brought in by the worker."""
PIECE: Final = 200
"""So many rows the worker brings in together: each piece looks over all that is on sale, and locks what it makes."""

Status = ProduceImport.Status


@transaction.atomic
def look_at_list(*, by: Actor, organisation_id: UUID, file: IO[bytes], name: str) -> ProduceImport:
    """Read a list and guess which column says what; nothing is brought in. FileUnreadable, FileTooLong."""
    seller = demand_seller(by=by, organisation_id=organisation_id)
    table = read_table(file)
    heads, first = parted(table)
    digest = hashlib.sha256(repr(table).encode()).hexdigest()
    return ProduceImport.objects.create(
        organisation_id=organisation_id,
        file_name=name[-120:],
        file_hash=digest,
        heads=heads,
        rows=table[first:],
        first_row_number=first + 1,
        columns=columns_of(heads, table[first:], kinds=kind_names(), currency=seller.currency),
        uploaded_at=clock.now(),
        uploaded_by_id=by.person_id,
    )


@transaction.atomic
def choose_columns(*, by: Actor, organisation_id: UUID, import_id: UUID, columns: dict[str, int]) -> ProduceImport:
    """Say which column says what, where the guess was wrong."""
    uploaded = _locked(by, organisation_id, import_id)
    if uploaded.status != Status.READ:
        raise errors.ImportRunning
    width = len(uploaded.heads)
    uploaded.columns = {field: at for field, at in columns.items() if field in FIELDS and 0 <= at < width}
    uploaded.save(update_fields=["columns"])
    return uploaded


@transaction.atomic
def confirm(
    *, by: Actor, organisation_id: UUID, import_id: UUID, skips_wrong: bool = False, page: str = ""
) -> ProduceImport:
    """Bring a list in: a short one now, a long one by the worker (then `progress_id` says how far it is).

    RowsWrong while rows are wrong, unless they are to be left out; NothingNew when everything is so already;
    ImportRunning when it was confirmed before.
    """
    demand_seller(by=by, organisation_id=organisation_id)
    uploaded = _locked(by, organisation_id, import_id)
    if uploaded.status != Status.READ:
        raise errors.ImportRunning
    found = preview(uploaded, licences=licences_of(organisation_id=organisation_id))
    wanted = [row.number for row in found.good if row.found is None or row.changes]
    if found.wrong and not skips_wrong:
        raise errors.RowsWrong(count=len(found.wrong))
    if not wanted:
        raise errors.NothingNew
    uploaded.status, uploaded.numbers_left = Status.RUNNING, wanted
    if len(wanted) <= AT_ONCE_MAX:
        _bring_in(uploaded, by=by, count=AT_ONCE_MAX)
    else:
        uploaded.progress_id = _begin(by, uploaded, page)
    uploaded.save()
    return uploaded


@transaction.atomic
def bring_in_some(*, import_id: UUID, count: int = PIECE) -> int:
    """Bring the next rows of a confirmed list in and return how many are left; done again, it goes on from there."""
    uploaded = ProduceImport.objects.select_for_update().get(id=import_id)
    if uploaded.status != Status.RUNNING:
        return 0
    by = Actor(person_id=uploaded.uploaded_by_id, organisation_id=uploaded.organisation_id)
    _bring_in(uploaded, by=by, count=count)
    uploaded.save()
    return len(uploaded.numbers_left)


@transaction.atomic
def take_back(*, by: Actor, organisation_id: UUID, import_id: UUID) -> int:
    """Take a whole list back; return how many offers changed by it.

    Its new offers end and what is not promised leaves the shelves; prices and counts it changed are set back where
    nobody changed them since. What buyers ordered meanwhile stays theirs.
    """
    uploaded = _locked(by, organisation_id, import_id)
    if uploaded.status == Status.UNDONE:
        raise errors.AlreadyTakenBack
    if uploaded.status == Status.READ:
        raise errors.NothingToTakeBack
    ended = set_status(
        offers=locked_offers(organisation_id=organisation_id, offer_ids=uploaded.offer_ids), status=OfferStatus.ENDED
    )
    _empty_shelves(uploaded, by=by)
    restored = restore_offers(by=by, organisation_id=organisation_id, changed=uploaded.changed)
    Product.objects.filter(id__in=uploaded.product_ids).update(status=ProductStatus.WITHDRAWN, changed_at=clock.now())
    search.index_products(product_ids=uploaded.product_ids)
    uploaded.status, uploaded.undone_at, uploaded.numbers_left = Status.UNDONE, clock.now(), []
    uploaded.save()
    return len(ended) + restored


@job_with_progress(retries=3)
def bring_list_in(report: Report, *, import_id: str, page: str) -> None:
    """Bring a long list in, a piece at a time; what was brought in stays when the job is called off."""
    left = bring_in_some(import_id=UUID(import_id), count=AT_ONCE_MAX)
    report.expect(left + AT_ONCE_MAX)
    report.step(AT_ONCE_MAX)
    while left:
        before, left = left, bring_in_some(import_id=UUID(import_id))
        report.step(before - left)
    report.result(page)


def _begin(by: Actor, uploaded: ProduceImport, page: str) -> UUID:
    """Have the worker bring a list in."""
    title = _("Bringing in %(name)s") % {"name": uploaded.file_name}
    return bring_list_in.defer(by=by, title=title, import_id=str(uploaded.id), page=page).id


def _bring_in(uploaded: ProduceImport, *, by: Actor, count: int) -> None:
    """Bring the next rows in: new ones as products or further sizes of one, others as changes of what is on sale."""
    now, uploaded.numbers_left = uploaded.numbers_left[:count], uploaded.numbers_left[count:]
    found = preview(uploaded, licences=licences_of(organisation_id=uploaded.organisation_id), numbers=frozenset(now))
    made = _made_before(uploaded)
    for row in found.good:
        if row.found is None:
            _bring_in_row(uploaded, row, made, by=by)
    uploaded.changed += change_offers(
        by=by, organisation_id=uploaded.organisation_id, rows=[row for row in found.good if row.changes]
    )
    if not uploaded.numbers_left:
        uploaded.status, uploaded.done_at = Status.DONE, clock.now()


def _bring_in_row(uploaded: ProduceImport, row: Row, made: dict[tuple[str, str], UUID], *, by: Actor) -> None:
    """List one row as a product, or as a further size of one that there is."""
    assert row.product is not None
    assert row.size is not None
    seller = uploaded.organisation_id
    if row.key in made:
        offers = products.add_size(by=by, organisation_id=seller, product_id=made[row.key], draft=row.size)
    else:
        offers = products.list_product(by=by, organisation_id=seller, draft=row.product, sizes=[row.size])
        made[row.key] = offers[0].product_id
        uploaded.product_ids.append(offers[0].product_id)
    uploaded.offer_ids += [offer.offer_id for offer in offers]


def _made_before(uploaded: ProduceImport) -> dict[tuple[str, str], UUID]:
    """Return the products a seller lists, by kind and name; those this list made win."""
    own = Product.objects.filter(organisation_id=uploaded.organisation_id, status=ProductStatus.LISTED)
    found = {(product.kind_id, product.name): product.id for product in own.order_by("-id")}
    mine = Product.objects.filter(id__in=uploaded.product_ids)
    return found | {(product.kind_id, product.name): product.id for product in mine}


def _empty_shelves(uploaded: ProduceImport, *, by: Actor) -> None:
    """Take what a list brought and nobody ordered off the shelves."""
    numbers = Offer.objects.filter(cell_id=HOME_CELL, offer_id__in=uploaded.offer_ids).values("level_id")
    found = Level.objects.filter(cell_id=HOME_CELL, level_id__in=numbers)
    levels = [level for level in found.select_for_update(no_key=True).order_by("level_id") if level.free]
    for level in levels:
        move(level=level, change=-level.free, kind=MoveKind.UNDONE, by=by)
    announce_stock(levels=levels)


def _locked(by: Actor, organisation_id: UUID, import_id: UUID) -> ProduceImport:
    """Return an uploaded list, locked."""
    own_import(by=by, organisation_id=organisation_id, import_id=import_id)
    return ProduceImport.objects.select_for_update().get(id=import_id)
