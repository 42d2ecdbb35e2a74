"""What the market's lists share: amounts as people write them, names of people and sellers, newest rows only."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.money import Money
from dure.kernel.numbers import first_id_at
from dure.kernel.tables import LookOnly
from dure.rooms.people.queries import organisations, persons

DAYS = (("1", _("Last 24 hours")), ("7", _("Last 7 days")), ("30", _("Last 30 days")))


class MarketTable(LookOnly):
    """A long list of the market; numbers of orders are found whole."""

    search_help_text = _("A whole order number")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Find the rows of an order."""
        del request
        text = search_term.strip()
        if not text:
            return queryset, False
        return (queryset.filter(order_id=int(text)) if text.isdecimal() and len(text) < 19 else queryset.none()), False  # noqa: PLR2004  a bigint has at most 19 digits


class Recent(admin.SimpleListFilter):
    """Rows of orders placed lately; their numbers say when."""

    title = _("placed")
    parameter_name = "days"

    def lookups(self, _request: HttpRequest, _table: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [(days, str(words)) for days, words in DAYS]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows placed since."""
        if self.value() not in dict(DAYS):
            return queryset
        since = clock.now() - timedelta(days=int(self.value() or 0))
        return queryset.filter(order_id__gte=first_id_at(since))


def amount(field: str, words: Any) -> Callable[[Any, Any], str]:
    """Return the column that writes an amount in its row's currency."""

    @admin.display(description=words)
    def column(_table: Any, row: Any) -> str:
        return Money(getattr(row, field), row.currency).format(get_language() or "")

    return column


def name_buyers(rows: Sequence[Any]) -> None:
    """Put the buyers' names beside the rows, with one query."""
    names = persons.names(person_ids=[row.buyer_id for row in rows])
    for row in rows:
        row.buyer_name = names.get(row.buyer_id, "")


def name_sellers(rows: Sequence[Any]) -> None:
    """Put the sellers' names beside the rows, with one query."""
    names = organisations.names(organisation_ids=[row.seller_id for row in rows], language=get_language() or "ko")
    for row in rows:
        row.seller_name = names.get(row.seller_id, "")
