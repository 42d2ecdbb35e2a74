"""The book in the back office: to look at. Only units of relief goods can be opened here; nothing can be changed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from dure.rooms.ledger.models import Account, ListedEntry, ListedHold, ListedSeal, Proof, Unit
from dure.rooms.ledger.queries.words import account_words, kind_words, problem_words
from dure.rooms.ledger.services import units

COUNTED_MAX = 10_000


class CountsToALimit(Paginator):  # type: ignore[type-arg]  # generic for type checkers only
    """Leafs through the newest rows without counting millions."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most 10,000."""
        rows: Any = self.object_list
        return int(rows[:COUNTED_MAX].count())


class LookedAt(ModelAdmin):
    """Rows nobody adds, changes or deletes by hand."""

    list_per_page = 50
    show_full_result_count = False
    paginator = CountsToALimit

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one by hand."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes one."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody deletes one."""
        del request, obj
        return False


@admin.register(Account)
class AccountAdmin(LookedAt):
    """Accounts."""

    list_display = ("code", "sort", "statement", "may_go_negative", "opened_at", "closed_at")
    search_fields = ("code__startswith",)
    ordering = ("code",)
    fields = ("code", "sort", "statement", "account_id", "cell_id", "may_go_negative", "opened_at", "closed_at")

    @admin.display(description=_("Sort"))
    def sort(self, account: Account) -> str:
        """Say what sort of account it is."""
        return account_words(code=account.code)

    @admin.display(description=_("Statement"))
    def statement(self, account: Account) -> SafeString:
        """Lead to the statement."""
        return format_html('<a href="{}">{}</a>', reverse("ledger:account", args=[account.code]), _("Open"))


@admin.register(ListedEntry)
class EntryAdmin(LookedAt):
    """Entries, newest first; found by their whole reference."""

    list_display = ("reference", "what", "legs", "recorded_at", "happened_at", "page")
    list_filter = ("cell_id",)
    search_fields = ("reference__exact",)
    ordering = ("-entry_id",)
    fields = ("key", "reference", "what", "legs", "recorded_at", "happened_at", "reverses", "about", "page")

    @admin.display(description=_("What"))
    def what(self, entry: ListedEntry) -> str:
        """Say what happened."""
        return kind_words(kind=entry.kind)

    @admin.display(description=_("Legs"))
    def legs(self, entry: ListedEntry) -> SafeString:
        """List what left and what arrived."""
        legs = zip(entry.accounts, entry.amounts, entry.units, strict=True)
        return format_html_join(
            "", "<div>{} {} {}</div>", [(code, f"{amount:+,}", unit) for code, amount, unit in legs]
        )

    @admin.display(description=_("Explained"))
    def page(self, entry: ListedEntry) -> SafeString:
        """Lead to the page that explains it."""
        address = reverse("ledger:entry", args=[entry.cell_id, entry.entry_id])
        return format_html('<a href="{}">{}</a>', address, _("Open"))


@admin.register(ListedHold)
class HoldAdmin(LookedAt):
    """Holds, newest first."""

    list_display = ("reference", "account", "amount", "unit", "captured", "released", "status", "expires_at")
    list_filter = ("status", "cell_id")
    search_fields = ("reference__exact", "account__exact")
    ordering = ("-hold_id",)


@admin.register(ListedSeal)
class SealAdmin(LookedAt):
    """Sealed days, newest first."""

    list_display = ("day", "cell_id", "entry_count", "account_count", "hash", "sealed_at")
    list_filter = ("cell_id",)
    date_hierarchy = None
    ordering = ("-day", "cell_id")


@admin.register(Proof)
class ProofAdmin(LookedAt):
    """What every run over the whole book found."""

    list_display = ("ran_at", "is_in_order", "problem_count", "entry_count", "day_count", "duration_ms", "book_hash")
    ordering = ("-ran_at",)
    fields = ("ran_at", "is_in_order", "found", "entry_count", "balance_count", "day_count", "duration_ms", "book_hash")

    @admin.display(description=_("In order"), boolean=True)
    def is_in_order(self, proof: Proof) -> bool:
        """Say whether the book was in order."""
        return proof.holds

    @admin.display(description=_("Found"))
    def found(self, proof: Proof) -> SafeString:
        """List what did not fit."""
        rows = [(problem_words(code=problem["code"]), problem) for problem in proof.problems]
        return format_html_join("", "<div>{} {}</div>", rows)


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for type checkers only
    """A unit of relief goods."""

    class Meta:
        model = Unit
        fields = ("code", "scale", "name_ko", "name_zh_hans", "name_en")


@admin.register(Unit)
class UnitAdmin(LookedAt):
    """Units; relief goods get theirs here, for good."""

    form = UnitForm
    list_display = ("code", "number", "scale", "family", "name_ko", "name_zh_hans", "name_en", "opened_at")
    list_filter = ("family",)
    ordering = ("number",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Staff with the right open units of goods."""
        return bool(ModelAdmin.has_add_permission(self, request))

    def save_model(self, request: HttpRequest, obj: Unit, form: UnitForm, change: bool) -> None:  # noqa: FBT001  Django calls it so
        """Open the unit by the house's verb."""
        del request, change
        asked = form.cleaned_data
        opened = units.open_unit(
            code=asked["code"],
            scale=asked["scale"],
            name_en=asked["name_en"],
            name_ko=asked["name_ko"],
            name_zh_hans=asked["name_zh_hans"],
        )
        obj.number = opened.number
