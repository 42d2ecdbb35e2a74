"""Programmes and links: what hosts may promote, where a link leads, who came by one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID

from django.db.models import Q, QuerySet

from dure.kernel import clock
from dure.kernel.errors import NotFound
from dure.kernel.http import STRANGER
from dure.kernel.money import Money
from dure.rooms.catalog.queries.goods import Goods, goods
from dure.rooms.catalog.queries.offers import OfferView, offer
from dure.rooms.market import errors
from dure.rooms.market.models import Programme, PromotionLink, Touch
from dure.rooms.market.promoting import Moment, Visit
from dure.rooms.market.queries.bookings import full_prices
from dure.rooms.merchants.queries.storefronts import slugs
from dure.rooms.stage.queries.shows import show_of

Target = PromotionLink.Target
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a link leads to, as its page shows it; `photo` is an address or empty, `tile` a drawing's name."""

    title: str
    seller: str
    path: str
    photo: str = ""
    tile: str = ""
    price: Money | None = None


@dataclass(frozen=True, kw_only=True)
class KnownVisit:
    """A person's visits by one link, with the rows they are decided by."""

    visit: Visit
    link: PromotionLink


def programme(*, programme_id: UUID) -> Programme:
    """Return a programme with its seller; ProgrammeNotFound."""
    found = Programme.objects.select_related("seller", "product").filter(id=programme_id).first()
    if found is None:
        raise errors.ProgrammeNotFound
    return found


def programme_named(*, number: str) -> Programme:
    """Return the programme a form names; ProgrammeNotFound for what is no number too."""
    try:
        return programme(programme_id=UUID(number))
    except ValueError as error:
        raise errors.ProgrammeNotFound from error


def programmes_of(*, seller_id: UUID) -> QuerySet[Programme]:
    """Return a seller's programmes, newest first."""
    return Programme.objects.filter(seller_id=seller_id).select_related("product").order_by("-opened_at", "-id")


def own_programme(*, seller_id: UUID, programme_id: UUID) -> Programme:
    """Return one of a seller's programmes; ProgrammeNotFound for anybody else's."""
    found = programmes_of(seller_id=seller_id).select_related("seller").filter(id=programme_id).first()
    if found is None:
        raise errors.ProgrammeNotFound
    return found


def running() -> QuerySet[Programme]:
    """Return the programmes that run now, those that pay most first."""
    now = clock.now()
    unended = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    found = Programme.objects.filter(unended, paused_at=None, starts_at__lte=now)
    return found.select_related("seller__region", "product").order_by("-commission_bp", "id")


def best_for(*, seller_id: UUID, product_id: UUID | None = None, offer_id: int | None = None) -> Programme | None:
    """Return the running programme that pays most for a seller's show (nothing given), product or offer."""
    whole = Q(product__isnull=True, offer_id__isnull=True)
    part = Q(product_id=product_id) if product_id else Q()
    part |= Q(offer_id=offer_id) if offer_id else Q()
    fits = whole | part if part else whole
    return running().filter(fits, seller_id=seller_id).first()


def link(*, code: str) -> PromotionLink:
    """Return a link with host and programme; LinkNotFound."""
    rows = PromotionLink.objects.select_related("affiliate__person", "programme__seller", "programme__product")
    found = rows.filter(code=code).first()
    if found is None:
        raise errors.LinkNotFound
    return found


def demand_within(*, programme: Programme, target: str, target_id: str) -> None:
    """Refuse what a programme does not pay for, and what is not there (NotOfTheProgramme)."""
    try:
        is_within = _is_within(programme, target, target_id)
    except (NotFound, ValueError):
        is_within = False
    if not is_within:
        raise errors.NotOfTheProgramme


