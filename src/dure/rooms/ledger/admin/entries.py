"""Entries and holds in the back office, newest first."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from dure.rooms.ledger.admin.book_tables import BookTable, InCell, Recent
from dure.rooms.ledger.models import ListedEntry, ListedHold, Unit
from dure.rooms.ledger.queries.accounts import units
from dure.rooms.ledger.queries.owners import account_titles
from dure.rooms.ledger.queries.words import KINDS, kind_words, written, written_in_full
from dure.rooms.ledger.wording import plain_number


class KindOfEntry(admin.SimpleListFilter):
    """Entries of one kind."""

    title = _("what happened")
    parameter_name = "kind"

    def lookups(self, _request: HttpRequest, _table: Any) -> list[tuple[str, str]]:
        """The kinds, in words."""
        return [(str(int(kind)), str(words)) for kind, words in KINDS.items()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[ListedEntry]) -> QuerySet[ListedEntry]:
        """The entries of that kind."""
        kind = self.value() or ""
        return queryset.filter(kind=kind) if kind.isdecimal() else queryset


@admin.register(ListedEntry)
class EntryAdmin(BookTable):
    """Entries; found by their whole reference."""

    list_display = ("recorded_at", "what", "legs", "reference", "happened_at", "page")
    exported = ("recorded_at", "happened_at", "what", "legs_in_a_line", "reference", "key")
    list_filter = (KindOfEntry, Recent, InCell)
    search_fields = ("reference",)
    search_help_text = _("A whole reference")
    ordering = ("-entry_id",)
    fields = ("what", "legs", "reference", "recorded_at", "happened_at", "reverses", "about", "key", "page")

    def complete(self, rows: Sequence[Any]) -> None:
        """Put the legs in words beside the entries."""
        titles = account_titles(codes=[code for entry in rows for code in entry.accounts])
        known = {unit.code: unit for unit in units().values()}
        for entry in rows:
            entry.legs = [
                (titles[code], _change(amount, known[unit]))
                for code, amount, unit in zip(entry.accounts, entry.amounts, entry.units, strict=True)
            ]

    @admin.display(description=_("what happened"))
    def what(self, entry: ListedEntry) -> str:
        """Say what happened."""
        return kind_words(kind=entry.kind)

    @admin.display(description=_("what left and what arrived"))
    def legs(self, entry: ListedEntry) -> SafeString:
        """List what left and what arrived."""
        return format_html("<div>{}</div>", format_html_join("", "<div>{} <b>{}</b></div>", _legs(entry)))

    @admin.display(description=_("what left and what arrived"))
    def legs_in_a_line(self, entry: ListedEntry) -> str:
        """List what left and what arrived, for a spreadsheet."""
        return "; ".join(f"{title} {amount}" for title, amount in _legs(entry))

    @admin.display(description=_("explained"))
    def page(self, entry: ListedEntry) -> SafeString:
        """Lead to the page that explains it."""
        address = reverse("ledger:entry", args=[entry.cell_id, entry.entry_id])
        return format_html('<a href="{}">{}</a>', address, _("Look"))


def _change(amount: int, unit: Unit) -> str:
    """Return what came (+) or went (-), the sign before the number and the unit's name before both."""
    number = written(amount=amount, unit=unit)
    name = written_in_full(amount=amount, unit=unit).removesuffix(number)
    return f"{name}+{number}" if amount > 0 else f"{name}{number}"


def _legs(entry: ListedEntry) -> list[tuple[str, str]]:
    """Return account and amount of each leg, in words."""
    legs: list[tuple[str, str]] = entry.legs  # type: ignore[attr-defined]  # completed by the list
    return legs


class RecentHold(Recent):
    """Holds made lately."""

    id_field = "hold_id"


def _written(field: str, words: Any) -> Callable[[BookTable, Any], str]:
    """Return the column that writes an amount of a hold as people do."""

    @admin.display(description=words)
    def column(_table: BookTable, hold: Any) -> str:
        return written(amount=getattr(hold, field), unit=hold.counted_in)

    return column


def _number(field: str, words: Any) -> Callable[[BookTable, Any], str]:
    """Return the column that writes an amount of a hold as spreadsheets read it."""

    @admin.display(description=words)
    def column(_table: BookTable, hold: Any) -> str:
        return plain_number(getattr(hold, field), scale=hold.counted_in.scale)

    return column


@admin.register(ListedHold)
class HoldAdmin(BookTable):
    """Holds; found by their whole reference or the account's whole code."""

    shown_amount, plain_amount = _written("amount", _("amount")), _number("amount", _("amount"))
    shown_captured, plain_captured = _written("captured", _("taken")), _number("captured", _("taken"))
    shown_released, plain_released = _written("released", _("given back")), _number("released", _("given back"))
    list_display = (
        *("made_at", "title", "shown_amount", "shown_captured", "shown_released"),
        *("shown_status", "expires_at", "reference"),
    )
    exported = (
        *("made_at", "title", "account", "unit", "plain_amount", "plain_captured", "plain_released"),
        *("status", "expires_at", "ended_at", "reference", "key"),
    )
    list_filter = ("status", RecentHold, InCell)
    search_fields = ("reference", "account")
    search_help_text = _("A whole reference, or an account's whole code")
    ordering = ("-hold_id",)
    fields = (
        *("title", "shown_amount", "shown_captured", "shown_released", "shown_status", "reference"),
        *("made_at", "expires_at", "ended_at", "about", "account", "unit", "key"),
    )

    def complete(self, rows: Sequence[Any]) -> None:
        """Put account and unit beside the holds."""
        titles = account_titles(codes=[hold.account for hold in rows])
        known = {unit.code: unit for unit in units().values()}
        for hold in rows:
            hold.title, hold.counted_in = titles[hold.account], known[hold.unit]

    @admin.display(description=_("account"))
    def title(self, hold: ListedHold) -> str:
        """Say on which account it lies."""
        return str(hold.title)  # type: ignore[attr-defined]  # completed above

    @display(
        description=_("status"),
        label={"open": "warning", "captured": "success", "released": "info", "expired": "info"},
    )
    def shown_status(self, hold: ListedHold) -> tuple[str, str]:
        """Return the status for a coloured label."""
        return hold.status, hold.get_status_display()
