"""The order slip: what a page gives the browser so that the very same order can be placed over the gate."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dure.kernel import clock, tokens
from dure.kernel.errors import BadInput
from dure.kernel.http import DureRequest, gate_address
from dure.rooms.market.agreements import Agreement
from dure.rooms.market.drafts import OrderRequest
from dure.rooms.market.errors import BasketChanged
from dure.rooms.market.passes import PASS_LIFE, QUOTE_LIFE, Pass, pass_text, quote_text, quotes_until
from dure.rooms.market.queries.checkouts import Purse
from dure.rooms.market.queries.quotes import quotes_read
from dure.rooms.market.services.checkouts import request_of
from dure.rooms.market.views.desks import Desk, agreement_of, desk_of, receiver_of
from dure.rooms.market.views.people import buyer_of

HOLDS_S = int(QUOTE_LIFE.total_seconds()) - 60
"""How long a slip can be used: its quotes end with a whole minute."""


@never_cache
@require_POST
def slip(request: DureRequest) -> HttpResponse:
    """Return a fresh slip for the form as it was sent; refuses where only the page can say what is in the way."""
    desk = desk_of(request, request.POST)
    if desk is None:
        raise BasketChanged
    if not desk.is_complete:
        raise BadInput(fields={name: [str(each) for each in found] for name, found in desk.form.errors.items()})
    return JsonResponse(slip_of(request, desk, request.POST))


def slip_shown(request: DureRequest, desk: Desk) -> dict[str, Any] | None:
    """Return the slip of a page as it stands; None where something is still to be written on it."""
    form = desk.form.untouched()
    if form.is_new_addressee or not form.is_valid():
        return None
    return slip_of(request, desk.with_form(form), QueryDict())


def slip_of(request: DureRequest, desk: Desk, sent: QueryDict, *, known_as: str = "") -> dict[str, Any]:
    """Return the slip of a complete desk: the gate's address, pass, quotes, the order, and the form it was made of.

    `known_as` is how a live room may call the buyer.
    """
    agreement = agreement_of(desk, receiver_of(request, desk), sent)
    order = request_of(buyer_id=buyer_of(request), purse=desk.purse, agreement=agreement)
    found = quotes_read(desk.read)
    until = quotes_until(clock.now())
    return {
        "gate": gate_address(request),
        "holds_s": HOLDS_S,
        "made_of": {name: str(desk.form.data.get(name) or "") for name in _deciding(desk)},
        "total": str(desk.purse.bill.total.minor),
        "seen": desk.purse.seen,
        "pass": pass_of(desk.purse, agreement, order, pay_with=desk.form.cleaned_data["provider"], known_as=known_as),
        "quotes": [quote_text(found[line.offer_id], key=_key(), until=until) for line in order.lines],
        "order": _written(order),
    }


def pass_of(purse: Purse, agreement: Agreement, order: OrderRequest, *, pay_with: str, known_as: str = "") -> str:
    """Return the pass for what a page shows."""
    made = Pass(
        buyer_id=order.buyer_id,
        receiving=agreement.receiving,
        pay_with=pay_with,
        currency=order.currency,
        until=clock.now() + PASS_LIFE,
        with_pledges=agreement.with_pledges,
        total_max=purse.bill.total.minor,
        fund_ids=(agreement.gift_fund_id,) if agreement.gift_fund_id else (),
        known_as=known_as,
    )
    return pass_text(made, key=_key())


def _key() -> bytes:
    return tokens.key_of(settings.SECRET_KEY)


def _deciding(desk: Desk) -> list[str]:
    """Return the fields the order was made of: the page compares them before it uses the slip."""
    form, wishes = desk.form, desk.form.wishes()
    names = ["means", "is_present", "with_pledges", "gift", "note"]
    names += ["hub", "collector_name", "collector_phone"] if wishes.is_collected else ["addressee"]
    names += ["message"] if form.data.get("is_present") else []
    names += ["gift_fund"] if wishes.gift else []
    return names + [desk.receiver.add_prefix(name) for name in desk.receiver.fields if form.is_new_addressee]


def _written(order: OrderRequest) -> dict[str, Any]:
    """Return an order as it is sent to the gate; the form's key is put in by the page."""
    return {
        "lines": [
            {"offer": str(line.offer_id), "count": line.quantity, "price": str(line.unit_price)} for line in order.lines
        ],
        "fees": {str(seller_id): str(fee) for seller_id, fee in order.fees.items()},
        "gift": str(order.gift),
        "gift_fund": str(order.gift_fund_id) if order.gift_fund_id else None,
        "note": order.note,
    }
