"""What a checkout is made of: the purse to pay from, and the two forms; and the agreement they come to.

The purse is the basket's, or that of the one thing which an address or a form names (`offer`, `quantity`): whoever
orders at once leaves the basket as it is.
"""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from django.http import QueryDict

from dure.kernel.http import DureRequest
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.dispatch.queries.hubs import OPEN_HUBS
from dure.rooms.giving.queries.funds import FUNDS
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.ledger.queries.accounts import AVAILABLE
from dure.rooms.market.agreements import Agreement
from dure.rooms.market.drafts import Means, Receiving
from dure.rooms.market.forms.addressees import AddresseeForm
from dure.rooms.market.forms.checkouts import NEW, TICKS, CheckoutForm, KeyForm
from dure.rooms.market.forms.wanted import wanted_in
from dure.rooms.market.order_keys import key_past_basket
from dure.rooms.market.providers import registry
from dure.rooms.market.queries.baskets import Line
from dure.rooms.market.queries.bookings import BookedRow
from dure.rooms.market.queries.checkouts import Purse, Read, read_own, read_wanted
from dure.rooms.market.queries.reading import ADDRESSEES, KNOWN, TRADING, AddresseeRow
from dure.rooms.market.services import baskets
from dure.rooms.market.services.addressees import add_addressee
from dure.rooms.market.views.baskets import basket_id_of
from dure.rooms.market.views.people import buyer_of
from dure.rooms.people.contacts import show_phone
from dure.rooms.people.queries.persons import CALLER

ASKED: Final = (TRADING, KNOWN, ADDRESSEES, OPEN_HUBS, FUNDS, CALLER, AVAILABLE)


@dataclass(frozen=True)
class Booked:
    """What is booked by a deposit: its terms, the full price and what is paid of it now."""

    terms: BookedRow
    full: Money
    paid: Money | None

    @property
    def one(self) -> Money:
        """What one costs."""
        return Money(self.terms.full_price, self.full.currency)

    @property
    def rest(self) -> Money:
        """What is still to be paid when it is bought."""
        return self.full - self.paid if self.paid else self.full


@dataclass(frozen=True)
class Desk:
    """What the page is made of: the purse to pay from, and the two forms."""

    read: Read
    purse: Purse
    offered: Purse
    """The same with everything the sellers promised to give, also where the buyer declines it."""
    form: CheckoutForm
    receiver: AddresseeForm

    @property
    def now(self) -> Line | None:
        """What is ordered at once, past the basket; None at the checkout of a basket."""
        return None if self.read.basket else self.purse.lines[0]

    @property
    def booking(self) -> Booked | None:
        """What is booked with this order, where it is a deposit."""
        terms, line = self.read.booking, self.now
        if terms is None or line is None:
            return None
        return Booked(terms, full=Money(terms.full_price * line.quantity_now, self.purse.currency), paid=line.amount)

    @property
    def is_complete(self) -> bool:
        """Whether everything that was chosen can be ordered."""
        is_receiver_fine = self.receiver.is_valid() if self.form.is_new_addressee else True
        return self.form.is_valid() and is_receiver_fine

    @property
    def addressees(self) -> list[AddresseeRow]:
        """Who is in the buyer's address book."""
        return self.read.told.of(ADDRESSEES)

    @property
    def available(self) -> int:
        """How much lies in the buyer's wallet, in minor units of the purse's currency."""
        return sum(row.amount for row in self.read.told.of(AVAILABLE) if row.unit == self.purse.currency)

    @property
    def funds(self) -> dict[UUID, str]:
        """The funds that take gifts, by their names."""
        return {row.id: row.name for row in self.read.told.of(FUNDS)}

    def with_form(self, form: CheckoutForm) -> "Desk":
        """Return the same desk with another form on it."""
        return replace(self, form=form)


def read_desk(request: DureRequest, said: QueryDict) -> Read:
    """Read in one statement what a checkout is made of; two baskets are joined first and read again."""
    buyer_id, wanted = buyer_of(request), wanted_in(said)
    asked = {
        "cell_id": HOME_CELL, "client_key": client_key_of(said), "person_id": buyer_id,
        "account": chart.wallet(buyer_id),
    }  # fmt: skip
    if wanted:
        return read_wanted(wanted=[wanted], buyer_id=buyer_id, more=ASKED, **asked)
    basket_id = basket_id_of(request)
    read = read_own(buyer_id=buyer_id, basket_id=basket_id, more=ASKED, **asked)
    if not read.is_split:
        return read
    baskets.join_baskets(by=request.actor, basket_id=basket_id)
    return read_own(buyer_id=buyer_id, basket_id=None, more=ASKED, **asked)


def desk_of(request: DureRequest, sent: QueryDict | None) -> Desk | None:
    """Return the forms over what is bought today, filled with what was sent; None where nothing can be ordered."""
    return desk_over(read_desk(request, request.GET if sent is None else sent), request, sent)


