"""What merchants pay, and what was agreed with them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from dure.kernel.clock import today
from dure.rooms.merchants.models import Agreement, AgreementRate, Channel, MarketRate, Merchant
from dure.rooms.merchants.plans import Rate, house_rate

HOME_COUNTRY = "KR"


def rates(*, organisation_ids: Iterable[UUID], channel: str, on: date) -> dict[UUID, Rate]:
    """Return what each organisation pays on a channel and day; the house's plan where nothing was agreed.

    Three queries, however many organisations.
    """
    wanted = list(dict.fromkeys(organisation_ids))
    countries = dict(Merchant.objects.filter(pk__in=wanted).values_list("organisation_id", "country"))
    agreed = _agreed(wanted, channel, on)
    market = _market(channel, on)
    return {
        organisation_id: _rate(
            channel, agreed.get(organisation_id), market.get(countries.get(organisation_id, HOME_COUNTRY))
        )
        for organisation_id in wanted
    }


def plan(*, organisation_id: UUID, on: date | None = None) -> list[Rate]:
    """Return what an organisation pays on every channel, in the channels' order."""
    day = on or today()
    return [
        rates(organisation_ids=[organisation_id], channel=channel, on=day)[organisation_id]
        for channel in Channel.values
    ]


def agreements(*, organisation_id: UUID) -> QuerySet[Agreement]:
    """Return everything ever agreed with an organisation, newest first, with the rates."""
    found = Agreement.objects.filter(merchant_id=organisation_id).select_related("made_by")
    return found.prefetch_related("rates")


def market_rates() -> QuerySet[MarketRate]:
    """Return everything noted about what selling costs elsewhere, newest of each country and channel first."""
    return MarketRate.objects.select_related("noted_by")


def market_rate(*, country: str, channel: str, on: date) -> MarketRate | None:
    """Return what is known on a day of the rate elsewhere in a country and channel."""
    found = MarketRate.objects.filter(country=country, channel=channel, published_on__lte=on)
    return found.order_by("-published_on").first()


def _agreed(organisation_ids: list[UUID], channel: str, on: date) -> dict[UUID, int]:
    """Return the agreed rates; the agreement that began last holds, until its last day."""
    holding = Q(agreement__ends_on__isnull=True) | Q(agreement__ends_on__gte=on)
    found = (
        AgreementRate.objects.filter(
            holding, channel=channel, agreement__merchant_id__in=organisation_ids, agreement__starts_on__lte=on
        )
        .order_by("agreement__starts_on")
        .values_list("agreement__merchant_id", "commission_bp")
    )
    return dict(found)


def _market(channel: str, on: date) -> dict[str, MarketRate]:
    found = MarketRate.objects.filter(channel=channel, published_on__lte=on).order_by("published_on")
    return {each.country: each for each in found}


def _rate(channel: str, agreed_bp: int | None, market: MarketRate | None) -> Rate:
    market_bp = market.market_bp if market else None
    return Rate(
        channel=channel,
        commission_bp=house_rate(channel, market_bp) if agreed_bp is None else agreed_bp,
        market_bp=market_bp,
        source=f"{market.source_shown} ({date_format(market.published_on)})" if market else "",
    )
