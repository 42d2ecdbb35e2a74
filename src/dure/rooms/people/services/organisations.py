"""Organisations: founding, changing, closing."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from dure.events.people import MembershipStarted, OrganisationClosed, OrganisationFounded, OrganisationReopened
from dure.kernel.clock import now
from dure.kernel.errors import BadInput, NotFound, NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.outbox import announce_all
from dure.rooms.people.errors import AlreadyClosed, NotClosed, TooManyOrganisations
from dure.rooms.people.models import Closure, Kind, Membership, Organisation, Region
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role

FOUNDED_A_DAY = 5


@transaction.atomic
def found_organisation(
    *, by: Actor, kind: str, name: str, region_id: UUID | None = None, introduction: str = ""
) -> Organisation:
    """Make an organisation whose first owner is the person who founds it."""
    if by.person_id is None:
        raise NotSignedIn
    organisation = checked_new_organisation(by=by, kind=kind, name=name, region_id=region_id, introduction=introduction)
    Membership.objects.create(
        person_id=by.person_id, organisation=organisation, role=Role.OWNER.value, started_at=organisation.created_at
    )
    _announce_founding(organisation, by.person_id)
    return organisation


@transaction.atomic
def checked_new_organisation(
    *, by: Actor, kind: str, name: str, region_id: UUID | None, introduction: str = ""
) -> Organisation:
    """Write an organisation nobody belongs to yet, for the room's own verbs; refuse bad facts and too many a day."""
    _check(kind=kind, name=name, region_id=region_id)
    moment = now()
    founded = Organisation.objects.filter(founded_by_id=by.person_id, created_at__gt=moment - timedelta(days=1))
    if founded.count() >= FOUNDED_A_DAY:
        raise TooManyOrganisations(retry_after_s=86_400)
    return Organisation.objects.create(
        kind=kind,
        name=name.strip(),
        region_id=region_id,
        introduction=introduction.strip(),
        founded_by_id=by.person_id,
        created_at=moment,
    )


def _announce_founding(organisation: Organisation, founder_id: UUID) -> None:
    founder, organisation_id = str(founder_id), str(organisation.id)
    announce_all(
        [
            OrganisationFounded(organisation_id=organisation_id, kind=organisation.kind, founder_id=founder),
            MembershipStarted(person_id=founder, organisation_id=organisation_id, role=Role.OWNER.value),
        ]
    )


@transaction.atomic
def change_organisation(
    *,
    by: Actor,
    organisation_id: UUID,
    kind: str,
    name: str,
    region_id: UUID | None,
    introduction: str,
    name_ko: str = "",
    name_zh: str = "",
    name_en: str = "",
) -> Organisation:
    """Change what an organisation says about itself; managers and owners."""
    organisation = _locked(organisation_id)
    demand_role(by=by, organisation_id=organisation_id, least=Role.MANAGER)
    _check(kind=kind, name=name, region_id=region_id)
    organisation.kind, organisation.name, organisation.region_id = kind, name.strip(), region_id
    organisation.introduction = introduction.strip()
    organisation.name_ko, organisation.name_zh, organisation.name_en = (
        name_ko.strip(),
        name_zh.strip(),
        name_en.strip(),
    )
    organisation.save()
    return organisation


@transaction.atomic
def close_organisation(*, by: Actor, organisation_id: UUID, reason: str = "") -> Closure:
    """Stop an organisation: nobody acts for it until an owner reopens it."""
    organisation = _locked(organisation_id)
    demand_role(by=by, organisation_id=organisation_id, least=Role.OWNER)
    if organisation.closures.filter(reopened_at__isnull=True).exists():
        raise AlreadyClosed
    announce_all([OrganisationClosed(organisation_id=str(organisation_id))])
    return Closure.objects.create(
        organisation=organisation, reason=reason.strip(), closed_at=now(), closed_by_id=by.person_id
    )


@transaction.atomic
def reopen_organisation(*, by: Actor, organisation_id: UUID) -> None:
    """Let a stopped organisation go on."""
    organisation = _locked(organisation_id)
    demand_role(by=by, organisation_id=organisation_id, least=Role.OWNER)
    closures = organisation.closures.filter(reopened_at__isnull=True)
    if not closures.update(reopened_at=now(), reopened_by_id=by.person_id):
        raise NotClosed
    announce_all([OrganisationReopened(organisation_id=str(organisation_id))])


def _locked(organisation_id: UUID) -> Organisation:
    """The organisation's row, locked first by every verb that changes who is in it or what it is."""
    organisation = Organisation.objects.select_for_update().filter(id=organisation_id).first()
    if organisation is None:
        raise NotFound
    return organisation


def _check(*, kind: str, name: str, region_id: UUID | None) -> None:
    wrong: dict[str, list[str]] = {}
    if kind not in Kind.values:
        wrong["kind"] = [kind]
    if not name.strip() or len(name.strip()) > 120:  # noqa: PLR2004 - the column's length
        wrong["name"] = [str(Organisation._meta.get_field("name").error_messages["blank"])]
    if region_id is not None and not Region.objects.filter(id=region_id).exists():
        wrong["region"] = [str(Organisation._meta.get_field("region").error_messages["null"])]
    if wrong:
        raise BadInput(fields=wrong)
