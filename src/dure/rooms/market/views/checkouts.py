"""The checkout: one page, and one press that orders exactly what it shows."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.rooms.dispatch.queries.hubs import open_hubs
from dure.rooms.giving.queries.funds import open_funds
from dure.rooms.market.agreements import Agreement, Placing
from dure.rooms.market.drafts import Means, Receiving
from dure.rooms.market.forms.addressees import AddresseeForm
from dure.rooms.market.forms.checkouts import NEW, CheckoutForm, KeyForm
from dure.rooms.market.models import Addressee, Basket
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.ways import ways_to_pay
from dure.rooms.market.queries.addressees import address_line, addressee, addressees
from dure.rooms.market.queries.checkouts import Purse, basket_page
from dure.rooms.market.queries.my_orders import order_by_key
from dure.rooms.market.services import baskets, checkouts
from dure.rooms.market.services.addressees import add_addressee
from dure.rooms.market.views.baskets import basket_id_of
from dure.rooms.market.views.beginning import begin_to_pay
from dure.rooms.market.views.people import buyer_of
from dure.rooms.people.contacts import show_phone
from dure.rooms.people.queries.persons import person, reach


@dataclass(frozen=True)
class Desk:
    """What the page is made of: the purse to pay from, and the two forms."""

    basket: Basket
    purse: Purse
    offered: Purse
    """The same with everything the sellers promised to give, also where the buyer declines it."""
    form: CheckoutForm
    receiver: AddresseeForm

    @property
    def is_complete(self) -> bool:
        """Whether everything that was chosen can be ordered."""
        is_receiver_fine = self.receiver.is_valid() if self.form.is_new_addressee else True
        return self.form.is_valid() and is_receiver_fine


@require_http_methods(["GET", "POST"])
def checkout(request: DureRequest) -> HttpResponse:
    """Show what is ordered, where it goes and what it costs; order it when the button is pressed."""
    placed = _placed_before(request)
    if placed is not None:
        return redirect("market:order", order_id=placed)
    desk = _desk(request)
    if desk is None:
        return _nothing_to_order(request)
    if request.method == "POST" and "order" in request.POST:
        return _order(request, desk)
    if request.method == "POST":
        baskets.remember_choices(by=request.actor, basket_id=None, choices=_choices(desk.form))
    return _page(request, desk)


def _order(request: DureRequest, desk: Desk) -> HttpResponse:
    """Order what the page showed; anything that changed meanwhile brings the person back to it, mended."""
    if not desk.is_complete:
        return _page(request, desk, status=422)
    baskets.remember_choices(by=request.actor, basket_id=None, choices=_choices(desk.form))
    receiver = _receiver(request, desk)
    agreement = _agreement(request, desk, receiver)
    placing = checkouts.place_basket(by=request.actor, basket_id=None, agreement=agreement)
    if placing.order_id is None:
        return _mended(request, placing)
    if placing.was_known:
        return redirect("market:order", order_id=placing.order_id)
    if receiver is not None:
        checkouts.note_use(addressee_id=receiver.id)
    return begin_to_pay(request, order_id=placing.order_id, provider=desk.form.cleaned_data["provider"])


def _nothing_to_order(request: DureRequest) -> HttpResponse:
    """Lead to the basket; or to the order which the same press, sent twice at once, has emptied it into meanwhile."""
    placed = _placed_before(request)
    return redirect("market:order", order_id=placed) if placed else redirect("market:basket")


def _mended(request: DureRequest, placing: Placing) -> HttpResponse:
    """Show the page anew with what changed, and everything that was filled in; where all is gone, the basket."""
    desk = _desk(request)
    if desk is None:
        words = _("Nothing was ordered and nothing was paid. No longer to be had: %(names)s")
        messages.warning(request, words % {"names": ", ".join(placing.mended)})
        return redirect("market:basket")
    return _page(request, desk, placing=placing, status=409)


def _page(request: DureRequest, desk: Desk, *, placing: Placing | None = None, status: int = 200) -> HttpResponse:
    context = {
        "desk": desk,
        "form": desk.form,
        "purse": desk.purse,
        "bill": desk.purse.bill,
        "receiver": desk.receiver,
        "placing": placing,
        "addressees": [(each, address_line(each)) for each in addressees(buyer_id=buyer_of(request))],
        "ways": ways_to_pay(buyer_id=buyer_of(request), price=desk.purse.bill.total),
        "funds": {fund.id: fund.shown_name for fund in open_funds()},
        "pledge_offered": desk.offered.bill.pledge,
        "pledged_funds": _pledged(desk.offered),
    }
    return render(request, "market/checkout.html", context, status=status)


def _desk(request: DureRequest) -> Desk | None:
    """Return the forms over today's basket; None where nothing can be ordered."""
    basket = baskets.join_baskets(by=request.actor, basket_id=basket_id_of(request))
    plain = basket_page(basket=basket, buyer_id=request.actor.person_id)
    currency = request.POST.get("currency") or request.GET.get("currency", "")
    purse = plain.purse(currency) or plain.purse("")
    if basket is None or purse is None:
        return None
    form, receiver = _forms(request, basket, purse.currency)
    shown = basket_page(basket=basket, buyer_id=request.actor.person_id, wishes=form.wishes())
    return Desk(basket, shown.purse(purse.currency) or purse, purse, form, receiver)


