"""Accounts and units in the back office."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from dure.kernel.tables import LookOnly
from dure.rooms.ledger.admin.book_tables import BookTable, InCell
from dure.rooms.ledger.chart import RULES
from dure.rooms.ledger.models import Account, Unit
from dure.rooms.ledger.queries.owners import account_titles
from dure.rooms.ledger.queries.words import ACCOUNTS
from dure.rooms.ledger.services import units


class SortOfAccount(admin.SimpleListFilter):
    """Accounts of one name of the chart."""

    title = _("sort")
    parameter_name = "sort"

    def lookups(self, _request: HttpRequest, _table: Any) -> list[tuple[str, str]]:
        """The names of the chart, in words."""
        return [(name, str(words)) for name, words in ACCOUNTS.items()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Account]) -> QuerySet[Account]:
        """The accounts of that name."""
        name = self.value()
        return queryset.filter(Q(code=name) | Q(code__startswith=f"{name}:")) if name in RULES else queryset


@admin.register(Account)
class AccountAdmin(BookTable):
    """Accounts, with the names of whose they are."""

    list_display = ("title", "code", "may_go_negative", "opened", "closed_at", "statement")
    exported = ("title", "code", "may_go_negative", "opened", "closed_at")
    list_filter = (SortOfAccount, "may_go_negative", ("closed_at", admin.EmptyFieldListFilter), InCell)
    search_fields = ("code__startswith",)
    search_help_text = _("The beginning of a code, or a whole one")
    ordering = ("code",)
    fields = ("title", "code", "statement", "may_go_negative", "opened", "closed_at", "account_id", "cell_id")

    def complete(self, rows: Sequence[Any]) -> None:
        """Put the accounts' names beside them."""
        titles = account_titles(codes=[account.code for account in rows])
        for account in rows:
            account.title = titles[account.code]

    @admin.display(description=_("account"), ordering="code")
    def title(self, account: Account) -> str:
        """Say what the account is and whose."""
        return str(account.title)  # type: ignore[attr-defined]  # completed above

    @admin.display(description=_("opened"), ordering="account_id")
    def opened(self, account: Account) -> Any:
        """Say when it was opened."""
        return account.opened_at

    @admin.display(description=_("statement"))
    def statement(self, account: Account) -> SafeString:
        """Lead to the statement."""
        return format_html('<a href="{}">{}</a>', reverse("ledger:account", args=[account.code]), _("Look"))


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for type checkers only
    """A unit of relief goods."""

    class Meta:
        model = Unit
        fields = ("code", "scale", "name_ko", "name_zh_hans", "name_en")


@admin.register(Unit)
class UnitAdmin(LookOnly):
    """Units; relief goods get theirs here, for good."""

    form = UnitForm
    list_display = ("code", "name_ko", "name_zh_hans", "name_en", "family", "scale", "number", "opened_at")
    list_filter = ("family",)
    search_fields = ("code", "name_ko", "name_zh_hans", "name_en")
    search_help_text = _("Part of a code or a name")
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
