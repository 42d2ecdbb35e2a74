"""The card sandbox at work: it takes test cards, asks for codes, collects, gives back, and writes to the shop.

It plays an outside company: it knows the shop by address and reference only.
"""

import json
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import requests
from django.conf import settings
from django.db import transaction

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.jobs import job
from dure.kernel.money import Money
from dure.rooms.market import card_sandbox as cards
from dure.rooms.market import errors
from dure.rooms.market.card_sandbox import Behaviour, SandboxCard
from dure.rooms.market.models import SandboxCharge, SandboxNews, SandboxRefund
from dure.rooms.market.queries import card_sandbox as queries

SLOW = timedelta(seconds=20)
SOON = timedelta(seconds=2)
WRONG_CODES_MAX = 3
CODE_DIGITS = 6
TIMEOUT_S = 10
REFUSALS = {Behaviour.DECLINED: "card_declined", Behaviour.INSUFFICIENT: "insufficient_funds"}


OPEN_CHARGE: Final = """
    INSERT INTO market_sandboxcharge (id, shop_reference, title, amount, currency, refunded, return_url, news_url,
        status, behaviour, card_end, code, wrong_code_count, reason, made_at)
    VALUES (%(id)s, %(shop_reference)s, %(title)s, %(amount)s, %(currency)s, 0, %(return_url)s, %(news_url)s, 'open',
        '', '', '', 0, '', %(made_at)s)
    ON CONFLICT (shop_reference) DO UPDATE SET shop_reference = excluded.shop_reference
    RETURNING *
"""
CHALLENGE: Final = """
    UPDATE market_sandboxcharge SET status = 'challenged', behaviour = 'challenge', code = %(code)s, card_end = %(end)s
    WHERE id = %(id)s AND status = 'open'
    RETURNING *
"""
COLLECT: Final = """
    UPDATE market_sandboxcharge SET status = 'paid', known_at = %(now)s
    WHERE id = %(id)s AND status = 'challenged' AND code = %(code)s
    RETURNING *
"""


def open_charge(*, shop_reference: UUID, amount: Money, title: str, return_url: str, news_url: str) -> SandboxCharge:
    """Open a page where an amount can be paid; the same reference again is the same page."""
    wanted = {
        "id": new_id(),
        "shop_reference": shop_reference,
        "title": title[:200],
        "amount": amount.minor,
        "currency": amount.currency,
        "return_url": return_url,
        "news_url": news_url,
        "made_at": clock.now(),
    }
    [charge] = SandboxCharge.objects.raw(OPEN_CHARGE, wanted)
    return charge


def pay_by_card(*, charge_id: UUID, number: str) -> SandboxCharge:
    """Try a test card; what was paid or refused stays so, and a page pressed twice collects once."""
    card = cards.card_of(number)
    if card is not None and card.behaviour == Behaviour.CHALLENGE:
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        asked = SandboxCharge.objects.raw(CHALLENGE, {"id": charge_id, "code": code, "end": card.number[-4:]})
        return next(iter(asked), None) or queries.charge(charge_id=charge_id)
    return _decide(charge_id, card)


@transaction.atomic
def _decide(charge_id: UUID, card: SandboxCard | None) -> SandboxCharge:
    """Collect from a card at once, or refuse it."""
    charge = _locked(charge_id)
    if charge.status != SandboxCharge.Status.OPEN:
        return charge
    if card is None:
        raise errors.NotATestCard
    charge.behaviour, charge.card_end = card.behaviour, card.number[-4:]
    return _refuse(charge, REFUSALS[card.behaviour]) if card.behaviour in REFUSALS else _collect(charge)


@transaction.atomic
def answer_challenge(*, charge_id: UUID, code: str) -> SandboxCharge:
    """Try the code the bank sent; the third wrong one ends the payment."""
    for charge in SandboxCharge.objects.raw(COLLECT, {"id": charge_id, "code": code.strip(), "now": clock.now()}):
        _tell(charge, "charge.paid", at=clock.now())
        return charge
    charge = _locked(charge_id)
    if charge.status != SandboxCharge.Status.CHALLENGED:
        return charge
    charge.wrong_code_count += 1
    charge.save(update_fields=["wrong_code_count"])
    return _refuse(charge, "wrong_code") if charge.wrong_code_count >= WRONG_CODES_MAX else charge


