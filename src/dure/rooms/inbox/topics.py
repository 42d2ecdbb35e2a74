"""What notifications are about. Pure, but for the words: one line per topic; rooms name a topic by its code."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One matter a person may want to hear of, and how unless he chose otherwise."""

    code: str
    label: Promise
    about: Promise
    icon: str
    by_letter: bool = True
    by_push: bool = True


TOPICS: Final[dict[str, Topic]] = {
    topic.code: topic
    for topic in (
        Topic(
            code="orders",
            label=_("My orders"),
            about=_("Paid, packed, on the way, changed or cancelled."),
            icon="shopping-basket",
        ),
        Topic(
            code="sales",
            label=_("Orders to prepare"),
            about=_("Somebody ordered from your farm or shop, or asks for something back."),
            icon="package",
        ),
        Topic(
            code="delivery",
            label=_("Deliveries"),
            about=_("Where a parcel is, and when something holds it up."),
            icon="truck",
        ),
        Topic(code="messages", label=_("Messages"), about=_("Somebody wrote to you."), icon="message-circle"),
        Topic(
            code="money", label=_("Money"), about=_("Payouts, refunds, and what needs your attention."), icon="wallet"
        ),
        Topic(
            code="giving",
            label=_("Giving"),
            about=_("What became of gifts, and news of the funds you gave to."),
            icon="heart-handshake",
            by_push=False,
        ),
        Topic(
            code="shows",
            label=_("Live shows"),
            about=_("A show you want to see starts soon, moves or is called off."),
            icon="video",
        ),
        Topic(
            code="checks",
            label=_("Papers and approval"),
            about=_("Whether your papers were accepted, and what is missing."),
            icon="badge-check",
        ),
        Topic(code="house", label=_("From Dure"), about=_("Your sign-in and our rules."), icon="house"),
    )
}


class UnknownTopic(ValueError):
    """A room named a topic that stands in no line here: a bug, never a person's mistake."""


def topic_of(code: str) -> Topic:
    """Return a topic by its code; UnknownTopic for any other word."""
    if code not in TOPICS:
        raise UnknownTopic(f"{code!r} is no topic; inbox/topics.py has {', '.join(TOPICS)}")
    return TOPICS[code]
