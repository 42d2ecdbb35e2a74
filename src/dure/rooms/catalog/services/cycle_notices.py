"""Telling producers and hubs of an order cycle what happens to it."""

from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from dure.rooms.catalog.models import Cycle, Round, Supply
from dure.rooms.inbox.services.notifications import notify_organisation


@transaction.atomic
def tell_of_copy(*, cycle_id: UUID) -> int:
    """Ask everybody in a copied cycle whether the earlier answer still holds; return how many organisations."""
    cycle = Cycle.objects.get(id=cycle_id)
    title = format_lazy(_("{name}: does your earlier answer still hold?"), name=cycle.name)
    body = _("We took over what you answered last time. Please look at prices and stock before it opens.")
    return _tell(cycle, title, body, "copied", "/catalog/{}/cycles/", with_unanswered=True)


@transaction.atomic
def tell_of_opening(*, cycle_id: UUID) -> int:
    """Tell everybody in a cycle that orders are taken, and until when; return how many organisations."""
    cycle = Cycle.objects.get(id=cycle_id)
    title = format_lazy(_("{name}: orders are being taken"), name=cycle.name)
    body = format_lazy(_("Orders are taken until {moment}. Then we tell you what to bring."), moment=_moment(cycle))
    return _tell(cycle, title, body, "opened", "/catalog/{}/cycles/")


@transaction.atomic
def tell_of_closing(*, cycle_id: UUID) -> int:
    """Tell everybody in a cycle that the orders are in and can be packed; return how many organisations."""
    cycle = Cycle.objects.get(id=cycle_id)
    title = format_lazy(_("{name}: the orders are in"), name=cycle.name)
    body = _("What was ordered from you stands in your pack sheets.")
    return _tell(cycle, title, body, "closed", "/market/{}/sheets/")


def _tell(
    cycle: Cycle, title: str | Promise, body: str | Promise, step: str, link: str, *, with_unanswered: bool = False
) -> int:  # fmt: skip
    """Tell the producers and the hubs of a cycle, each organisation once, but not the coordinator itself."""
    supplies, rounds = Supply.objects.filter(cycle=cycle), Round.objects.filter(cycle=cycle)
    if not with_unanswered:
        supplies, rounds = supplies.exclude(answered_at=None), rounds.exclude(agreed_at=None)
    concerned = {*supplies.values_list("producer_id", flat=True)}
    concerned |= {*rounds.values_list("hub__organisation_id", flat=True)}
    told = sorted(concerned - {cycle.organisation_id})
    for organisation_id in told:
        notify_organisation(
            organisation_id=organisation_id, topic="sales", title=title, body=body, link=link.format(organisation_id),
            key=f"cycle:{step}:{cycle.id}",
        )  # fmt: skip
    return len(told)


def _moment(cycle: Cycle) -> str:
    """Return when orders close, as the language says it in which it is read."""
    written: str = lazy(lambda: date_format(localtime(cycle.closes_at), "SHORT_DATETIME_FORMAT"), str)()
    return written
