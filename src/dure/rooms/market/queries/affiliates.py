"""Hosts as they and staff see them: where they stand, their links, what these brought."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Sum

from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.queries import accounts
from dure.rooms.market import errors
from dure.rooms.market.models import Affiliate, AffiliateAct, Attribution, PromotionLink
from dure.rooms.market.queries.promotions import Shown, shown
from dure.rooms.people.queries.memberships import standings
from dure.rooms.people.queries.persons import open_departure, reach
from dure.rooms.trust.queries.verifications import by_subjects

LINKS_PER_PAGE, ORDERS_PER_PAGE, ROWS_PER_PAGE = 20, 30, 50
Status = Attribution.Status


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What a host's or a link's orders come to in one currency."""

    currency: str
    order_count: int = 0
    pending: int = 0
    held: int = 0
    earned: int = 0
    reversed: int = 0

    def money(self, name: str) -> Money:
        """Return one of the sums as money."""
        return Money(getattr(self, name), self.currency)


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link with what it leads to and what it brought."""

    link: PromotionLink
    shown: Shown
    sums: Sums

    @property
    def is_counting(self) -> bool:
        """Whether orders by it earn something now."""
        return self.link.programme.is_running


def doubt_about(*, person_id: UUID) -> str:
    """Return the code of why our staff should look before somebody becomes a host; empty where nothing speaks against.

    Nobody is taken in at once without a proven phone number, while leaving, or after trust refused a verification.
    """
    if not reach(person_id=person_id).phone:
        return "phone_not_proven"
    if open_departure(person_id=person_id) is not None:
        return "is_leaving"
    own = [f"merchant:{each.organisation_id}" for each in standings(person_id=person_id)]
    found = by_subjects(subjects=[f"person:{person_id}", f"driver:{person_id}", *own])
    return "verification_refused" if any(each.status == "refused" for each in found) else ""


def affiliate_of(*, person_id: UUID | None) -> Affiliate | None:
    """Return a person as a host; None for who is none."""
    return Affiliate.objects.filter(person_id=person_id).first() if person_id else None


def affiliate(*, affiliate_id: UUID) -> Affiliate:
    """Return a host with the person; HostNotFound."""
    found = Affiliate.objects.select_related("person", "organisation").filter(id=affiliate_id).first()
    if found is None:
        raise errors.HostNotFound
    return found


def own_affiliate(*, person_id: UUID | None) -> Affiliate:
    """Return a person as a host; NotAHost for who is none."""
    found = affiliate_of(person_id=person_id)
    if found is None:
        raise errors.NotAHost
    return found


def own_link(*, affiliate: Affiliate, code: str) -> PromotionLink:
    """Return one of a host's own links; LinkNotFound for another's."""
    rows = PromotionLink.objects.select_related("programme__seller", "programme__product")
    found = rows.filter(affiliate=affiliate, code=code).first()
    if found is None:
        raise errors.LinkNotFound
    return found


def my_links(*, affiliate: Affiliate, page: str | int | None) -> Page[PromotionLink]:
    """Return a page of a host's links, newest first."""
    rows = PromotionLink.objects.filter(affiliate=affiliate).select_related("programme__seller", "programme__product")
    return Paginator(rows.order_by("-made_at", "-id"), LINKS_PER_PAGE).get_page(page)


def rows_of(links: Iterable[PromotionLink]) -> list[LinkRow]:
    """Return links with what they brought, in their order."""
    links = list(links)
    sums = {row["link_id"]: _sums(row) for row in _summed(Attribution.objects.filter(link__in=links), "link_id")}
    return [
        LinkRow(link=each, shown=shown(each), sums=sums.get(each.id) or Sums(currency=each.programme.currency))
        for each in links
    ]


def sums_of(*, affiliate: Affiliate) -> list[Sums]:
    """Return what a host's orders come to, a row for each currency."""
    return [_sums(row) for row in _summed(Attribution.objects.filter(affiliate=affiliate))]


def sums_of_programme(*, programme_id: UUID) -> list[Sums]:
    """Return what a programme's orders come to, a row for each currency."""
    return [_sums(row) for row in _summed(Attribution.objects.filter(programme_id=programme_id))]


