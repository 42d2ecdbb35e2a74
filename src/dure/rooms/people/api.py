"""The room's JSON operations. Each is a verb or a query; who may call which stands in the access table."""

from uuid import UUID

from django.utils.translation import get_language
from ninja import Router, Status
from ninja.decorators import decorate_view

from dure.kernel.errors import BadInput
from dure.kernel.idempotency import idempotent
from dure.rooms.people.contacts import read_email, read_phone
from dure.rooms.people.middleware import ACTING_KEY, PeopleRequest, act_for, landing_of, person_of
from dure.rooms.people.models import Membership, Organisation, Region
from dure.rooms.people.queries import invitations as invitation_queries
from dure.rooms.people.queries import memberships as membership_queries
from dure.rooms.people.queries import organisations as organisation_queries
from dure.rooms.people.queries import regions as region_queries
from dure.rooms.people.roles import Role
from dure.rooms.people.schemas import (
    ActingIn,
    InvitationIn,
    InvitationOut,
    MemberOut,
    NameIn,
    OrganisationIn,
    OrganisationOut,
    PersonOut,
    PreferencesIn,
    RegionOut,
    RoleIn,
    StandingOut,
)
from dure.rooms.people.services import invitations, memberships, organisations, persons

router = Router(tags=["people"])
MEMBERS_MAX = 200


@router.get("/me", response=PersonOut, operation_id="me")
def me(request: PeopleRequest) -> PersonOut:
    """The signed-in person, and for whom they act."""
    return _me(request)


def _me(request: PeopleRequest) -> PersonOut:
    shown = PersonOut.from_orm(request.person)
    shown.acting_for, shown.roles = request.actor.organisation_id, sorted(request.actor.roles)
    return shown


@router.patch("/me", response=PersonOut, operation_id="change_name")
@decorate_view(idempotent)
def change_name(request: PeopleRequest, body: NameIn) -> PersonOut:
    """Change one's name."""
    request.person = persons.change_name(by=request.actor, name=body.name)
    return _me(request)


@router.patch("/me/preferences", response=PersonOut, operation_id="change_preferences")
@decorate_view(idempotent)
def change_preferences(request: PeopleRequest, body: PreferencesIn) -> PersonOut:
    """Change one's preferences."""
    request.person = persons.change_preferences(by=request.actor, **body.dict())
    return _me(request)


@router.get("/me/organisations", response=list[StandingOut], operation_id="my_organisations")
def my_organisations(request: PeopleRequest) -> list[membership_queries.Standing]:
    """Every organisation the person belongs to."""
    return membership_queries.standings(person_id=person_of(request))


@router.put("/me/acting", response=StandingOut | None, operation_id="act_for_organisation")
def act_for_organisation(request: PeopleRequest, body: ActingIn) -> membership_queries.Standing | None:
    """Act for an organisation from now on in this browser, or for nobody but oneself."""
    if body.organisation_id is None:
        request.session.pop(ACTING_KEY, None)
        return None
    return act_for(request, str(body.organisation_id))


@router.post("/organisations", response={201: OrganisationOut}, operation_id="found_organisation")
@decorate_view(idempotent)
def found_organisation(request: PeopleRequest, body: OrganisationIn) -> Status[Organisation]:
    """Found an organisation and own it."""
    return Status(201, organisations.found_organisation(by=request.actor, **body.dict()))


@router.get("/organisations/{uuid:organisation_id}", response=OrganisationOut, operation_id="organisation")
def organisation(request: PeopleRequest, organisation_id: UUID) -> Organisation:
    """What everybody may know of an organisation."""
    del request
    return organisation_queries.organisation(organisation_id=organisation_id)


@router.get("/organisations/{uuid:organisation_id}/members", response=list[MemberOut], operation_id="members")
def members(request: PeopleRequest, organisation_id: UUID, offset: int = 0) -> list[Membership]:
    """Up to 200 members from `offset` on, owners first."""
    membership_queries.demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MEMBER)
    start = max(offset, 0)
    return list(membership_queries.members(organisation_id=organisation_id)[start : start + MEMBERS_MAX])


@router.put(
    "/organisations/{uuid:organisation_id}/members/{uuid:membership_id}/role",
    response=MemberOut,
    operation_id="change_role",
)
@decorate_view(idempotent)
def change_role(request: PeopleRequest, organisation_id: UUID, membership_id: UUID, body: RoleIn) -> Membership:
    """Give a member another role."""
    if body.role not in list(Role):
        raise BadInput(fields={"role": [body.role]})
    return memberships.change_role(
        by=request.actor, organisation_id=organisation_id, membership_id=membership_id, role=body.role
    )


@router.delete(
    "/organisations/{uuid:organisation_id}/members/{uuid:membership_id}",
    response={204: None},
    operation_id="end_membership",
)
@decorate_view(idempotent)
def end_membership(request: PeopleRequest, organisation_id: UUID, membership_id: UUID) -> Status[None]:
    """End a membership."""
    memberships.end_membership(by=request.actor, organisation_id=organisation_id, membership_id=membership_id)
    return Status(204, None)


@router.post("/organisations/{uuid:organisation_id}/invitations", response={201: InvitationOut}, operation_id="invite")
@decorate_view(idempotent)
def invite(request: PeopleRequest, organisation_id: UUID, body: InvitationIn) -> Status[InvitationOut]:
    """Invite somebody; the answer carries the link."""
    made = invitations.invite(
        by=request.actor,
        organisation_id=organisation_id,
        role=body.role,
        landing=landing_of(request),
        phone=_phone(body.phone),
        email=_email(body.email),
        places=body.places,
    )
    shown = InvitationOut.from_orm(made)
    shown.link = invitation_queries.link(landing=landing_of(request), invitation_id=made.id)
    return Status(201, shown)


@router.get("/regions", response=list[RegionOut], operation_id="regions")
def regions(
    request: PeopleRequest, country: str = "", code: str = "", text: str = "", *, help_first: bool = False
) -> list[Region]:
    """The regions under one (`country`, `code`), those a `text` finds, or the help-first ones; else the countries."""
    del request
    if text:
        return region_queries.search_regions(text=text[:60], country=country, only_help_first=help_first)
    if not country:
        return list(region_queries.with_marks(region_queries.countries()))
    if help_first:
        return region_queries.help_first_regions(country=country)
    parent = region_queries.region(country=country, code=code or country)
    return list(region_queries.children(parent=parent))


@router.get("/regions/{country}/{code}", response=RegionOut, operation_id="region")
def region(request: PeopleRequest, country: str, code: str) -> Region:
    """One region by its official code, or by a code it had before."""
    del request
    return region_queries.region(country=country, code=code)


def _phone(typed: str) -> str:
    number = read_phone(typed, language=get_language() or "") if typed else ""
    if number is None:
        raise BadInput(fields={"phone": [typed]})
    return number


def _email(typed: str) -> str:
    address = read_email(typed) if typed else ""
    if address is None:
        raise BadInput(fields={"email": [typed]})
    return address
