"""Bringing in a whole list: send it, look at what we understand, confirm, and take it back if it was wrong."""

from typing import Annotated
from uuid import UUID

from django.urls import reverse
from ninja import File, Router, Status, UploadedFile
from ninja.decorators import decorate_view
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.kernel.idempotency import idempotent
from dure.rooms.catalog.models import ProduceImport
from dure.rooms.catalog.queries import imports as queries
from dure.rooms.catalog.queries import mine
from dure.rooms.catalog.schemas import ColumnsIn, ConfirmIn, ImportOut, ImportRowOut, PreviewOut
from dure.rooms.catalog.services import imports
from dure.rooms.catalog.services.sellers import licences_of

router = Router(tags=["catalog"])
SELLER = "/organisations/{uuid:organisation_id}"
IMPORT = f"{SELLER}/imports/{{uuid:import_id}}"


@router.post(f"{SELLER}/imports", response={201: ImportOut}, operation_id="look_at_list")
@decorate_view(idempotent)
def look_at_list(
    request: DureRequest,
    organisation_id: UUID,
    file: File[UploadedFile],
) -> Status[ImportOut]:
    """Send a list (CSV, XLSX, ODS): it is read and its columns are guessed; nothing is brought in."""
    made = imports.look_at_list(by=request.actor, organisation_id=organisation_id, file=file, name=file.name or "list")
    return Status(201, ImportOut.of(made))


@router.get(f"{SELLER}/imports", response=list[ImportOut], operation_id="own_imports")
def own_imports(request: DureRequest, organisation_id: UUID) -> list[ImportOut]:
    """The latest twenty lists of a seller, newest first."""
    mine.shop(by=request.actor, organisation_id=organisation_id)
    return [ImportOut.of(each) for each in queries.own_imports(organisation_id=organisation_id)]


@router.get(IMPORT, response=PreviewOut, operation_id="preview")
def preview(
    request: DureRequest,
    organisation_id: UUID,
    import_id: UUID,
    after: Annotated[int, Field(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
) -> PreviewOut:
    """What we understand of a list: what each row means, or why not; `after` a row's number leafs on."""
    uploaded = _own(request, organisation_id, import_id)
    if uploaded.status != ProduceImport.Status.READ:
        return PreviewOut(produce_import=ImportOut.of(uploaded), good_count=0, wrong_count=0, rows=[], next_after=None)
    found = queries.preview(uploaded, licences=licences_of(organisation_id=organisation_id))
    later = [row for row in found.rows if row.number > after]
    return PreviewOut(
        produce_import=ImportOut.of(uploaded),
        good_count=len(found.good),
        wrong_count=len(found.wrong),
        rows=[ImportRowOut.of(row) for row in later[:limit]],
        next_after=later[limit - 1].number if len(later) > limit else None,
    )


@router.put(f"{IMPORT}/columns", response=ImportOut, operation_id="choose_columns")
def choose_columns(request: DureRequest, organisation_id: UUID, import_id: UUID, body: ColumnsIn) -> ImportOut:
    """Say which column (from 0) says what, where the guess was wrong."""
    changed = imports.choose_columns(
        by=request.actor, organisation_id=organisation_id, import_id=import_id, columns=body.columns
    )
    return ImportOut.of(changed)


@router.post(f"{IMPORT}/confirmation", response=ImportOut, operation_id="confirm")
@decorate_view(idempotent)
def confirm(request: DureRequest, organisation_id: UUID, import_id: UUID, body: ConfirmIn) -> ImportOut:
    """Bring a list in: a short one now, a long one by the worker; ask for it again to see how far it is."""
    page = reverse("catalog:produce_import", args=[organisation_id, import_id])
    done = imports.confirm(
        by=request.actor,
        organisation_id=organisation_id,
        import_id=import_id,
        skips_wrong=body.skips_wrong,
        page=page,
    )
    return ImportOut.of(done)


@router.post(f"{IMPORT}/undoing", response=ImportOut, operation_id="take_back")
@decorate_view(idempotent)
def take_back(request: DureRequest, organisation_id: UUID, import_id: UUID) -> ImportOut:
    """Take a whole list back; what buyers ordered meanwhile stays theirs."""
    imports.take_back(by=request.actor, organisation_id=organisation_id, import_id=import_id)
    return ImportOut.of(_own(request, organisation_id, import_id))


def _own(request: DureRequest, organisation_id: UUID, import_id: UUID) -> ProduceImport:
    return queries.own_import(by=request.actor, organisation_id=organisation_id, import_id=import_id)