def sums_of_hosts(*, affiliate_ids: Collection[UUID]) -> dict[UUID, list[Sums]]:
    """Return what several hosts' orders come to, by host, a row for each currency; in one query."""
    return _sums_by("affiliate_id", Attribution.objects.filter(affiliate__in=affiliate_ids))


def sums_of_links(*, link_ids: Collection[UUID]) -> dict[UUID, list[Sums]]:
    """Return what the orders by several links come to, by link, a row for each currency; in one query."""
    return _sums_by("link_id", Attribution.objects.filter(link__in=link_ids))


def payable(*, affiliate: Affiliate) -> list[Money]:
    """Return what a host has earned and not been paid, a sum for each currency; below zero after late refunds."""
    found = accounts.balances(account=chart.promotion(affiliate.person_id))
    return [Money(each.amount, each.unit.code) for each in found if each.amount]


def my_orders(*, affiliate: Affiliate) -> QuerySet[Attribution]:
    """Return a host's orders, newest first: what, when, how much and why, never who bought."""
    return (
        Attribution.objects.filter(affiliate=affiliate).select_related("link", "seller").order_by("-ordered_at", "-id")
    )


def acts_of(*, affiliate: Affiliate, count: int = 20) -> list[AffiliateAct]:
    """Return what was decided about a host, newest first."""
    return list(affiliate.acts.order_by("-at", "-id")[:count])


def applications() -> QuerySet[Affiliate]:
    """Return who waits for our staff, longest first."""
    return Affiliate.objects.filter(status=Affiliate.Status.WAITING).select_related("person").order_by("applied_at")


def suspended() -> QuerySet[Affiliate]:
    """Return who was suspended, those who ask us to look again first."""
    found = Affiliate.objects.filter(status=Affiliate.Status.SUSPENDED).select_related("person")
    return found.order_by(F("appealed_at").asc(nulls_last=True), "-suspended_at")


def held() -> QuerySet[Attribution]:
    """Return the commissions our staff look at, those of the oldest orders first."""
    rows = Attribution.objects.filter(status=Status.HELD).select_related("affiliate__person", "seller", "buyer")
    return rows.order_by("ordered_at", "id")


def decisions(*, count: int = 20) -> list[AffiliateAct]:
    """Return the latest decisions about held commissions, newest first."""
    made = AffiliateAct.objects.filter(act__in=[AffiliateAct.Act.ALLOWED, AffiliateAct.Act.REFUSED])
    return list(made.filter(undone_by__isnull=True).order_by("-at", "-id")[:count])


def waiting_count() -> int:
    """How much waits for our staff: applications, held commissions, and those who ask to look again."""
    waiting = Q(status=Affiliate.Status.WAITING) | Q(status=Affiliate.Status.SUSPENDED, appealed_at__isnull=False)
    return Affiliate.objects.filter(waiting).count() + Attribution.objects.filter(status=Status.HELD).count()


def _summed(rows: QuerySet[Attribution], *by: str) -> Iterator[dict[str, Any]]:
    def total(*statuses: str) -> Sum:
        return Sum("commission", filter=Q(status__in=statuses), default=0)

    found = rows.values(*by, "currency").annotate(
        order_count=Count("order_id", distinct=True, filter=~Q(status=Status.REFUSED)),
        pending=total(Status.PENDING),
        held=total(Status.HELD),
        earned=total(Status.EARNED),
        taken_back=Sum("reversed", default=0),
    )
    yield from found.order_by("currency")


def _sums_by(field: str, rows: QuerySet[Attribution]) -> dict[UUID, list[Sums]]:
    found: dict[UUID, list[Sums]] = {}
    for row in _summed(rows, field):
        found.setdefault(row[field], []).append(_sums(row))
    return found


def _sums(row: dict[str, Any]) -> Sums:
    return Sums(
        currency=row["currency"],
        order_count=row["order_count"],
        pending=int(row["pending"]),
        held=int(row["held"]),
        earned=int(row["earned"]),
        reversed=int(row["taken_back"]),
    )
