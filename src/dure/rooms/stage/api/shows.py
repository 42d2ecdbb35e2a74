"""Shows: the calendar, scheduling, reminders, going live, helpers."""

from typing import Literal
from uuid import UUID

from django.urls import reverse
from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.http import DureRequest, studio_address, whip_address
from dure.kernel.idempotency import idempotent
from dure.rooms.stage.models import Helper, Reminder
from dure.rooms.stage.preflight import Preflight
from dure.rooms.stage.queries import shows as queries
from dure.rooms.stage.schemas.helping import (
    AcceptingIn,
    HelperIn,
    HelperLinkIn,
    HelperLinkOut,
    LettingIn,
    OfferIn,
    PlaceOut,
)
from dure.rooms.stage.schemas.shows import (
    CameraOut,
    ConsentIn,
    EntranceOut,
    PreflightIn,
    ReminderIn,
    ReminderOut,
    ShowIn,
    ShowOut,
    ThankedOut,
    ThanksIn,
    WhyIn,
)
from dure.rooms.stage.services import broadcasts, helping, reminders, thanks
from dure.rooms.stage.services import shows as services
from dure.rooms.stage.services.broadcasts import Agreement, Entrance
from dure.rooms.stage.services.shows import ShowDraft

router = Router(tags=["stage"])
SHOW = "/shows/{uuid:show_id}"


@router.get("/shows", response=list[ShowOut], operation_id="shows")
def shows(request: DureRequest, kind: Literal["", "selling", "gathering"] = "") -> list[ShowOut]:
    """The shows on air and those to come, soonest first."""
    del request
    found = queries.calendar(kind=kind)
    return [ShowOut.of(each) for each in [*found.live, *found.today, *found.coming]]


@router.get(SHOW, response=ShowOut, operation_id="show")
def show(request: DureRequest, show_id: UUID) -> ShowOut:
    """One show."""
    return ShowOut.of(queries.show_of(show_id=show_id, by=request.actor))


@router.post("/organisations/{uuid:organisation_id}/shows", response={201: ShowOut}, operation_id="schedule_show")
@decorate_view(idempotent)
def schedule_show(request: DureRequest, organisation_id: UUID, body: ShowIn) -> Status[ShowOut]:
    """Schedule a show of an organisation."""
    made = services.schedule_show(by=request.actor, organisation_id=organisation_id, draft=ShowDraft(**body.dict()))
    return Status(201, ShowOut.of(made))


@router.put(SHOW, response=ShowOut, operation_id="change_show")
@decorate_view(idempotent)
def change_show(request: DureRequest, show_id: UUID, body: ShowIn) -> ShowOut:
    """Change a show that is to come."""
    return ShowOut.of(services.change_show(by=request.actor, show_id=show_id, draft=ShowDraft(**body.dict())))


@router.post(f"{SHOW}/cancellation", response=ShowOut, operation_id="cancel_show")
@decorate_view(idempotent)
def cancel_show(request: DureRequest, show_id: UUID, body: WhyIn) -> ShowOut:
    """Call a show off."""
    return ShowOut.of(services.cancel_show(by=request.actor, show_id=show_id, why=body.why))


@router.put(f"{SHOW}/reminder", response=ReminderOut, operation_id="remind_me")
@decorate_view(idempotent)
def remind_me(request: DureRequest, show_id: UUID, body: ReminderIn) -> Reminder:
    """Wish to be reminded of a show."""
    return reminders.remind_me(by=request.actor, show_id=show_id, minutes_before=body.minutes_before)


@router.delete(f"{SHOW}/reminder", response={204: None}, operation_id="forget_reminder")
@decorate_view(idempotent)
def forget_reminder(request: DureRequest, show_id: UUID) -> Status[None]:
    """Take the wish back."""
    reminders.forget_reminder(by=request.actor, show_id=show_id)
    return Status(204, None)


@router.post(f"{SHOW}/consent", response={204: None}, operation_id="confirm_consent")
@decorate_view(idempotent)
def confirm_consent(request: DureRequest, show_id: UUID, body: ConsentIn) -> Status[None]:
    """Say that everybody in the picture agrees to be recorded."""
    broadcasts.confirm_consent(by=request.actor, show_id=show_id, **body.dict())
    return Status(204, None)


@router.delete(f"{SHOW}/consent", response={204: None}, operation_id="withdraw_consent")
@decorate_view(idempotent)
def withdraw_consent(request: DureRequest, show_id: UUID) -> Status[None]:
    """Take the word back; replays are withdrawn."""
    broadcasts.withdraw_consent(by=request.actor, show_id=show_id)
    return Status(204, None)


@router.post(f"{SHOW}/broadcast", response={201: EntranceOut}, operation_id="start_broadcast")
def start_broadcast(request: DureRequest, show_id: UUID, body: PreflightIn) -> Status[EntranceOut]:
    """Go on air; the answer has the pass of this telephone, and is not kept for repeats."""
    preflight = Preflight(**body.dict())
    return Status(
        201,
        _entrance(request, broadcasts.start_broadcast(by=request.actor, show_id=show_id, preflight=preflight)),
    )


