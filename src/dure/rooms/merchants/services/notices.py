"""What merchants are told, through the inbox; for the room's own verbs, in their transaction."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.rooms.inbox.services.notifications import notify
from dure.rooms.merchants.models import Merchant, Payout, PayoutAccount
from dure.rooms.people.queries.memberships import staying_owners


def tell_of_decision(merchant: Merchant, *, outcome: str, reason: str) -> None:
    """Tell the owners what staff decided about them."""
    titles = {
        "approved": _("You may sell now"),
        "refused": _("Your application was refused"),
        "more_papers": _("We need one more paper from you"),
        "waiting": _("We are looking at your application again"),
    }
    _tell(merchant, title=titles[outcome], body=reason, key=f"{outcome}:{merchant.acts.count()}")


def tell_of_suspension(merchant: Merchant, *, reason: str) -> None:
    """Tell the owners that selling is stopped, and why."""
    _tell(merchant, title=_("Selling is stopped"), body=reason, key=f"suspended:{merchant.acts.count()}")


def tell_of_account(account: PayoutAccount, *, is_change: bool) -> None:
    """Tell the owners where their money goes from now on, and that a change waits for a day."""
    body: str | Promise = ""
    if is_change:
        body = _("Payouts wait for one day. If it was not you who changed it, please change it back and call us.")
    elif account.confirmed_at is None:
        body = _("Somebody who helps you entered it. Please confirm that it is yours.")
    title = format_lazy("{words} {number}", words=_("Your payout account is now"), number=account.masked)
    _tell(account.merchant, title=title, body=body, key=f"account:{account.id}", topic="money")


def tell_of_bounce(payout: Payout) -> None:
    """Tell the owners that a bank sent their money back."""
    _tell(
        payout.merchant,
        title=_("A payout came back"),
        body=_("Your bank did not take it. Please check your account number; the money is safe with us."),
        key=f"bounced:{payout.id}",
        topic="money",
    )


def _tell(merchant: Merchant, *, title: str | Promise, body: str | Promise, key: str, topic: str = "checks") -> None:
    owners = staying_owners(organisation_id=merchant.pk).values_list("person_id", flat=True)
    notify(
        people=list(owners),
        topic=topic,
        title=title,
        body=body,
        link=f"/sell/{merchant.pk}/",
        key=f"merchants:{merchant.pk}:{key}",
    )
