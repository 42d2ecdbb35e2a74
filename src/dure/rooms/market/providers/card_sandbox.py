"""The card sandbox as a payment provider: an outside card company played by the house, for demos and tests only."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.money import Money
from dure.rooms.market import card_sandbox as cards
from dure.rooms.market.errors import ForgedNews
from dure.rooms.market.models import SandboxCharge
from dure.rooms.market.payment_words import TITLES
from dure.rooms.market.providers.contract import Ask, Found, Known, News, RefundAsk, Refunded, State, Step
from dure.rooms.market.services import card_sandbox

KINDS = {
    "charge.paid": State.PAID,
    "charge.declined": State.DECLINED,
    "charge.processing": State.PROCESSING,
}
STATES = {
    SandboxCharge.Status.OPEN: State.OPEN,
    SandboxCharge.Status.CHALLENGED: State.OPEN,
    SandboxCharge.Status.PAID: State.PAID,
    SandboxCharge.Status.DECLINED: State.DECLINED,
    SandboxCharge.Status.CANCELLED: State.GONE,
}


class CardSandbox:
    """Test cards on a page of ours; no money moves outside."""

    name = "card_sandbox"
    title = TITLES[name]
    words = _("Only for trying out: no real card, no real money.")
    icon = "credit-card"
    currencies = frozenset(Money.CURRENCIES)
    is_sandbox = True
    is_inside = False
    signs_news = True
    thanks = ""

    def __init__(self, *, secret: str, page: str) -> None:
        """Keep the secret of its messages, and where a charge's page is (`{charge_id}` stands for the charge)."""
        self.secret, self.page = secret, page

    def begin(self, ask: Ask) -> Step:
        """Open a page for the payment."""
        charge = card_sandbox.open_charge(
            shop_reference=ask.payment_id,
            amount=ask.amount,
            title=ask.title,
            return_url=ask.return_url,
            news_url=ask.news_url,
        )
        return Step(url=self.page.format(charge_id=charge.id), provider_reference=str(charge.id))

    def complete(self, known: Known, parameters: Mapping[str, str]) -> Found:  # noqa: ARG002  the address proves nothing; we ask
        """Ask how it stands."""
        return self.fetch(known)

    def fetch(self, known: Known) -> Found:
        """Tell how a charge stands, as far as the sandbox lets it be known yet."""
        charge = SandboxCharge.objects.filter(shop_reference=known.payment_id).first()
        return _found(charge) if charge else Found(state=State.OPEN, payment_id=known.payment_id)

    def close(self, known: Known) -> Found:
        """Call the charge off if nobody paid it yet."""
        charge = card_sandbox.cancel_charge(shop_reference=known.payment_id)
        return _found(charge) if charge else Found(state=State.GONE, payment_id=known.payment_id)

    def refund(self, ask: RefundAsk) -> Refunded:
        """Give back a part or all of a charge."""
        refund = card_sandbox.give_back(
            charge_id=UUID(ask.payment.charge_reference), shop_reference=ask.refund_id, amount=ask.amount.minor
        )
        return Refunded(state=State.PAID, reference=str(refund.id))

    def read_news(self, body: bytes, headers: Mapping[str, str]) -> News | None:
        """Read a message: signed with our secret, and not older than five minutes."""
        now_s = int(clock.now().timestamp())
        if not cards.is_signed(body, headers.get(cards.HEADER, ""), secret=self.secret, now_s=now_s):
            raise ForgedNews(provider=self.name)
        message = json.loads(body)
        state = KINDS.get(message["kind"])
        if state is None:
            return None
        found = Found(
            state=state,
            payment_id=UUID(message["reference"]),
            amount=Money(int(message["amount"]), message["currency"]) if state is State.PAID else None,
            provider_reference=message["charge"],
            charge_reference=message["charge"] if state is State.PAID else "",
            reason=message["reason"],
            happened_at=datetime.fromisoformat(message["happened_at"]),
        )
        return News(event_id=message["id"], kind=message["kind"], found=found, facts={"amount": message["amount"]})

    def statement(self, known: Sequence[Known], since: datetime) -> list[Found]:  # noqa: ARG002  the sandbox lists by itself
        """Return every charge since then that was paid and is known."""
        paid = SandboxCharge.objects.filter(
            made_at__gte=since, status=SandboxCharge.Status.PAID, known_at__lte=clock.now()
        )
        return [_found(charge) for charge in paid]


def _found(charge: SandboxCharge) -> Found:
    state = STATES[SandboxCharge.Status(charge.status)]
    if state is State.PAID and not charge.is_known(clock.now()):
        state = State.PROCESSING
    is_paid = state is State.PAID
    return Found(
        state=state,
        payment_id=charge.shop_reference,
        amount=charge.price if is_paid else None,
        refunded=charge.refunded if is_paid else 0,
        provider_reference=str(charge.id),
        charge_reference=str(charge.id) if is_paid else "",
        reason=charge.reason,
        happened_at=charge.known_at,
    )
