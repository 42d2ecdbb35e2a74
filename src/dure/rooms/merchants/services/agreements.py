"""Agreeing on commission, ending an agreement, and noting what selling costs elsewhere; staff only."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now, today
from dure.kernel.errors import NotAllowed, NotFound
from dure.kernel.http import Actor
from dure.rooms.merchants import errors
from dure.rooms.merchants.models import Agreement, AgreementRate, Channel, MarketRate, Merchant
from dure.rooms.merchants.models.agreements import WHOLE_BP
from dure.rooms.merchants.models.merchants import CURRENCY_OF
from dure.rooms.merchants.plans import Rate
from dure.rooms.merchants.queries.agreements import market_rate


@transaction.atomic
def agree(
    *,
    by: Actor,
    organisation_id: UUID,
    starts_on: date,
    ends_on: date | None,
    rates: Mapping[str, int],
    note: str = "",
) -> Agreement:
    """Agree on rates (basis points by channel) from a day on; the agreement before ends the day before.

    Refuses rates that break the promise of three points under the market.
    """
    merchant = _locked(by, organisation_id)
    _check(starts_on=starts_on, ends_on=ends_on, rates=rates)
    _demand_promise(merchant, rates, on=starts_on)
    if merchant.agreements.filter(starts_on=starts_on).exists():
        raise errors.AgreementDaysTaken
    before = merchant.agreements.filter(starts_on__lt=starts_on)
    before.exclude(ends_on__lt=starts_on).update(ends_on=starts_on - timedelta(days=1))
    made = Agreement.objects.create(
        merchant=merchant,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note.strip()[:300],
        made_at=now(),
        made_by_id=by.person_id,
    )
    AgreementRate.objects.bulk_create(
        [AgreementRate(agreement=made, channel=channel, commission_bp=rate) for channel, rate in rates.items()]
    )
    return made


@transaction.atomic
def end_agreement(*, by: Actor, organisation_id: UUID, agreement_id: UUID, ends_on: date) -> Agreement:
    """Let an agreement end on a day from today on; the house's plan holds afterwards."""
    merchant = _locked(by, organisation_id)
    found = merchant.agreements.filter(id=agreement_id).first()
    if found is None:
        raise NotFound
    if ends_on < max(today(), found.starts_on):
        raise errors.AgreementWrong(fields={"ends_on": [str(errors.AgreementWrong.sentence)]})
    found.ends_on = ends_on
    found.save(update_fields=["ends_on"])
    return found


@transaction.atomic
def note_market_rate(
    *, by: Actor, country: str, channel: str, market_bp: int, source: str, published_on: date
) -> MarketRate:
    """Note what selling costs elsewhere, as somebody published it; the same day again corrects it."""
    if not by.is_staff:
        raise NotAllowed
    wrong = {
        "country": country not in CURRENCY_OF,
        "channel": channel not in Channel.values,
        "market_rate": not 0 < market_bp <= WHOLE_BP,
        "source": not source.strip(),
        "published_on": published_on > today(),
    }
    if any(wrong.values()):
        sentence = str(errors.MarketRateWrong.sentence)
        raise errors.MarketRateWrong(fields={field: [sentence] for field, is_wrong in wrong.items() if is_wrong})
    noted, _is_new = MarketRate.objects.update_or_create(
        country=country,
        channel=channel,
        published_on=published_on,
        defaults={
            "market_bp": market_bp,
            "source": source.strip()[:300],
            "noted_at": now(),
            "noted_by_id": by.person_id,
        },
    )
    return noted


def _check(*, starts_on: date, ends_on: date | None, rates: Mapping[str, int]) -> None:
    wrong = {
        "starts_on": starts_on < today(),
        "ends_on": ends_on is not None and ends_on < starts_on,
        **{f"rate_{channel}": not 0 <= rates.get(channel, -1) <= WHOLE_BP for channel in Channel.values},
    }
    if any(wrong.values()) or set(rates) != set(Channel.values):
        sentence = str(errors.AgreementWrong.sentence)
        raise errors.AgreementWrong(fields={field: [sentence] for field, is_wrong in wrong.items() if is_wrong})


def _demand_promise(merchant: Merchant, rates: Mapping[str, int], *, on: date) -> None:
    for channel, commission_bp in rates.items():
        market = market_rate(country=merchant.country, channel=channel, on=on)
        rate = Rate(channel=channel, commission_bp=commission_bp, market_bp=market.market_bp if market else None)
        if not rate.keeps_promise:
            raise errors.PromiseNotKept(
                channel=str(Channel(channel).label), percent=str(rate.percent), market=str(rate.market_percent)
            )


def _locked(by: Actor, organisation_id: UUID) -> Merchant:
    if not by.is_staff:
        raise NotAllowed
    found = Merchant.objects.select_for_update(of=("self",)).filter(pk=organisation_id).first()
    if found is None:
        raise NotFound
    return found
