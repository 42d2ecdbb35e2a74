"""As what a person stands in a show: host, second host, helper or viewer."""

from uuid import UUID

from django.db.models import Q, QuerySet

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.people.queries import persons
from dure.rooms.people.queries.memberships import standing
from dure.rooms.stage.errors import NotFilming, NotKeepingOrder, NotTheHost
from dure.rooms.stage.models import Helper, Restriction, Show
from dure.rooms.stage.seats import COHOST, HOST, VIEWER


def role_in(*, show: Show, by: Actor) -> str:
    """Return `host` for the organisation's people and staff, `helper` or `cohost` by their place, `viewer` for all."""
    if by.is_staff or is_host(organisation_id=show.organisation_id, by=by):
        return HOST
    place = place_of(show_id=show.id, person_id=by.person_id)
    return str(place.role) if place else VIEWER


def is_host(*, organisation_id: UUID, by: Actor) -> bool:
    """Whether somebody belongs to the host, or acts for it by a mandate or a key of its own."""
    if by.is_bound:
        return by.organisation_id == organisation_id
    return standing(person_id=by.person_id, organisation_id=organisation_id) is not None


def place_of(*, show_id: UUID, person_id: UUID | None) -> Helper | None:
    """Return a person's place in a show beside its hosts, now."""
    if person_id is None:
        return None
    return Helper.objects.filter(show_id=show_id, person_id=person_id, removed_at__isnull=True).first()


def keeps_order(*, show: Show, by: Actor) -> bool:
    """Whether somebody keeps order in a show and changes what is on its screen: hosts, helpers, and who was let."""
    if by.is_staff or is_host(organisation_id=show.organisation_id, by=by):
        return True
    place = place_of(show_id=show.id, person_id=by.person_id)
    return place is not None and place.keeps_order


def demand_host(*, show: Show, by: Actor) -> None:
    """Refuse everybody but the hosts: NotTheHost."""
    if role_in(show=show, by=by) != HOST:
        raise NotTheHost


def demand_filming(*, show: Show, by: Actor) -> None:
    """Refuse everybody but hosts and second hosts: NotFilming."""
    if role_in(show=show, by=by) not in {HOST, COHOST}:
        raise NotFilming


def demand_keeper(*, show: Show, by: Actor) -> None:
    """Refuse everybody but hosts, helpers, and second hosts who were let: NotKeepingOrder."""
    if not keeps_order(show=show, by=by):
        raise NotKeepingOrder


def is_banned(*, show: Show, person_id: UUID) -> bool:
    """Whether a person may not take part in a show, by a ban from it or from every show of its host."""
    everywhere = Q(organisation_id=show.organisation_id, is_everywhere=True)
    found = Restriction.objects.filter(Q(show=show) | everywhere, person_id=person_id, kind=Restriction.Kind.BAN)
    return found.filter(Q(until__isnull=True) | Q(until__gt=clock.now()), lifted_at__isnull=True).exists()


def keeper_ids(*, show: Show) -> set[UUID]:
    """Return the helpers and second hosts of a show."""
    return set(show.helpers.filter(removed_at__isnull=True).values_list("person_id", flat=True))


def guest_ids(*, show: Show) -> QuerySet[Helper, UUID]:
    """Return who is, or ever was, a second host of a show."""
    return show.helpers.filter(role=Helper.Role.COHOST).values_list("person_id", flat=True)


def shown_name(*, by: Actor) -> str:
    """Return the name a person bears in a room; empty for a stranger."""
    return persons.names(person_ids=[by.person_id]).get(by.person_id, "") if by.person_id else ""
