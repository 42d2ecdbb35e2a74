"""A person's own wallet in the book as a way to pay: nothing leaves the house, so every answer is final."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.market.errors import ForgedNews
from dure.rooms.market.payment_words import TITLES
from dure.rooms.market.providers.contract import Ask, Found, Known, News, RefundAsk, Refunded, State, Step


class Wallet:
    """What a person has in the house."""

    name = "wallet"
    title = TITLES[name]
    words = _("From what you have here; at once.")
    icon = "wallet"
    currencies = frozenset(Money.CURRENCIES)
    is_sandbox = False
    is_inside = True
    signs_news = True
    thanks = ""

    def begin(self, ask: Ask) -> Step:
        """Say that there is nothing to do: the money moves when the payment is settled, if there is enough."""
        return Step(is_done=True, provider_reference=str(ask.payment_id))

    def complete(self, known: Known, parameters: Mapping[str, str]) -> Found:  # noqa: ARG002  nobody comes back from a wallet
        """Tell how it stands."""
        return self.fetch(known)

    def fetch(self, known: Known) -> Found:
        """Tell that it can be settled: settling takes the money, or refuses."""
        reference = str(known.payment_id)
        return Found(
            state=State.PAID,
            payment_id=known.payment_id,
            amount=known.amount,
            provider_reference=reference,
            charge_reference=reference,
        )

    def close(self, known: Known) -> Found:
        """Give a payment up that was begun and not settled: nothing was taken."""
        return Found(state=State.GONE, payment_id=known.payment_id)

    def refund(self, ask: RefundAsk) -> Refunded:
        """Say that it is done: the refund's entry has put the money into the wallet already."""
        return Refunded(state=State.PAID, reference=str(ask.refund_id))

    def read_news(self, body: bytes, headers: Mapping[str, str]) -> News | None:  # noqa: ARG002  nobody may write for it
        """Refuse: the wallet writes no messages."""
        raise ForgedNews(provider=self.name)

    def statement(self, known: Sequence[Known], since: datetime) -> list[Found]:  # noqa: ARG002  the book is compared by itself
        """Return nothing: the book is its statement, and every run compares with the book."""
        return []
