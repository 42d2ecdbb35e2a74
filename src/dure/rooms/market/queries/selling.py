"""A seller's orders as its pages show them: what to pack in groups, what somebody looks for, seven days at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.money import Money
from dure.kernel.numbers import start_of
from dure.rooms.market.models import Dispute, Fulfilment, Order, OrderLine, Return
from dure.rooms.market.queries.sales import Sale, sales_of

Status = Fulfilment.Status
PAGE_SIZE = 30
PACKED_AT_ONCE_MAX = 100
SHORT_DIGITS = 6


class Sort(StrEnum):
    """Which of its orders a seller wants to see."""

    ALL = ""
    TO_PACK = "to_pack"
    UNDER_WAY = "under_way"
    ASKED = "asked"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


STATUSES = {
    Sort.TO_PACK: [Status.TO_PACK],
    Sort.UNDER_WAY: [Status.BOOKED, Status.PACKED, Status.ON_THE_WAY, Status.DELIVERED],
    Sort.COMPLETED: [Status.COMPLETED],
    Sort.CANCELLED: [Status.CANCELLED, Status.REFUNDED],
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a seller looks for among its orders; `before` is the last one shown."""

    sort: Sort = Sort.ALL
    text: str = ""
    first: date | None = None
    last: date | None = None
    before: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some of a seller's orders, newest first, and the one to go on from; None at the end."""

    sales: tuple[Sale, ...]
    next_before: UUID | None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Orders to be packed that belong together: paid on one day, or going to one area (empty where none is known)."""

    day: date | None
    area: str
    sales: tuple[Sale, ...]


@dataclass(frozen=True, kw_only=True)
class Week:
    """What was sold in the last seven days, today being the last: orders of each day, money of each currency."""

    days: tuple[tuple[date, int], ...]
    sums: tuple[Money, ...]

    @property
    def order_count(self) -> int:
        """How many orders there were."""
        return sum(count for _day, count in self.days)


def packing_groups(*, organisation_id: UUID, by_area: bool, count: int = PACKED_AT_ONCE_MAX) -> list[Group]:
    """Return what a seller has to pack, those paid first, grouped by day or by area; a fixed number of queries."""
    found = Fulfilment.objects.filter(seller_id=organisation_id, status=Status.TO_PACK).order_by("paid_at", "id")
    waiting = sales_of(found[:count])
    return _by_area(waiting) if by_area else _by_day(waiting)


def find_sales(*, organisation_id: UUID, asked: Asked, count: int = PAGE_SIZE) -> Page:
    """Return a page of a seller's orders that fit; the number of queries does not grow with it."""
    found = _asked(organisation_id, asked).order_by("-id")[: count + 1]
    shown = sales_of(found)
    is_more = len(shown) > count
    return Page(sales=tuple(shown[:count]), next_before=shown[count - 1].part.id if is_more else None)


def week(*, organisation_id: UUID) -> Week:
    """Return how much a seller sold on each of the last seven days, in two queries."""
    last = clock.today()
    first = last - timedelta(days=6)
    sold = Fulfilment.objects.filter(
        seller_id=organisation_id, paid_at__gte=start_of(first, HOUSE_ZONE), is_replacement=False
    ).exclude(status=Status.CANCELLED)
    days = sold.annotate(day=TruncDate("paid_at", tzinfo=HOUSE_ZONE)).order_by().values_list("day")
    counts = dict(days.annotate(Count("id")))
    sums = sold.order_by("currency").values_list("currency").annotate(total=Sum("goods") - Sum("refunded"))
    return Week(
        days=tuple((day, counts.get(day, 0)) for day in (first + timedelta(days=step) for step in range(7))),
        sums=tuple(Money(max(total, 0), currency) for currency, total in sums),
    )


def question_count(*, organisation_id: UUID) -> int:
    """Return how many reported problems and returns a seller has to answer."""
    reports = Dispute.objects.filter(fulfilment__seller_id=organisation_id, status=Dispute.Status.OPEN)
    returns = Return.objects.filter(fulfilment__seller_id=organisation_id, status=Return.Status.ASKED)
    return reports.count() + returns.count()


def _by_day(waiting: Iterable[Sale]) -> list[Group]:
    groups: dict[date, list[Sale]] = {}
    for sale in waiting:
        groups.setdefault(_day(sale.part.paid_at), []).append(sale)
    return [Group(day=day, area="", sales=tuple(each)) for day, each in groups.items()]


def _by_area(waiting: Iterable[Sale]) -> list[Group]:
    groups: dict[str, list[Sale]] = {}
    for sale in waiting:
        groups.setdefault(sale.area, []).append(sale)
    return [Group(day=None, area=area, sales=tuple(groups[area])) for area in sorted(groups)]


def _day(moment: datetime) -> date:
    return moment.astimezone(HOUSE_ZONE).date()


def _asked(organisation_id: UUID, asked: Asked) -> QuerySet[Fulfilment]:
    """Return the parts that fit."""
    found = Fulfilment.objects.filter(seller_id=organisation_id)
    if asked.sort in STATUSES:
        found = found.filter(status__in=STATUSES[asked.sort])
    if asked.sort is Sort.ASKED:
        found = found.filter(Q(_has(Dispute, Dispute.UNDECIDED)) | Q(_has(Return, Return.OPEN)))
    if asked.first:
        found = found.filter(paid_at__gte=start_of(asked.first, HOUSE_ZONE))
    if asked.last:
        found = found.filter(paid_at__lt=start_of(asked.last + timedelta(days=1), HOUSE_ZONE))
    if asked.before:
        found = found.filter(id__lt=asked.before)
    return found.filter(_called(asked.text.strip())) if asked.text.strip() else found


def _has(questions: type[Dispute] | type[Return], statuses: Iterable[str]) -> Exists:
    """Return whether a part has a question of these statuses."""
    return Exists(questions.objects.filter(fulfilment=OuterRef("pk"), status__in=list(statuses)))


def _called(text: str) -> Q:
    """Return what fits a word: the end of a number, the name of a thing, the name of the receiver."""
    key = {"cell_id": OuterRef("cell_id"), "order_id": OuterRef("order_id")}
    lines = OrderLine.objects.filter(**key, seller_id=OuterRef("seller_id"), about__name__icontains=text)
    orders = Order.objects.filter(**key, delivery_to__name__icontains=text)
    fits = Q(Exists(lines)) | Q(Exists(orders))
    digits = text.lstrip("#")
    if digits.isascii() and digits.isdecimal():
        fits |= Q(order_id=int(digits)) if SHORT_DIGITS < len(digits) < 19 else Q(order_id__endswith=digits)  # noqa: PLR2004  what a bigint holds
    return fits