@transaction.atomic
def cancel_charge(*, shop_reference: UUID) -> SandboxCharge | None:
    """Call a payment off, by the buyer or the shop; what was paid stays paid."""
    charge = SandboxCharge.objects.select_for_update().filter(shop_reference=shop_reference).first()
    if charge and charge.status in {SandboxCharge.Status.OPEN, SandboxCharge.Status.CHALLENGED}:
        charge.status, charge.known_at, charge.reason = SandboxCharge.Status.CANCELLED, clock.now(), "cancelled"
        charge.save(update_fields=["status", "known_at", "reason"])
    return charge


@transaction.atomic
def give_back(*, charge_id: UUID, shop_reference: UUID, amount: int) -> SandboxRefund:
    """Give back a part of what was collected, never more than it; the same reference again is the same refund."""
    charge = _locked(charge_id)
    known = SandboxRefund.objects.filter(shop_reference=shop_reference).first()
    if known:
        return known
    if charge.status != SandboxCharge.Status.PAID or charge.behaviour == Behaviour.REFUND_FAILS:
        raise errors.ProviderRefused(provider="card_sandbox", reason="refund_refused")
    if charge.refunded + amount > charge.amount:
        raise errors.ProviderRefused(provider="card_sandbox", reason="more_than_paid")
    charge.refunded += amount
    charge.save(update_fields=["refunded"])
    return SandboxRefund.objects.create(
        charge=charge, shop_reference=shop_reference, amount=amount, made_at=clock.now()
    )


@transaction.atomic
def note_sent(*, news_id: UUID) -> None:
    """Remember that a message arrived."""
    SandboxNews.objects.filter(id=news_id, sent_at__isnull=True).update(sent_at=clock.now())


@job(retries=8)
def send_sandbox_news(*, news_id: str) -> None:
    """Sign one message and post it to the shop; any answer but 2xx raises, so that it is tried again."""
    news = SandboxNews.objects.select_related("charge").get(id=news_id)
    if news.sent_at is not None:
        return
    body = news.body.encode()
    header = cards.signature(body, secret=settings.CARD_SANDBOX_SECRET, at_s=int(clock.now().timestamp()))
    answer = requests.post(
        news.charge.news_url,
        data=body,
        headers={"Content-Type": "application/json", cards.HEADER: header},
        timeout=TIMEOUT_S,
    )
    answer.raise_for_status()
    note_sent(news_id=news.id)


def _locked(charge_id: UUID) -> SandboxCharge:
    charge = SandboxCharge.objects.select_for_update().filter(id=charge_id).first()
    if charge is None:
        raise errors.SandboxPageNotFound
    return charge


def _refuse(charge: SandboxCharge, reason: str) -> SandboxCharge:
    charge.status, charge.reason, charge.known_at = SandboxCharge.Status.DECLINED, reason, clock.now()
    charge.save(update_fields=["status", "reason", "known_at", "behaviour", "card_end"])
    _tell(charge, "charge.declined", at=clock.now())
    return charge


def _collect(charge: SandboxCharge) -> SandboxCharge:
    """Collect the money and have the shop told, in the card's own way."""
    charge.status, charge.known_at = SandboxCharge.Status.PAID, clock.now()
    if charge.behaviour == Behaviour.SLOW:
        charge.known_at += SLOW
    charge.save(update_fields=["status", "known_at", "behaviour", "card_end"])
    match charge.behaviour:
        case Behaviour.LOST:
            pass
        case Behaviour.DUPLICATE:
            event_id = f"sbx_{new_id().hex}"
            for late in range(3):
                _tell(charge, "charge.paid", at=charge.known_at + late * SOON, event_id=event_id)
        case Behaviour.DISORDERED:
            _tell(charge, "charge.paid", at=charge.known_at)
            _tell(charge, "charge.processing", at=charge.known_at + SOON)
            _tell(charge, "charge.declined", at=charge.known_at + 2 * SOON)
        case _:
            _tell(charge, "charge.paid", at=charge.known_at)
    return charge


def _tell(charge: SandboxCharge, kind: str, *, at: datetime, event_id: str = "") -> None:
    """Write a message and have the worker send it at a moment."""
    event_id = event_id or f"sbx_{new_id().hex}"
    message = {
        "id": event_id,
        "kind": kind,
        "happened_at": clock.now().isoformat(),
        "charge": str(charge.id),
        "reference": str(charge.shop_reference),
        "amount": str(charge.amount),
        "currency": charge.currency,
        "reason": charge.reason,
    }
    body = json.dumps(message, sort_keys=True)
    news = SandboxNews.objects.create(charge=charge, event_id=event_id, kind=kind, body=body, due_at=at)
    if at <= clock.now():
        send_sandbox_news.defer(news_id=str(news.id))
    else:
        send_sandbox_news.defer_at(at, news_id=str(news.id))
