"""Who films in a show now, and who may: for the telephones of its hosts."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.people.queries import persons
from dure.rooms.stage.models import Consent, Helper, HelperLink, Show
from dure.rooms.stage.queries.standings import guest_ids, role_in
from dure.rooms.stage.seats import COHOST
from dure.rooms.stage.stage_passes import ALIVE_S


@dataclass(frozen=True, kw_only=True)
class Filming:
    """Who sends the picture: nobody's name while none does. `is_silent`: their telephone has not been heard of."""

    name: str = ""
    is_me: bool = False
    is_offered: bool = False
    is_silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A second host of a show."""

    person_id: UUID
    name: str
    keeps_order: bool
    films: bool


@dataclass(frozen=True, kw_only=True)
class Guests:
    """The second hosts of a show, and the links for one that nobody followed yet."""

    guests: list[Guest]
    links: list[HelperLink]


def filming(*, show: Show, by: Actor) -> Filming:
    """Return who films now."""
    broadcast = show.broadcasts.filter(ended_at__isnull=True).first()
    if broadcast is None or broadcast.filmed_by is None:
        return Filming()
    names = persons.names(person_ids=[broadcast.filmed_by])
    heard_at = broadcast.seen_at
    return Filming(
        name=names.get(broadcast.filmed_by, ""),
        is_me=broadcast.filmed_by == by.person_id,
        is_offered=broadcast.offered_at is not None,
        is_silent=heard_at is None or heard_at < clock.now() - timedelta(seconds=ALIVE_S),
    )


def guests(*, show: Show) -> Guests:
    """Return the second hosts of a show in the order they came, and the open links; four statements at most."""
    places = list(show.helpers.filter(role=Helper.Role.COHOST, removed_at__isnull=True).order_by("added_at", "id"))
    names = persons.names(person_ids=[each.person_id for each in places])
    films = show.broadcasts.filter(ended_at__isnull=True).values_list("filmed_by", flat=True).first()
    links = show.helper_links.filter(
        role=Helper.Role.COHOST, accepted_by__isnull=True, taken_back_at__isnull=True, expires_at__gt=clock.now()
    )
    return Guests(
        guests=[
            Guest(
                person_id=each.person_id,
                name=names.get(each.person_id, ""),
                keeps_order=each.keeps_order,
                films=films == each.person_id,
            )
            for each in places
        ],
        links=list(links.order_by("made_at", "id")),
    )


def word_of(*, show: Show, by: Actor) -> Consent | None:
    """Return the word that stands for all in the picture: the hosts' for each of them, a second host's own."""
    said = show.consents.filter(withdrawn_at__isnull=True).order_by("said_at")
    if role_in(show=show, by=by) == COHOST:
        return said.filter(person_id=by.person_id).last()
    return said.exclude(person_id__in=guest_ids(show=show)).last()


def helpers_of(*, show: Show) -> dict[UUID, str]:
    """Return the helpers of a show with their names."""
    helpers = show.helpers.filter(role=Helper.Role.HELPER, removed_at__isnull=True)
    return persons.names(person_ids=list(helpers.values_list("person_id", flat=True)))


def invited_to(*, secret: str) -> HelperLink | None:
    """Return the link with a secret that still opens something, with its show."""
    found = HelperLink.objects.select_related("show__organisation").filter(digest=HelperLink.digest_of(secret))
    return found.filter(taken_back_at__isnull=True, expires_at__gt=clock.now()).first()
