"""Drivers: who asks to carry, who lets them, and when it ends."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dure.kernel import clock
from dure.kernel.errors import NotAllowed, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.text import normalise
from dure.rooms.dispatch import errors
from dure.rooms.dispatch.models import Driver, Parcel
from dure.rooms.dispatch.queries import hubs
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role


@transaction.atomic
def ask_to_drive(*, by: Actor, vehicle: str, phone: str, hub_id: UUID | None = None) -> Driver:
    """Ask to carry for a hub, or for the whole house; once at a time for each."""
    if by.person_id is None:
        raise NotSignedIn
    hub = hubs.open_hub(hub_id=hub_id) if hub_id else None
    asked = Driver(person_id=by.person_id, hub=hub, vehicle=Driver.Vehicle(vehicle), phone=phone, asked_at=clock.now())
    Driver.objects.bulk_create([asked], ignore_conflicts=True)
    if not Driver.objects.filter(id=asked.id).exists():
        raise errors.AlreadyAsked
    return asked


@transaction.atomic
def approve_driver(*, by: Actor, driver_id: UUID) -> Driver:
    """Let a driver carry: managers of the hub's organisation may, for the whole house only staff. Twice is once."""
    driver = _locked(by, driver_id)
    if driver.approved_at is None:
        driver.approved_at, driver.approved_by_id = clock.now(), by.person_id
        driver.save(update_fields=["approved_at", "approved_by"])
    return driver


@transaction.atomic
def end_driver(*, by: Actor, driver_id: UUID, reason: str = "") -> Driver:
    """End a driver's work, or decline who asked; drivers may end their own. DriverCarries while they have parcels."""
    driver = _locked(by, driver_id, may_be_self=True)
    if count := Parcel.objects.filter(driver=driver).count():
        raise errors.DriverCarries(count=count)
    driver.ended_at, driver.end_reason = clock.now(), normalise(reason)[:300]
    driver.save(update_fields=["ended_at", "end_reason"])
    return driver


def demand_driver(*, by: Actor, hub_ids: set[UUID]) -> Driver:
    """Return as which driver `by` may act for any of these hubs, or for the whole house; NotADriver otherwise."""
    may = Q(hub__isnull=True) | Q(hub_id__in=hub_ids)
    if by.person_id is None:
        raise NotSignedIn
    mine = Driver.objects.filter(person_id=by.person_id, approved_at__isnull=False, ended_at__isnull=True)
    found = mine.filter(may).order_by("hub_id").first()
    if found is None:
        raise errors.NotThisParcel if mine.exists() else errors.NotADriver
    return found


def _locked(by: Actor, driver_id: UUID, *, may_be_self: bool = False) -> Driver:
    driver = Driver.objects.select_for_update(of=["self"]).select_related("hub").filter(id=driver_id).first()
    if driver is None or driver.ended_at is not None:
        raise errors.DriverUnknown
    is_self = may_be_self and by.person_id == driver.person_id
    if not is_self and driver.hub is not None:
        demand_role(by=by, organisation_id=driver.hub.organisation_id, least=Role.MANAGER)
    elif not is_self and not by.is_staff:
        raise NotAllowed
    return driver
