"""Sealed days and proofs in the back office, newest first."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dure.rooms.ledger.admin.book_tables import BookTable, InCell
from dure.rooms.ledger.models import ListedSeal, Proof
from dure.rooms.ledger.queries.words import problem_words

HASH_BEGINNING = 12
OUTCOMES = (("yes", _("In order")), ("no", _("Something was found")))


@admin.register(ListedSeal)
class SealAdmin(BookTable):
    """Sealed days."""

    list_display = ("day", "entry_count", "account_count", "short_hash", "sealed_at", "page")
    exported = ("day", "cell_id", "entry_count", "account_count", "hash", "previous", "sealed_at")
    list_filter = ("day", InCell)
    search_fields = ("hash",)
    search_help_text = _("A whole fingerprint")
    ordering = ("-day", "cell_id")
    fields = ("day", "cell_id", "entry_count", "account_count", "hash", "previous", "sealed_at", "page")

    @admin.display(description=_("fingerprint"))
    def short_hash(self, seal: ListedSeal) -> str:
        """Show the beginning of the hash."""
        return f"{seal.hash[:HASH_BEGINNING]}…"

    @admin.display(description=_("page of the book"))
    def page(self, seal: ListedSeal) -> SafeString:
        """Lead to the day's public page."""
        return format_html('<a href="{}">{}</a>', reverse("ledger:day", args=[seal.day, seal.cell_id]), _("Look"))


class Outcome(admin.SimpleListFilter):
    """Proofs by what they found."""

    title = _("outcome")
    parameter_name = "in_order"

    def lookups(self, _request: HttpRequest, _table: Any) -> list[tuple[str, str]]:
        """In order, or not."""
        return [(answer, str(words)) for answer, words in OUTCOMES]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Proof]) -> QuerySet[Proof]:
        """The proofs with that outcome."""
        if self.value() not in dict(OUTCOMES):
            return queryset
        return queryset.filter(problem_count=0) if self.value() == "yes" else queryset.exclude(problem_count=0)


@admin.register(Proof)
class ProofAdmin(BookTable):
    """What every run over the whole book found."""

    list_display = ("ran_at", "is_in_order", "problem_count", "entry_count", "day_count", "duration_ms", "short_hash")
    exported = ("ran_at", "problem_count", "entry_count", "balance_count", "day_count", "duration_ms", "book_hash")
    list_filter = (Outcome, "ran_at")
    search_fields = ("book_hash",)
    search_help_text = _("A whole fingerprint")
    ordering = ("-ran_at",)
    fields = ("ran_at", "is_in_order", "found", "entry_count", "balance_count", "day_count", "duration_ms", "book_hash")

    @admin.display(description=_("in order"), boolean=True)
    def is_in_order(self, proof: Proof) -> bool:
        """Say whether the book was in order."""
        return proof.holds

    @admin.display(description=_("found"))
    def found(self, proof: Proof) -> SafeString | str:
        """List what did not fit."""
        rows = [(problem_words(code=problem["code"]), problem) for problem in proof.problems]
        return format_html_join("", "<div>{} {}</div>", rows) or "–"

    @admin.display(description=_("fingerprint of the book"))
    def short_hash(self, proof: Proof) -> str:
        """Show the beginning of the hash."""
        return f"{proof.book_hash[:HASH_BEGINNING]}…"
