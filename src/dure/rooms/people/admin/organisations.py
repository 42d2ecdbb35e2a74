"""The back office on organisations, memberships and invitations."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from dure.kernel.http import DureRequest
from dure.kernel.tables import LookOnly, export_table
from dure.rooms.people.models import Closure, Invitation, Membership, Organisation
from dure.rooms.people.services import memberships, organisations


def open_closures() -> QuerySet[Closure]:
    """Return the closures that stand."""
    return Closure.objects.filter(reopened_at__isnull=True)


@admin.register(Organisation)
class OrganisationAdmin(LookOnly):
    """Organisations: found by any of their names, closed and reopened."""

    list_display = ("name", "kind", "region", "created_at", "is_closed")
    list_filter = ("kind", "created_at")
    list_select_related = ("region",)
    search_fields = ("name", "name_ko", "name_zh", "name_en")
    actions = ("close", "reopen", export_table)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """Organisations, with whether they are closed."""
        closed = open_closures().filter(organisation_id=OuterRef("id"))
        found: QuerySet[Organisation] = super().get_queryset(request)
        return found.annotate(is_closed_now=Exists(closed))

    @display(description=_("closed"), label="warning")
    def is_closed(self, organisation: Organisation) -> str:
        """Say so where it is closed now."""
        return str(_("Closed")) if organisation.is_closed_now else ""  # type: ignore[attr-defined]  # annotated above

    @admin.action(description=_("Close"), permissions=["act"])
    def close(self, request: DureRequest, chosen: QuerySet[Organisation]) -> None:
        """Close the chosen organisations that are open."""
        for organisation in chosen.exclude(closures__in=open_closures()):
            organisations.close_organisation(by=request.actor, organisation_id=organisation.id)
        self.message_user(request, str(_("Closed.")), messages.SUCCESS)

    @admin.action(description=_("Open again"), permissions=["act"])
    def reopen(self, request: DureRequest, chosen: QuerySet[Organisation]) -> None:
        """Reopen the chosen organisations that are closed."""
        for organisation in chosen.filter(closures__in=open_closures()):
            organisations.reopen_organisation(by=request.actor, organisation_id=organisation.id)
        self.message_user(request, str(_("Open again.")), messages.SUCCESS)


@admin.register(Membership)
class MembershipAdmin(LookOnly):
    """Who acts for whom, now and before."""

    list_display = ("person", "organisation", "role", "started_at", "ended_at")
    list_filter = ("role", ("ended_at", admin.EmptyFieldListFilter), "organisation__kind")
    list_select_related = ("person", "organisation")
    search_fields = ("person__name", "organisation__name")
    actions = ("end", export_table)

    @admin.action(description=_("End the membership"), permissions=["act"])
    def end(self, request: DureRequest, chosen: QuerySet[Membership]) -> None:
        """End the chosen memberships that have not ended."""
        for membership in chosen.filter(ended_at__isnull=True):
            memberships.end_membership(
                by=request.actor, organisation_id=membership.organisation_id, membership_id=membership.id
            )
        self.message_user(request, str(_("Ended.")), messages.SUCCESS)


@admin.register(Closure)
class ClosureAdmin(LookOnly):
    """Which organisations stopped, and when they went on."""

    list_display = ("organisation", "reason", "closed_at", "closed_by", "reopened_at")
    list_select_related = ("organisation", "closed_by")


@admin.register(Invitation)
class InvitationAdmin(LookOnly):
    """Who was invited where; the contact itself is not listed."""

    list_display = ("organisation", "role", "invited_by", "invited_at", "expires_at", "places_taken", "revoked_at")
    list_filter = ("role", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("organisation", "invited_by")
    search_fields = ("organisation__name",)
    fields = ("organisation", "role", "invited_by", "invited_at", "expires_at", "places", "places_taken", "revoked_at")
