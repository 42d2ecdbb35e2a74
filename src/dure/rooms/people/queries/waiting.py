"""What waits for staff in this room, for the first page of the back office: reads."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.rooms.people.models import Closure, Departure, Lock, Organisation, Person


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A number on the first page, and the list behind it."""

    label: str | Promise
    count: int
    list_view: str
    query: str = ""


def waiting() -> list[Waiting]:
    """What waits, and how many there are of everything, each with the list it leads to."""
    open_departures = Departure.objects.filter(withdrawn_at__isnull=True, completed_at__isnull=True)
    return [
        Waiting(label=_("Departures under way"), count=open_departures.count(), list_view="people_departure"),
        Waiting(
            label=_("Locked sign-ins"),
            count=Lock.objects.filter(lifted_at__isnull=True).count(),
            list_view="people_lock",
            query="lifted_at__isempty=1",
        ),
        Waiting(
            label=_("Closed organisations"),
            count=Closure.objects.filter(reopened_at__isnull=True).count(),
            list_view="people_closure",
        ),
        Waiting(label=_("Persons"), count=Person.objects.filter(erased_at=None).count(), list_view="people_person"),
        Waiting(
            label=_("Organisations"),
            count=Organisation.objects.count(),
            list_view="people_organisation",
        ),
    ]
