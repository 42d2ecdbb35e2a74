"""The back office on verifications: the queue, bulk approval, and everything decided."""

from collections.abc import Callable
from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from dure.kernel.admin import call_for_each
from dure.kernel.http import DureRequest
from dure.kernel.tables import LookOnly, export_table
from dure.rooms.trust.models import Decision, Outcome, Verification
from dure.rooms.trust.services import verifications


@admin.register(Verification)
class VerificationAdmin(LookOnly):
    """What is to be verified, those that wait longest first."""

    list_display = ("subject", "organisation", "shown_status", "waiting_since", "asked_at")
    list_filter = ("status", "asked_at")
    list_select_related = ("organisation",)
    search_fields = ("subject", "organisation__name")
    actions = ("approve", export_table)
    fields = ("subject", "organisation", "status", "note", "asked_at", "asked_by", "waiting_since")

    @display(
        description=_("status"),
        label={"waiting": "warning", "more_papers": "info", "approved": "success", "refused": "danger"},
    )
    def shown_status(self, verification: Verification) -> tuple[str, str]:
        """Return the status for a coloured label."""
        return verification.status, verification.get_status_display()

    @admin.action(description=_("Approve"), permissions=["act"])
    def approve(self, request: DureRequest, chosen: QuerySet[Verification]) -> None:
        """Approve each of the chosen ones that waits."""
        calls: list[Callable[[], None]] = [partial(_approve, request, each) for each in chosen]
        call_for_each(
            request, calls, lambda done: ngettext("%(count)d approved.", "%(count)d approved.", done) % {"count": done}
        )


def _approve(request: DureRequest, verification: Verification) -> None:
    verifications.decide(by=request.actor, verification_id=verification.id, outcome=Outcome.APPROVED)


@admin.register(Decision)
class DecisionAdmin(LookOnly):
    """Every decision, newest first."""

    list_display = ("verification", "outcome", "reason", "decided_by", "decided_at", "undoes")
    list_filter = ("outcome", "decided_at")
    list_select_related = ("verification", "decided_by", "undoes")
    search_fields = ("verification__subject", "reason")
    ordering = ("-decided_at", "-id")
