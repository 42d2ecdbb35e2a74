"""Which providers this house offers, made once from its settings."""

from functools import cache
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings

from dure.rooms.ledger import chart
from dure.rooms.market.errors import ProviderNotOffered
from dure.rooms.market.models import Payment
from dure.rooms.market.providers.alipay import Alipay
from dure.rooms.market.providers.card_sandbox import CardSandbox
from dure.rooms.market.providers.contract import Known, Provider
from dure.rooms.market.providers.stripe_checkout import StripeCheckout
from dure.rooms.market.providers.toss import Toss
from dure.rooms.market.providers.wallet import Wallet

SANDBOX_PAGE = "/market/card-sandbox/{charge_id}/"
OUTSIDE = {"stripe": StripeCheckout, "alipay": Alipay, "toss": Toss}


@cache
def providers() -> dict[str, Provider]:
    """Return every provider of the house by name, in the order in which they are offered."""
    found: dict[str, Provider] = {"wallet": Wallet()}
    if settings.CARD_SANDBOX:
        found["card_sandbox"] = CardSandbox(secret=settings.CARD_SANDBOX_SECRET, page=SANDBOX_PAGE)
    for name, keys in settings.PAYMENT_KEYS.items():
        found[name] = OUTSIDE[name](**keys)
    return found


def provider(name: str) -> Provider:
    """Return a provider of the house by its name, or refuse with ProviderNotOffered."""
    found = providers().get(name)
    if found is None:
        raise ProviderNotOffered(provider=name)
    return found


def offered(*, currency: str) -> list[Provider]:
    """Return the ways to pay an amount in a currency."""
    return [each for each in providers().values() if currency in each.currencies]


def source_account(*, provider: str, buyer_id: UUID) -> str:
    """Return the book's account a buyer's money comes from with a provider."""
    return chart.wallet(buyer_id) if provider == Wallet.name else chart.outside(provider)


def news_url(name: str) -> str:
    """Return where a provider's messages are to be sent."""
    return urljoin(settings.PUBLIC_ADDRESS, f"/market/news/{name}/")


def known(payment: Payment) -> Known:
    """Return what a provider needs to hear about one of our payments."""
    return Known(
        payment_id=payment.id,
        buyer_id=payment.payer_id,
        amount=payment.price,
        provider_reference=payment.provider_reference,
        charge_reference=payment.charge_reference,
    )