def desk_over(read: Read, request: DureRequest, sent: QueryDict | None) -> Desk | None:
    """Return the forms over what was read; None where nothing of it can be ordered."""
    plain = read.shown()
    currency = (request.GET if sent is None else sent).get("currency", "")
    purse = plain.purse(currency) or plain.purse("")
    if purse is None:
        return None
    form, receiver = _forms(read, sent, purse.currency)
    return Desk(read, read.shown(form.wishes()).purse(purse.currency) or purse, purse, form, receiver)


def what_is_gone(read: Read) -> OfferView | None:
    """Return the offer somebody wanted at once and cannot have; None where it was the basket's checkout, or unknown."""
    return next((line.offer for line in read.lines), None) if read.basket is None else None


def choices_of(form: CheckoutForm) -> dict[str, object]:
    """Return what was filled in, to be kept with the basket; a tick that is not set is kept as such."""
    return {name: (name in form.data) if name in TICKS else form.data.get(name, "") for name in form.fields}


def receiver_of(request: DureRequest, desk: Desk) -> AddresseeRow | None:
    """Return whom it is brought to, kept in the address book; None where it is collected."""
    answers = desk.form.cleaned_data
    if answers["means"] != Means.HOME:
        return None
    if not desk.form.is_new_addressee:
        return next(each for each in desk.addressees if str(each.id) == answers["addressee"])
    made = add_addressee(by=request.actor, **desk.receiver.facts())
    return AddresseeRow(
        id=made.id, name=made.name, phone=made.phone, hint=made.hint, country=made.address.country,
        region_id=made.address.region_id, region_code="", region_names=(), street=made.address.street,
        detail=made.address.detail, postcode=made.address.postcode,
    )  # fmt: skip


def agreement_of(desk: Desk, receiver: AddresseeRow | None, sent: QueryDict) -> Agreement:
    """Return what the button that was pressed said."""
    answers, wishes = desk.form.cleaned_data, desk.form.wishes()
    total = sent.get("total", "")
    return Agreement(
        client_key=client_key_of(sent) or fresh_key(desk),
        currency=desk.purse.currency,
        total=int(total) if total.isascii() and total.isdecimal() else 0,
        seen=tuple(sent.getlist("seen")),
        receiving=_receiving(answers, receiver),
        with_pledges=wishes.with_pledges,
        gift=wishes.gift,
        gift_fund_id=UUID(answers["gift_fund"]) if wishes.gift else None,
        note=answers["note"],
    )


def fresh_key(desk: Desk) -> UUID:
    """Return the key under which a page orders: it tells whether the basket has to do with it."""
    return key_past_basket() if desk.now else new_id()


def client_key_of(sent: QueryDict) -> UUID | None:
    """Return the key of a form; None where it has none we could use."""
    form = KeyForm(sent)
    return form.cleaned_data["idempotency_key"] if form.is_valid() else None


def _forms(read: Read, sent: QueryDict | None, currency: str) -> tuple[CheckoutForm, AddresseeForm]:
    """Return the page's two forms, filled with what was sent, else with what the person chose before."""
    told = read.told
    known = told.of(ADDRESSEES)
    form = CheckoutForm(
        sent,
        initial=_first_choices(read, known) | (read.basket.choices if read.basket else {}),
        currency=currency,
        addressees=known,
        hubs=[(hub.id, f"{hub.name} · {hub.region}") for hub in told.of(OPEN_HUBS)],
        funds=[(fund.id, fund.name) for fund in told.of(FUNDS)],
        providers=[(each.name, str(each.title)) for each in registry.offered(currency=currency)],
        is_met=read.booking is not None,
    )
    is_writing = form.is_new_addressee and sent is not None and "order" in sent
    mine = {
        "name": form.initial["collector_name"],
        "phone": form.initial["collector_phone"],
        "country": "CN" if currency == "CNY" else "KR",
    }
    return form, AddresseeForm(sent if is_writing else None, prefix="to", initial=mine)


def _first_choices(read: Read, known: list[AddresseeRow]) -> dict[str, object]:
    """Return what the form says when nothing was chosen yet."""
    caller = read.told.first(CALLER)
    return {
        "means": Means.MEET.value if read.booking else Means.HOME.value,
        "addressee": str(known[0].id) if known else NEW,
        "with_pledges": True,
        "gift": "0",
        "collector_name": caller.name if caller else "",
        "collector_phone": show_phone(caller.phone) if caller else "",
    }


def _receiving(answers: dict[str, str], receiver: AddresseeRow | None) -> Receiving:
    """Return how the goods reach whom."""
    message = answers["message"] if answers["is_present"] else ""
    if receiver is None:
        return Receiving(
            means=Means(answers["means"]),
            name=answers["collector_name"],
            phone=answers["collector_phone"],
            hub_id=UUID(answers["hub"]) if answers["means"] == Means.HUB else None,
            message=message,
        )
    return Receiving(
        means=Means.HOME,
        name=receiver.name,
        phone=receiver.phone,
        country=receiver.country,
        region_id=receiver.region_id,
        street=receiver.street,
        detail=receiver.detail,
        postcode=receiver.postcode,
        note=receiver.hint,
        message=message,
    )
