"""A driver's day: what is in the van, what waits to be fetched, and the one thing to do now: reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.rooms.dispatch.handover import Status
from dure.rooms.dispatch.models import Driver, Hub, Shipment
from dure.rooms.dispatch.queries.desks import Area, Pickup, pickups, stops
from dure.rooms.people.queries.memberships import standings
from dure.ui.bars import BarFact


@dataclass(frozen=True, kw_only=True)
class Round:
    """What a driver finds on the page of the day."""

    is_approved: bool
    areas: Sequence[Area]
    pickups: Sequence[Pickup]
    untold_count: int

    @property
    def job(self) -> str:
        """The one job of now, the first there is of those below; rest where there is none."""
        there_is = {
            "set_out": self.untold_count > 0,
            "stop": bool(self.areas),
            "fetch": bool(self.pickups),
        }
        return next((job for job, is_there in there_is.items() if is_there), "rest")

    @property
    def next(self) -> Shipment | None:
        """The first stop, where there is one."""
        return self.areas[0].stops[0] if self.areas else None

    @property
    def stop_count(self) -> int:
        """How many stops there are."""
        return sum(len(area.stops) for area in self.areas)


def round_of(*, person_id: UUID, drivers: Sequence[Driver]) -> Round:
    """Return the day of a person who drives as these drivers, in a fixed number of queries."""
    approved = [driver for driver in drivers if driver.is_approved]
    areas = stops(person_id=person_id)
    return Round(
        is_approved=bool(approved),
        areas=areas,
        pickups=pickups(drivers=approved) if approved else [],
        untold_count=sum(_is_untold(stop) for area in areas for stop in area.stops),
    )


def carries(*, person_id: UUID | None) -> bool:
    """Whether a person drives, or belongs to an organisation with an open hub; two queries at most."""
    if person_id is None:
        return False
    if Driver.objects.filter(person_id=person_id, approved_at__isnull=False, ended_at__isnull=True).exists():
        return True
    own = [each.organisation_id for each in standings(person_id=person_id) if not each.is_closed]
    return bool(own) and Hub.objects.filter(organisation_id__in=own, closed_at__isnull=True).exists()


CARRIES = BarFact(
    "SELECT EXISTS (SELECT FROM dispatch_driver AS driver WHERE driver.person_id = person.id "
    "AND driver.approved_at IS NOT NULL AND driver.ended_at IS NULL) OR EXISTS "
    "(SELECT FROM dispatch_hub AS hub WHERE hub.organisation_id = ANY (own.open_ids) AND hub.closed_at IS NULL)"
)
"""`carries` as a fact of the bars."""


def _is_untold(stop: Shipment) -> bool:
    """Whether its receiver has not heard today that it comes."""
    today = datetime.combine(clock.today(), time.min, HOUSE_ZONE)
    is_on_the_way = stop.kind == Shipment.Kind.HOME and stop.status == Status.ON_THE_WAY
    return is_on_the_way and (stop.set_out_at is None or stop.set_out_at < today)