def _is_within(programme: Programme, target: str, target_id: str) -> bool:
    match target:
        case Target.SHOW:
            show = show_of(show_id=UUID(target_id), by=STRANGER)
            return show.organisation_id == programme.seller_id
        case Target.OFFER:
            found = offer(offer_id=int(target_id))
            is_product = programme.product_id in {None, found.product_id}
            is_offer = programme.offer_id in {None, found.offer_id}
            return found.is_public and found.organisation_id == programme.seller_id and is_product and is_offer
        case Target.PRODUCT:
            found_goods = goods(product_id=UUID(target_id))
            is_product = programme.product_id in {None, found_goods.product.id}
            is_offer = programme.offer_id is None
            return found_goods.product.organisation_id == programme.seller_id and is_product and is_offer
        case Target.SELLER:
            return UUID(target_id) == programme.seller_id
    return False


def shown(link: PromotionLink) -> Shown:
    """Return what a link leads to; where that is gone, its seller's front."""
    seller = link.programme.seller.shown_name
    try:
        match link.target:
            case Target.SHOW:
                show = show_of(show_id=UUID(link.target_id), by=STRANGER)
                return Shown(title=show.title, seller=seller, path=f"/live/{show.id}/")
            case Target.PRODUCT:
                return _shown_goods(goods(product_id=UUID(link.target_id)), seller)
            case Target.OFFER:
                return _shown_offer(offer(offer_id=int(link.target_id)), seller)
    except NotFound:
        pass
    return Shown(title=seller, seller=seller, path=front_path(seller_id=link.programme.seller_id))


def _shown_goods(found: Goods, seller: str) -> Shown:
    path = f"/products/{found.product.id}/"
    first = found.offers[0] if found.offers else None
    photo = found.photos[0].medium if found.photos else ""
    if first is None:
        return Shown(title=found.product.name, seller=seller, path=path, photo=photo)
    return Shown(title=first.name, seller=seller, path=path, photo=photo, tile=first.tile, price=_price(first))


def _shown_offer(found: OfferView, seller: str) -> Shown:
    path = f"/products/{found.product_id}/?offer={found.offer_id}"
    return Shown(title=found.name, seller=seller, path=path, tile=found.tile, price=_price(found))


def _price(found: OfferView) -> Money:
    """Return what one costs, also where the offer's own price is a deposit."""
    return full_prices(offer_ids=[found.offer_id]).get(found.offer_id, found.price)


def front_path(*, seller_id: UUID) -> str:
    """Return where everything of a seller is shown: its own front, or else the market."""
    slug = slugs(organisation_ids={seller_id}).get(seller_id)
    return f"/s/{quote(slug)}/" if slug else "/shop/"


def visits_of(*, person_ids: Collection[UUID]) -> dict[UUID, list[KnownVisit]]:
    """Return by which links some people came, in one query."""
    rows = Touch.objects.filter(person_id__in=person_ids).select_related("link__programme", "link__affiliate")
    found: dict[UUID, list[KnownVisit]] = defaultdict(list)
    for row in rows.order_by("id"):
        assert row.person_id is not None, "asked for by person"
        found[row.person_id].append(KnownVisit(visit=_visit(row), link=row.link))
    return found


def _visit(row: Touch) -> Visit:
    programme = row.link.programme
    return Visit(
        link_id=row.link_id,
        seller_id=programme.seller_id,
        product_id=programme.product_id,
        offer_id=programme.offer_id,
        moments=read_moments(row.moments),
    )


def read_moments(kept: Iterable[Sequence[int]]) -> list[Moment]:
    """Return times as they were kept."""
    return [
        Moment(at=EPOCH + at * MILLISECOND, until=EPOCH + until * MILLISECOND, commission_bp=commission_bp)
        for at, until, commission_bp in kept
    ]


def from_moments(moments: Iterable[Moment]) -> list[list[int]]:
    """Return times as they are kept."""
    return [
        [(each.at - EPOCH) // MILLISECOND, (each.until - EPOCH) // MILLISECOND, each.commission_bp] for each in moments
    ]
