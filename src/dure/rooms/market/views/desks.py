"""What a checkout is made of: the purse to pay from, and the two forms; and the agreement they come to."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict

from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.rooms.dispatch.queries.hubs import open_hubs
from dure.rooms.giving.queries.funds import open_funds
from dure.rooms.market.agreements import Agreement
from dure.rooms.market.drafts import Means, Receiving
from dure.rooms.market.forms.addressees import AddresseeForm
from dure.rooms.market.forms.checkouts import NEW, TICKS, CheckoutForm, KeyForm
from dure.rooms.market.models import Addressee, Basket
from dure.rooms.market.providers import registry
from dure.rooms.market.queries.addressees import addressee, addressees
from dure.rooms.market.queries.checkouts import Purse, read_basket
from dure.rooms.market.services import baskets
from dure.rooms.market.services.addressees import add_addressee
from dure.rooms.market.views.baskets import basket_id_of
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

    def with_form(self, form: CheckoutForm) -> "Desk":
        """Return the same desk with another form on it."""
        return replace(self, form=form)


def desk_of(request: DureRequest, sent: QueryDict | None) -> Desk | None:
    """Return the forms over today's basket, filled with what was sent; None where nothing can be ordered."""
    basket = baskets.join_baskets(by=request.actor, basket_id=basket_id_of(request))
    read = read_basket(basket=basket, buyer_id=request.actor.person_id)
    plain = read.shown()
    currency = sent.get("currency", "") if sent is not None else request.GET.get("currency", "")
    purse = plain.purse(currency) or plain.purse("")
    if basket is None or purse is None:
        return None
    form, receiver = _forms(request, sent, basket, purse.currency)
    return Desk(basket, read.shown(form.wishes()).purse(purse.currency) or purse, purse, form, receiver)


def choices_of(form: CheckoutForm) -> dict[str, object]:
    """Return what was filled in, to be kept with the basket; a tick that is not set is kept as such."""
    return {name: (name in form.data) if name in TICKS else form.data.get(name, "") for name in form.fields}


def receiver_of(request: DureRequest, desk: Desk) -> Addressee | None:
    """Return whom it is brought to, kept in the address book; None where it is collected."""
    answers = desk.form.cleaned_data
    if answers["means"] != Means.HOME:
        return None
    if desk.form.is_new_addressee:
        return add_addressee(by=request.actor, **desk.receiver.facts())
    return addressee(buyer_id=buyer_of(request), addressee_id=UUID(answers["addressee"]))


def agreement_of(desk: Desk, receiver: Addressee | None, sent: QueryDict) -> Agreement:
    """Return what the button that was pressed said."""
    answers, wishes = desk.form.cleaned_data, desk.form.wishes()
    total = sent.get("total", "")
    return Agreement(
        client_key=client_key_of(sent) or new_id(),
        currency=desk.purse.currency,
        total=int(total) if total.isascii() and total.isdecimal() else 0,
        seen=tuple(sent.getlist("seen")),
        receiving=_receiving(answers, receiver),
        with_pledges=wishes.with_pledges,
        gift=wishes.gift,
        gift_fund_id=UUID(answers["gift_fund"]) if wishes.gift else None,
        note=answers["note"],
    )


def client_key_of(sent: QueryDict) -> UUID | None:
    """Return the key of a form; None where it has none we could use."""
    form = KeyForm(sent)
    return form.cleaned_data["idempotency_key"] if form.is_valid() else None


def _forms(
    request: DureRequest, sent: QueryDict | None, basket: Basket, currency: str
) -> tuple[CheckoutForm, AddresseeForm]:
    """Return the page's two forms, filled with what was sent, else with what the person chose before."""
    known = addressees(buyer_id=buyer_of(request))
    form = CheckoutForm(
        sent,
        initial=_first_choices(request, known) | basket.choices,
        currency=currency,
        addressees=known,
        hubs=[(hub.id, f"{hub.name} · {hub.region.name}") for hub in open_hubs()],
        funds=[(fund.id, fund.shown_name) for fund in open_funds()],
        providers=[(each.name, str(each.title)) for each in registry.offered(currency=currency)],
    )
    is_writing = form.is_new_addressee and sent is not None and "order" in sent
    mine = {
        "name": form.initial["collector_name"],
        "phone": form.initial["collector_phone"],
        "country": "CN" if currency == "CNY" else "KR",
    }
    return form, AddresseeForm(sent if is_writing else None, prefix="to", initial=mine)


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
