"""The host network, to look at: who promotes what for how much, what was decided, and what it came to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.kernel.tables import LookOnly, MadeLately
from dure.rooms.market.admin.order_tables import MarketTable, Recent, amount
from dure.rooms.market.models import Affiliate, AffiliateAct, Attribution, Programme, PromotionLink, Standing
from dure.rooms.market.queries import affiliates
from dure.rooms.people.queries import persons


@admin.register(Affiliate)
class AffiliateAdmin(LookOnly):
    """Hosts of the network with what their orders come to, newest first; they are decided on their own page."""

    list_display = ("applied_at", "person", "status", "organisation", "order_count", "waiting", "looked_at", "earned")
    exported = ("applied_at", "person_id", "organisation_id", "status", "doubt", "suspended_at", "appealed_at", "id")
    list_filter = ("status", MadeLately, ("appealed_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "organisation")
    search_fields = ("person__name",)
    search_help_text = _("Part of the host's name")
    ordering = ("-applied_at", "-id")
    fields = (
        *("person", "organisation", "status", "doubt", "is_named", "applied_at", "suspended_at", "appealed_at"),
        *("order_count", "waiting", "looked_at", "earned", "taken_back"),
    )

    def complete(self, rows: Sequence[Any]) -> None:
        """Put beside each host what the orders come to."""
        sums = affiliates.sums_of_hosts(affiliate_ids=[row.id for row in rows])
        for row in rows:
            row.sums = sums.get(row.id, [])

    @admin.display(description=_("orders"))
    def order_count(self, host: Any) -> int:
        """Say how many orders count for the host."""
        return sum(each.order_count for each in host.sums)

    @admin.display(description=_("waiting for delivery"))
    def waiting(self, host: Any) -> str:
        """Say what is expected."""
        return _together(host, "pending")

    @admin.display(description=_("looked at by our staff"))
    def looked_at(self, host: Any) -> str:
        """Say what waits for a decision."""
        return _together(host, "held")

    @admin.display(description=_("earned"))
    def earned(self, host: Any) -> str:
        """Say what was earned, paid or not."""
        return _together(host, "earned")

    @admin.display(description=_("commission taken back"))
    def taken_back(self, host: Any) -> str:
        """Say what refunds took back."""
        return _together(host, "reversed")


@admin.register(AffiliateAct)
class AffiliateActAdmin(LookOnly):
    """What was decided about hosts and held commissions, newest first."""

    list_display = ("at", "act", "host", "by", "held_count", "why", "undone_at")
    exported = ("at", "act", "affiliate_id", "person_id", "why", "facts", "undoes_id", "id")
    list_filter = ("act", MadeLately)
    list_select_related = ("affiliate__person", "undone_by")
    search_fields = ("affiliate__person__name", "why")
    search_help_text = _("Part of the host's name, or of the reason")
    ordering = ("-at", "-id")
    fields = ("at", "act", "host", "by", "held_count", "why", "undoes", "undone_at", "facts")

    def complete(self, rows: Sequence[Any]) -> None:
        """Put the names of those who decided beside the rows, with one query."""
        names = persons.names(person_ids=[row.person_id for row in rows if row.person_id])
        for row in rows:
            row.by_name = names.get(row.person_id, "")

    @admin.display(description=_("host of the network"))
    def host(self, act: Any) -> str:
        """Say about whom; a decision about orders of several hosts names none."""
        return str(act.affiliate.person) if act.affiliate else "–"

    @admin.display(description=_("by"))
    def by(self, act: Any) -> str:
        """Say who decided, or that the house did so by itself."""
        return act.by_name or "–"

    @admin.display(description=_("orders"))
    def held_count(self, act: AffiliateAct) -> str:
        """Say how many orders a decision was about."""
        count = len(act.facts.get("held", {}))
        return ngettext("%(count)s order", "%(count)s orders", count) % {"count": count} if count else "–"

    @admin.display(description=_("undone"))
    def undone_at(self, act: AffiliateAct) -> datetime | None:
        """Say when it was taken back."""
        return act.undone_by.at if hasattr(act, "undone_by") else None


@admin.register(Programme)
class ProgrammeAdmin(LookOnly):
    """What sellers promise hosts, newest first."""

    list_display = (
        *("opened_at", "seller", "of_what", "in_percent", "window_days", "shown_budget", "shown_committed"),
        *("starts_at", "ends_at", "paused_at"),
    )
    exported = (
        *("opened_at", "seller_id", "product_id", "offer_id", "commission_bp", "window_days", "currency", "budget"),
        *("committed", "starts_at", "ends_at", "paused_at", "id"),
    )
    shown_committed = amount("committed", _("promised or spent"))
    list_filter = ("currency", MadeLately, ("paused_at", admin.EmptyFieldListFilter), "ends_at")
    list_select_related = ("seller", "product")
    search_fields = ("seller__name", "product__name")
    search_help_text = _("Part of the name of the seller or product")
    ordering = ("-opened_at", "-id")
    fields = (*list_display, "opened_by")

    @admin.display(description=_("Of what"))
    def of_what(self, programme: Programme) -> str:
        """Say of which goods."""
        if programme.offer_id is not None:
            return str(_("Offer %(number)s")) % {"number": programme.offer_id}
        return str(programme.product or _("Everything of the seller"))

    @admin.display(description=_("commission"), ordering="commission_bp")
    def in_percent(self, programme: Programme) -> str:
        """Say how much of the goods."""
        return f"{programme.percent}%"

    @admin.display(description=_("budget"), ordering="budget")
    def shown_budget(self, programme: Programme) -> str:
        """Say the most that is spent."""
        return "–" if programme.budget is None else _written(programme.budget, programme.currency)


@admin.register(PromotionLink)
class PromotionLinkAdmin(LookOnly):
    """Hosts' links with how many came by them and what they brought, newest first."""

    list_display = ("made_at", "code", "host", "target", "seller", "visitor_count", "order_count", "earned")
    exported = ("made_at", "code", "affiliate_id", "programme_id", "target", "target_id", "visitor_count", "id")
    list_filter = ("target", MadeLately)
    list_select_related = ("affiliate__person", "programme__seller")
    search_fields = ("=code", "affiliate__person__name", "programme__seller__name")
    search_help_text = _("The code, or part of the name of host or seller")
    ordering = ("-made_at", "-id")
    fields = (*list_display, "target_id", "programme")

    def complete(self, rows: Sequence[Any]) -> None:
        """Put beside each link what it brought."""
        sums = affiliates.sums_of_links(link_ids=[row.id for row in rows])
        for row in rows:
            row.sums = sums.get(row.id, [])

    @admin.display(description=_("host of the network"))
    def host(self, link: PromotionLink) -> str:
        """Say whose it is."""
        return str(link.affiliate.person)

    @admin.display(description=_("seller"))
    def seller(self, link: PromotionLink) -> str:
        """Say whose goods it leads to."""
        return str(link.programme.seller)

    @admin.display(description=_("orders"))
    def order_count(self, link: Any) -> int:
        """Say how many orders came of it."""
        return sum(each.order_count for each in link.sums)

    @admin.display(description=_("earned"))
    def earned(self, link: Any) -> str:
        """Say what it earned, paid or not."""
        return _together(link, "earned")


