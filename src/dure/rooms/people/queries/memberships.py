"""Who belongs where: reads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils.translation import get_language

from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.rooms.people.errors import RoleTooLow
from dure.rooms.people.models import Closure, Departure, Membership
from dure.rooms.people.queries.mandates import mandates_held
from dure.rooms.people.roles import Role, is_above, roles_within


@dataclass(frozen=True, kw_only=True)
class Standing:
    """In which organisation a person stands, and as what."""

    organisation_id: UUID
    organisation_name: str
    kind: str
    role: Role
    is_closed: bool
    since: datetime
    helper_name: str = ""
    """The organisation by whose mandate the person acts here; empty for those who belong to it."""

    @property
    def roles(self) -> frozenset[str]:
        """The role and every role below it."""
        return roles_within(self.role)


def standings(*, person_id: UUID) -> list[Standing]:
    """Every organisation a person belongs to now, by name; closed ones too."""
    memberships = _memberships_of(person_id).order_by("organisation__name", "organisation_id")
    return [_standing(membership) for membership in memberships]


def standing(*, person_id: UUID | None, organisation_id: UUID) -> Standing | None:
    """How a person stands in an organisation, as its own or by a mandate; None where it is no business of theirs."""
    if person_id is None:
        return None
    membership = _memberships_of(person_id).filter(organisation_id=organisation_id).first()
    return _standing(membership) if membership else _standing_by_mandate(person_id, organisation_id)


def demand_role(*, by: Actor, organisation_id: UUID, least: Role) -> Role:
    """Return the role in which `by` may act on an organisation; the house's own staff stand as owners.

    An outsider finds nothing here (`NotFound`); a member without the role is told so (`RoleTooLow`).
    """
    if by.is_staff:
        return Role.OWNER
    found = standing(person_id=by.person_id, organisation_id=organisation_id)
    if found is None:
        raise NotFound
    if is_above(least, found.role):
        raise RoleTooLow
    return found.role


def members(*, organisation_id: UUID, search: str = "") -> QuerySet[Membership]:
    """The active memberships of an organisation with their persons, owners first; `search` looks in names."""
    found = Membership.objects.active().filter(organisation_id=organisation_id).select_related("person")
    if search:
        found = found.filter(person__name__icontains=search)
    return found.order_by(_owners_first(), "started_at", "id")


def members_of(*, organisation_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The persons who belong to each of some organisations, in one query."""
    found: dict[UUID, list[UUID]] = {organisation_id: [] for organisation_id in organisation_ids}
    rows = Membership.objects.active().filter(organisation_id__in=organisation_ids)
    for organisation_id, person_id in rows.values_list("organisation_id", "person_id"):
        found[organisation_id].append(person_id)
    return found


def staying_owners(*, organisation_id: UUID) -> QuerySet[Membership]:
    """The owners of an organisation who are not about to be deleted."""
    leaving = Departure.objects.filter(
        person_id=OuterRef("person_id"), withdrawn_at__isnull=True, completed_at__isnull=True
    )
    owners = Membership.objects.active().filter(organisation_id=organisation_id, role=Role.OWNER.value)
    return owners.exclude(Exists(leaving))


def organisations_only_owned_by(*, person_id: UUID) -> list[str]:
    """The names of open organisations that would be left without an owner if this person went."""
    owned = [found for found in standings(person_id=person_id) if found.role is Role.OWNER and not found.is_closed]
    return [
        found.organisation_name
        for found in owned
        if not staying_owners(organisation_id=found.organisation_id).exclude(person_id=person_id).exists()
    ]


def _owners_first() -> Case:
    return Case(When(role=Role.OWNER.value, then=Value(0)), When(role=Role.MANAGER.value, then=Value(1)), default=2)


def _memberships_of(person_id: UUID) -> QuerySet[Membership]:
    closed = Closure.objects.filter(organisation_id=OuterRef("organisation_id"), reopened_at__isnull=True)
    active = Membership.objects.active().filter(person_id=person_id)
    return active.select_related("organisation").annotate(is_closed=Exists(closed))


def _standing_by_mandate(person_id: UUID, organisation_id: UUID) -> Standing | None:
    mandate = mandates_held(person_id=person_id).filter(organisation_id=organisation_id).first()
    if mandate is None:
        return None
    language = get_language() or ""
    return Standing(
        organisation_id=organisation_id,
        organisation_name=mandate.organisation.name_in(language),
        kind=mandate.organisation.kind,
        role=Role.MEMBER,
        is_closed=mandate.is_closed,  # type: ignore[attr-defined]  # annotated by the query
        since=mandate.granted_at,
        helper_name=mandate.helper.name_in(language),
    )


def _standing(membership: Membership) -> Standing:
    organisation = membership.organisation
    return Standing(
        organisation_id=organisation.id,
        organisation_name=organisation.name_in(get_language() or ""),
        kind=organisation.kind,
        role=Role(membership.role),
        is_closed=membership.is_closed,  # type: ignore[attr-defined]  # annotated above
        since=membership.started_at,
    )