@router.post(f"{SHOW}/broadcast/pass", response={201: EntranceOut}, operation_id="resume_broadcast")
def resume_broadcast(request: DureRequest, show_id: UUID) -> Status[EntranceOut]:
    """Take what is on air to this telephone, as a host or second host; with its coming every earlier pass ends."""
    return Status(201, _entrance(request, broadcasts.resume_broadcast(by=request.actor, show_id=show_id)))


@router.put(f"{SHOW}/broadcast/offer", response={204: None}, operation_id="offer_picture")
@decorate_view(idempotent)
def offer_picture(request: DureRequest, show_id: UUID, body: OfferIn) -> Status[None]:
    """Ask the others to take the picture; what films goes on until one of them has it."""
    broadcasts.offer_picture(by=request.actor, show_id=show_id, is_offered=body.is_offered)
    return Status(204, None)


@router.post(f"{SHOW}/camera", response={201: CameraOut}, operation_id="admit_camera")
def admit_camera(request: DureRequest, show_id: UUID) -> Status[CameraOut]:
    """Film with a program or camera by WHIP: go on air, or take over what is; every earlier pass ends."""
    found = broadcasts.admit_camera(by=request.actor, show_id=show_id)
    return Status(
        201,
        CameraOut(
            show_id=show_id,
            broadcast_id=found.broadcast.id,
            address=whip_address(request, found.broadcast.id),
            token=found.token,
            holds_until=found.until,
        ),
    )


@router.post(f"{SHOW}/end", response=ShowOut, operation_id="end_show")
@decorate_view(idempotent)
def end_show(request: DureRequest, show_id: UUID) -> ShowOut:
    """End what is on air."""
    return ShowOut.of(broadcasts.end_show(by=request.actor, show_id=show_id))


@router.post(f"{SHOW}/thanks", response=ThankedOut, operation_id="thank_viewers")
@decorate_view(idempotent)
def thank_viewers(request: DureRequest, show_id: UUID, body: ThanksIn) -> ThankedOut:
    """Thank those who spoke at a show that is over or wished to come, each once."""
    return ThankedOut(told=thanks.thank_viewers(by=request.actor, show_id=show_id, words=body.words))


@router.post(f"{SHOW}/helpers", response={204: None}, operation_id="name_helper")
@decorate_view(idempotent)
def name_helper(request: DureRequest, show_id: UUID, body: HelperIn) -> Status[None]:
    """Let a person keep order in a show."""
    helping.name_helper(by=request.actor, show_id=show_id, person_id=body.person_id)
    return Status(204, None)


@router.delete(f"{SHOW}/helpers/{{uuid:person_id}}", response={204: None}, operation_id="remove_helper")
@decorate_view(idempotent)
def remove_helper(request: DureRequest, show_id: UUID, person_id: UUID) -> Status[None]:
    """Take a helper's place away."""
    helping.remove_helper(by=request.actor, show_id=show_id, person_id=person_id)
    return Status(204, None)


@router.put(f"{SHOW}/helpers/{{uuid:person_id}}/order", response=PlaceOut, operation_id="let_keep_order")
@decorate_view(idempotent)
def let_keep_order(request: DureRequest, show_id: UUID, person_id: UUID, body: LettingIn) -> Helper:
    """Let a second host keep order and change what is on the screen, or no more."""
    return helping.let_keep_order(by=request.actor, show_id=show_id, person_id=person_id, is_let=body.is_let)


@router.post(f"{SHOW}/helper-links", response={201: HelperLinkOut}, operation_id="make_helper_link")
def make_helper_link(request: DureRequest, show_id: UUID, body: HelperLinkIn | None = None) -> Status[HelperLinkOut]:
    """Make a link for a helper or second host; it is told once, so the answer is not kept for repeats."""
    role = body.role if body else "helper"
    made, secret = helping.make_helper_link(by=request.actor, show_id=show_id, role=role)
    link = request.build_absolute_uri(reverse("stage:helping", args=[secret]))
    return Status(201, HelperLinkOut(id=made.id, link=link, role=made.role, expires_at=made.expires_at))


@router.delete(f"{SHOW}/helper-links/{{uuid:link_id}}", response={204: None}, operation_id="take_link_back")
@decorate_view(idempotent)
def take_link_back(request: DureRequest, show_id: UUID, link_id: UUID) -> Status[None]:
    """Let a link that nobody followed yet open nothing any more."""
    helping.take_link_back(by=request.actor, show_id=show_id, link_id=link_id)
    return Status(204, None)


@router.post("/helper-links/acceptance", response=PlaceOut, operation_id="accept_helper_link")
@decorate_view(idempotent)
def accept_helper_link(request: DureRequest, body: AcceptingIn) -> Helper:
    """Become a helper or second host by a link."""
    agreement = Agreement(words=body.words, is_given=body.is_given, has_children=body.has_children)
    return helping.accept_helper_link(by=request.actor, secret=body.secret, agreement=agreement)


def _entrance(request: DureRequest, found: Entrance) -> EntranceOut:
    return EntranceOut(
        show_id=found.broadcast.show_id,
        broadcast_id=found.broadcast.id,
        stage_pass=found.token,
        ingest=f"{studio_address(request).replace('http', 'ws', 1)}/ingest",
    )