@admin.register(Attribution)
class AttributionAdmin(MarketTable):
    """Orders through hosts with their commissions and why these stand so, newest first."""

    shown_amount, shown_commission = amount("amount", _("goods")), amount("commission", _("commission"))
    shown_reversed, shown_to_farmer = (
        amount("reversed", _("commission taken back")),
        amount("to_farmer", _("reached the farmer")),
    )
    list_display = (
        *("ordered_at", "order_id", "line_no", "host", "seller", "status", "reason", "shown_amount"),
        *("shown_commission", "shown_reversed", "paid_at"),
    )
    exported = (
        *("ordered_at", "order_id", "line_no", "affiliate_id", "seller_id", "programme_id", "link_id", "touched_at"),
        *("commission_bp", "currency", "amount", "commission", "reversed", "to_farmer", "status", "reason"),
        *("decided_at", "settled_at", "paid_at", "id"),
    )
    list_filter = ("status", "reason", "currency", Recent, ("paid_at", admin.EmptyFieldListFilter))
    list_select_related = ("affiliate__person", "seller", "buyer", "link", "programme")
    search_fields = ("order_id",)
    ordering = ("-ordered_at", "-id")
    fields = (
        *("order_id", "line_no", "host", "link", "programme", "seller", "buyer", "touched_at", "ordered_at"),
        *("commission_bp", "shown_amount", "shown_commission", "shown_reversed", "shown_to_farmer", "status"),
        *("reason", "decided_at", "settled_at", "paid_at"),
    )

    @admin.display(description=_("host of the network"))
    def host(self, row: Attribution) -> str:
        """Say through whom."""
        return str(row.affiliate.person)


@admin.register(Standing)
class StandingAdmin(LookOnly):
    """What reached farmers through each host, by month and province: what the leaderboard reads."""

    shown_to_farmers, shown_commission = (
        amount("to_farmers", _("reached farmers")),
        amount("commission", _("commission")),
    )
    list_display = ("period", "region_path", "host", "line_count", "shown_to_farmers", "shown_commission")
    exported = ("period", "region_path", "affiliate_id", "currency", "line_count", "to_farmers", "commission")
    list_filter = ("period", "currency")
    list_select_related = ("affiliate__person",)
    search_fields = ("affiliate__person__name",)
    search_help_text = _("Part of the host's name")
    ordering = ("-period", "region_path", "currency", "-to_farmers", "affiliate")
    fields = list_display

    @admin.display(description=_("host of the network"))
    def host(self, row: Standing) -> str:
        """Say through whom."""
        return str(row.affiliate.person)


def _together(row: Any, name: str) -> str:
    """Return a sum of a row, written once for each currency in which there is one."""
    found = [each.money(name) for each in row.sums]
    return " · ".join(money.format(get_language() or "") for money in found if money.minor) or "–"


def _written(minor: int, currency: str) -> str:
    return Money(minor, currency).format(get_language() or "")