def _forms(request: DureRequest, basket: Basket, currency: str) -> tuple[CheckoutForm, AddresseeForm]:
    """Return the page's two forms, filled with what was sent, else with what the person chose before."""
    known = addressees(buyer_id=buyer_of(request))
    data = request.POST if request.method == "POST" else None
    form = CheckoutForm(
        data,
        initial=_first_choices(request, known) | basket.choices,
        currency=currency,
        addressees=known,
        hubs=[(hub.id, f"{hub.name} · {hub.region.name}") for hub in open_hubs()],
        funds=[(fund.id, fund.shown_name) for fund in open_funds()],
        providers=[(each.name, str(each.title)) for each in registry.offered(currency=currency)],
    )
    is_writing = form.is_new_addressee and data is not None and "order" in data
    mine = {
        "name": form.initial["collector_name"],
        "phone": form.initial["collector_phone"],
        "country": "CN" if currency == "CNY" else "KR",
    }
    return form, AddresseeForm(data if is_writing else None, prefix="to", initial=mine)


def _first_choices(request: DureRequest, known: list[Addressee]) -> dict[str, object]:
    """Return what the form says when nothing was chosen yet."""
    buyer = buyer_of(request)
    return {
        "means": Means.HOME.value,
        "addressee": str(known[0].id) if known else NEW,
        "with_pledges": True,
        "gift": "0",
        "collector_name": person(person_id=buyer).name,
        "collector_phone": show_phone(reach(person_id=buyer).phone),
    }


def _choices(form: CheckoutForm) -> dict[str, object]:
    """Return what was filled in, to be kept with the basket; a tick that is not set is kept as such."""
    ticks = {"is_present", "with_pledges"}
    return {name: (name in form.data) if name in ticks else form.data.get(name, "") for name in form.fields}


def _receiver(request: DureRequest, desk: Desk) -> Addressee | None:
    """Return whom it is brought to, kept in the address book; None where it is collected."""
    answers = desk.form.cleaned_data
    if answers["means"] != Means.HOME:
        return None
    if desk.form.is_new_addressee:
        return add_addressee(by=request.actor, **desk.receiver.facts())
    return addressee(buyer_id=buyer_of(request), addressee_id=UUID(answers["addressee"]))


def _agreement(request: DureRequest, desk: Desk, receiver: Addressee | None) -> Agreement:
    """Return what the button that was pressed said."""
    answers, wishes = desk.form.cleaned_data, desk.form.wishes()
    total = request.POST.get("total", "")
    return Agreement(
        client_key=_client_key(request) or new_id(),
        currency=desk.purse.currency,
        total=int(total) if total.isascii() and total.isdecimal() else 0,
        seen=tuple(request.POST.getlist("seen")),
        receiving=_receiving(answers, receiver),
        with_pledges=wishes.with_pledges,
        gift=wishes.gift,
        gift_fund_id=UUID(answers["gift_fund"]) if wishes.gift else None,
        note=answers["note"],
    )


def _receiving(answers: dict[str, str], receiver: Addressee | None) -> Receiving:
    """Return how the goods reach whom."""
    message = answers["message"] if answers["is_present"] else ""
    if receiver is None:
        return Receiving(
            means=Means.HUB,
            name=answers["collector_name"],
            phone=answers["collector_phone"],
            hub_id=UUID(answers["hub"]),
            message=message,
        )
    address = receiver.address
    return Receiving(
        means=Means.HOME,
        name=receiver.name,
        phone=receiver.phone,
        country=address.country,
        region_id=address.region_id,
        street=address.street,
        detail=address.detail,
        postcode=address.postcode,
        note=receiver.hint,
        message=message,
    )


def _placed_before(request: DureRequest) -> int | None:
    """Return the order this very press has placed already, when it is sent a second time."""
    key = _client_key(request) if request.method == "POST" and "order" in request.POST else None
    known = order_by_key(buyer_id=buyer_of(request), client_key=key) if key else None
    return known.order_id if known else None


def _client_key(request: DureRequest) -> UUID | None:
    """Return the key of the form; None where it has none we could use."""
    form = KeyForm(request.POST)
    return form.cleaned_data["idempotency_key"] if form.is_valid() else None


def _pledged(purse: Purse) -> list[str]:
    """Return the names of the funds the sellers give to."""
    return [fund.shown_name for fund in open_funds() if fund.id in purse.fund_ids]
