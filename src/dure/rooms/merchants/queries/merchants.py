"""Merchants as other rooms and pages see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from dure.kernel.errors import NotFound
from dure.kernel.http import Actor
from dure.kernel.questions import ask
from dure.rooms.merchants.models import Merchant, MerchantAct, PayoutAccount, Status
from dure.rooms.merchants.queries.seller_rows import SellerRow, sellers_among
from dure.rooms.people.queries.memberships import demand_role
from dure.rooms.people.roles import Role


@dataclass(frozen=True, kw_only=True)
class Seller:
    """A merchant as buyers see it; amounts in minor units, `slug` empty where it has no public storefront."""

    organisation_id: UUID
    name: str
    slug: str
    is_approved: bool
    region_id: UUID | None
    region: str
    is_help_first: bool
    country: str
    currency: str
    delivery_fee: int
    free_delivery_from: int | None

    def delivery_for(self, goods: int) -> int:
        """Return what delivery costs for goods of this worth, in minor units."""
        is_free = self.free_delivery_from is not None and goods >= self.free_delivery_from
        return 0 if is_free else self.delivery_fee


def merchant(*, organisation_id: UUID) -> Merchant:
    """Return a merchant with its organisation and place; NotFound where the organisation does not sell."""
    found = _whole().filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found


def own_merchant(*, by: Actor, organisation_id: UUID) -> Merchant:
    """Return a merchant to those who may act for it; NotFound to everybody else."""
    demand_role(by=by, organisation_id=organisation_id, least=Role.MEMBER)
    return merchant(organisation_id=organisation_id)


def find(*, organisation_id: UUID) -> Merchant | None:
    """Return a merchant, or None where the organisation does not sell."""
    return _whole().filter(pk=organisation_id).first()


def first_approved() -> Seller | None:
    """Return the merchant that was approved first, for whoever names none; None in a house without any."""
    found = Merchant.objects.filter(status=Status.APPROVED).order_by("approved_at", "pk").values_list("pk", flat=True)
    first = found.first()
    return summaries(organisation_ids=[first])[first] if first else None


def approved_among(*, organisation_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of some organisations from whom the public may buy, in one query."""
    found = Merchant.objects.filter(pk__in=set(organisation_ids), status=Status.APPROVED)
    return set(found.values_list("organisation_id", flat=True))


def summaries(*, organisation_ids: Iterable[UUID]) -> dict[UUID, Seller]:
    """Return what buyers may know of some merchants, in one query; organisations that do not sell are left out."""
    wanted = list(set(organisation_ids))
    if not wanted:
        return {}
    question = sellers_among(organisations="SELECT unnest(%(organisation_ids)s::uuid[])")
    return sellers_of(ask(question, organisation_ids=wanted).of(question))


def sellers_of(rows: Iterable[SellerRow]) -> dict[UUID, Seller]:
    """Return what was told of merchants, by organisation."""
    return {row.organisation_id: _seller(row) for row in rows}


def payout_account(*, organisation_id: UUID) -> PayoutAccount | None:
    """Return the account a merchant's money goes to now, if one was entered."""
    return PayoutAccount.objects.filter(merchant_id=organisation_id, replaced_at__isnull=True).first()


def acts(*, organisation_id: UUID, count: int = 30) -> list[MerchantAct]:
    """Return what happened to a merchant lately, newest first, with who did it."""
    found = MerchantAct.objects.filter(merchant_id=organisation_id).select_related("by")
    return list(found.order_by("-at", "-id")[:count])


def with_account(merchants: QuerySet[Merchant]) -> QuerySet[Merchant]:
    """Return merchants with whether a payout account was entered (`has_account`)."""
    accounts = PayoutAccount.objects.filter(merchant_id=OuterRef("pk"), replaced_at__isnull=True)
    return merchants.annotate(has_account=Exists(accounts))


def _whole() -> QuerySet[Merchant]:
    return Merchant.objects.select_related("organisation", "region", "address__region")


def _seller(row: SellerRow) -> Seller:
    return Seller(
        organisation_id=row.organisation_id,
        name=row.name,
        slug=row.slug or "",
        is_approved=row.status == Status.APPROVED,
        region_id=row.region_id,
        region=row.region or "",
        is_help_first=row.is_help_first,
        country=row.country,
        currency=row.currency,
        delivery_fee=row.delivery_fee,
        free_delivery_from=row.free_delivery_from,
    )
