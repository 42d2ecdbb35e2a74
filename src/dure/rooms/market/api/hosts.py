"""The host network: programmes of sellers, hosts and their links and commissions, the leaderboard."""

from typing import Annotated
from uuid import UUID

from django.core.paginator import Paginator
from ninja import Router, Status
from pydantic import Field

from dure.kernel.http import DureRequest
from dure.rooms.market.queries import affiliates as queries
from dure.rooms.market.queries import host_standings, promotions
from dure.rooms.market.schemas.hosts import (
    CommissionOut,
    CommissionsOut,
    HostChoiceIn,
    HostOut,
    LeaderboardOut,
    LinkIn,
    LinkOut,
    LinksOut,
    LinkWithSumsOut,
    ProgrammeIn,
    ProgrammeOut,
    ProgrammesOut,
    TermsIn,
)
from dure.rooms.market.services import affiliates, promotion_links
from dure.rooms.market.services import programmes as verbs

router = Router(tags=["market"])
OWN = "/organisations/{uuid:organisation_id}/programmes"
ONE = f"{OWN}/{{uuid:programme_id}}"
PER_PAGE = 50
PageNumber = Annotated[int, Field(ge=1, le=100_000)]


@router.get("/hosts/leaderboard", response=LeaderboardOut, operation_id="leaderboard")
def leaderboard(
    request: DureRequest,
    period: Annotated[str, Field(pattern=r"^(all|\d{4}-\d{2})$")] = host_standings.EVER,
    region: Annotated[str, Field(max_length=32)] = host_standings.EVERYWHERE,
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "KRW",
) -> LeaderboardOut:
    """Hosts by what reached the farmers through them: ever (`all`) or in a month, everywhere or of one province."""
    person_id = request.actor.person_id
    found = host_standings.leaderboard(period=period, region_path=region, currency=currency, person_id=person_id)
    return LeaderboardOut.of(found)


@router.get("/hosts/programmes", response=ProgrammesOut, operation_id="programmes")
def programmes(request: DureRequest, page: PageNumber = 1) -> ProgrammesOut:
    """What can be promoted now, those programmes that pay most first."""
    del request
    found = Paginator(promotions.running(), PER_PAGE).get_page(page)
    told = [ProgrammeOut.of(each) for each in found.object_list]
    return ProgrammesOut(programmes=told, page=found.number, pages=found.paginator.num_pages)


@router.post("/hosts/me", response={201: HostOut}, operation_id="join_network")
def join_network(request: DureRequest) -> Status[HostOut]:
    """Become a host: at once where nothing speaks against it, else once staff have looked."""
    return Status(201, HostOut.of(affiliates.join_network(by=request.actor)))


@router.put("/hosts/me", response=HostOut, operation_id="choose_as_host")
def choose_as_host(request: DureRequest, said: HostChoiceIn) -> HostOut:
    """Say whether one is named in the leaderboard, and how one is paid."""
    made = affiliates.choose(by=request.actor, is_named=said.is_named, organisation_id=said.organisation_id)
    return HostOut.of(made)


@router.get("/hosts/me/links", response=LinksOut, operation_id="my_links")
def my_links(request: DureRequest, page: PageNumber = 1) -> LinksOut:
    """One's own links with what they brought, newest first."""
    own = queries.own_affiliate(person_id=request.actor.person_id)
    found = queries.my_links(affiliate=own, page=page)
    told = [LinkWithSumsOut.of(row) for row in queries.rows_of(found)]
    return LinksOut(links=told, page=found.number, pages=found.paginator.num_pages)


@router.post("/hosts/me/links", response={201: LinkOut}, operation_id="make_link")
def make_link(request: DureRequest, asked: LinkIn) -> Status[LinkOut]:
    """Make an own link to a seller, product, offer or show of a programme; asked again, the same."""
    made = promotion_links.make_link(
        by=request.actor, programme_id=asked.programme_id, target=asked.target, target_id=asked.target_id
    )
    return Status(201, LinkOut.of(made))


@router.get("/hosts/me/commissions", response=CommissionsOut, operation_id="my_commissions")
def my_commissions(request: DureRequest, page: PageNumber = 1) -> CommissionsOut:
    """What one's links sold, line by line, and why each commission stands as it does."""
    own = queries.own_affiliate(person_id=request.actor.person_id)
    found = Paginator(queries.my_orders(affiliate=own), PER_PAGE).get_page(page)
    told = [CommissionOut.of(row) for row in found.object_list]
    return CommissionsOut(commissions=told, page=found.number, pages=found.paginator.num_pages)


@router.get(OWN, response=list[ProgrammeOut], operation_id="own_programmes")
def own_programmes(request: DureRequest, organisation_id: UUID) -> list[ProgrammeOut]:
    """A seller's programmes, newest first."""
    del request
    return [ProgrammeOut.of(each) for each in promotions.programmes_of(seller_id=organisation_id)]


@router.post(OWN, response={201: ProgrammeOut}, operation_id="open_programme")
def open_programme(request: DureRequest, organisation_id: UUID, asked: ProgrammeIn) -> Status[ProgrammeOut]:
    """Promise hosts a commission on everything of a seller, or on one product or offer."""
    made = verbs.open_programme(
        by=request.actor,
        seller_id=organisation_id,
        terms=asked.terms(),
        product_id=asked.product_id,
        offer_id=int(asked.offer_id) if asked.offer_id else None,
        starts_at=asked.starts_at,
    )
    return Status(201, ProgrammeOut.of(made))


@router.put(ONE, response=ProgrammeOut, operation_id="change_programme")
def change_programme(request: DureRequest, organisation_id: UUID, programme_id: UUID, asked: TermsIn) -> ProgrammeOut:
    """Change the terms for visits from now on."""
    made = verbs.change_programme(
        by=request.actor, seller_id=organisation_id, programme_id=programme_id, terms=asked.terms()
    )
    return ProgrammeOut.of(made)


@router.put(f"{ONE}/pause", response=ProgrammeOut, operation_id="pause_programme")
def pause_programme(request: DureRequest, organisation_id: UUID, programme_id: UUID) -> ProgrammeOut:
    """Let orders from now on earn nothing."""
    made = verbs.pause_programme(by=request.actor, seller_id=organisation_id, programme_id=programme_id)
    return ProgrammeOut.of(made)


@router.delete(f"{ONE}/pause", response=ProgrammeOut, operation_id="resume_programme")
def resume_programme(request: DureRequest, organisation_id: UUID, programme_id: UUID) -> ProgrammeOut:
    """Let orders earn again."""
    made = verbs.resume_programme(by=request.actor, seller_id=organisation_id, programme_id=programme_id)
    return ProgrammeOut.of(made)


@router.delete(ONE, response=ProgrammeOut, operation_id="end_programme")
def end_programme(request: DureRequest, organisation_id: UUID, programme_id: UUID) -> ProgrammeOut:
    """End a programme for good; what was ordered before still earns."""
    made = verbs.end_programme(by=request.actor, seller_id=organisation_id, programme_id=programme_id)
    return ProgrammeOut.of(made)
