"""What ways to pay are called, and why a payment did not work, in plain words. Pure."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: Mapping[str, Promise] = {
    "wallet": _("Dure wallet"),
    "card_sandbox": _("Test card (sandbox)"),
    "stripe": _("Card, Apple Pay or Google Pay"),
    "alipay": _("Alipay"),
    "toss": _("Toss Payments"),
}
REASONS: Mapping[str, Promise] = {
    "amount_differs": _("Another amount arrived than this order costs. Our staff looks at it; please wait."),
    "called_off": _("You chose another way to pay."),
    "cancelled": _("You called the payment off."),
    "card_declined": _("The bank did not accept the card. Nothing was taken from it."),
    "given_back": _("The money was given back."),
    "insufficient_funds": _("There was not enough on it. Nothing was taken."),
    "wrong_code": _("The code was wrong three times. Nothing was taken."),
}
NEWS: Mapping[str, Promise] = {
    "": _("Waits to be worked on"),
    "settled": _("Brought the payment to its end"),
    "noted": _("Changed nothing"),
    "known": _("Was known already"),
    "unknown_payment": _("About no payment of ours"),
    "amount_differs": _("Another amount than the order costs"),
    "refund_noted": _("Noted that money went back"),
    "refund_not_ours": _("Money went back that we did not ask for"),
}
"""What became of a provider's message."""
ANY = _("The payment did not go through. Nothing was taken.")


def reason_words(code: str) -> str:
    """Return why a payment did not work; a plain sentence for reasons only the provider understands."""
    return str(REASONS.get(code, ANY))


def news_words(outcome: str) -> str:
    """Return what became of a provider's message; the note of one that could not be worked on as it is."""
    return str(NEWS.get(outcome, outcome))


def way_words(provider: str) -> str:
    """Return what people call a way to pay, also one that is not offered any more."""
    return str(TITLES.get(provider, provider))
