"""Dispatch in the back office: lists to look at. Everything happens on the desks' own pages, by the room's verbs."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dure.kernel.tables import LookOnly, MadeLately
from dure.rooms.dispatch import sscc
from dure.rooms.dispatch.models import Driver, Hub, LabelRun, Mishap, Parcel, ProofOfDelivery, Shipment, TraceEvent
from dure.rooms.people.contacts import show_phone

Found = tuple[QuerySet[Any], bool]


@admin.register(Hub)
class HubAdmin(LookOnly):
    """Hubs, newest first."""

    list_display = ("name", "organisation", "region", "opening_hours", "opened_at", "closed_at")
    list_filter = (("closed_at", admin.EmptyFieldListFilter), MadeLately)
    list_select_related = ("organisation", "region")
    search_fields = ("name", "organisation__name")
    search_help_text = _("Part of the name of the hub or of its organisation")
    ordering = ("-id",)
    fields = (
        *("name", "organisation", "region", "street", "detail", "postcode", "shown_phone", "opening_hours"),
        *("opened_at", "closed_at"),
    )

    @admin.display(description=_("phone number"))
    def shown_phone(self, hub: Hub) -> str:
        """The phone number as people read it."""
        return show_phone(hub.phone)


@admin.register(Driver)
class DriverAdmin(LookOnly):
    """Drivers, those who asked last first."""

    list_display = ("person", "hub", "vehicle", "asked_at", "approved_at", "ended_at")
    list_filter = ("vehicle", ("approved_at", admin.EmptyFieldListFilter), ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "hub")
    search_fields = ("person__name", "hub__name")
    search_help_text = _("Part of the name of the driver or of the hub")
    ordering = ("-id",)
    fields = (
        *("person", "hub", "vehicle", "shown_phone", "asked_at", "approved_at", "approved_by", "ended_at"),
        "end_reason",
    )

    @admin.display(description=_("phone number"))
    def shown_phone(self, driver: Driver) -> str:
        """The phone number as people read it."""
        return show_phone(driver.phone)


@admin.register(Shipment)
class ShipmentAdmin(LookOnly):
    """Shipments, newest first: found by their whole reference, tracking key, or a parcel's number."""

    list_display = ("booked_at", "sender", "receiver_name", "kind", "status", "hub", "attempt_count", "ended_at")
    exported = (
        *("booked_at", "reference", "sender", "kind", "status", "hub", "attempt_count", "is_returning"),
        *("packed_at", "left_at", "set_out_at", "ended_at"),
    )
    list_filter = (MadeLately, "status", "kind", "is_returning")
    list_select_related = ("sender", "hub")
    search_fields = ("reference",)
    search_help_text = _("A whole reference, tracking key or parcel number")
    ordering = ("-id",)
    fields = (
        *("reference", "sender", "kind", "status", "hub", "region", "receiver_name", "shown_phone", "street", "detail"),
        *("postcode", "note", "ready_by", "attempt_count", "is_returning", "booked_at", "packed_at", "left_at"),
        *("set_out_at", "ended_at", "forgotten_at", "cancel_reason"),
    )

    @admin.display(description=_("phone number"))
    def shown_phone(self, shipment: Shipment) -> str:
        """The receiver's phone number as people read it."""
        return show_phone(shipment.receiver_phone)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Found:
        """Find by what stands in an index, whole."""
        del request
        text = search_term.strip()
        if not text:
            return queryset, False
        if number := sscc.read(text):
            found = _parcels_of(Parcel.objects.all(), number)
            return queryset.filter(id__in=found.values("shipment_id")), False
        return queryset.filter(reference=text) | queryset.filter(tracking_key=text), False


@admin.register(Parcel)
class ParcelAdmin(LookOnly):
    """Parcels, newest first: found by their number, or its last eight digits."""

    list_display = ("sscc", "shipment", "position", "place", "hub", "driver_name", "since", "printed_at")
    exported = ("sscc", "shipment", "position", "weight_g", "place", "hub", "since", "printed_at")
    list_filter = (MadeLately, "place")
    list_select_related = ("shipment", "hub", "driver__person")
    search_fields = ("sscc",)
    search_help_text = _("The 18 digits of a parcel, or its last 8")
    ordering = ("-id",)
    fields = (
        "sscc",
        "shipment",
        "position",
        "contents",
        "weight_g",
        "place",
        "hub",
        "driver_name",
        "since",
        "printed_at",
    )

    @admin.display(description=_("driver"))
    def driver_name(self, parcel: Parcel) -> str:
        """Who carries it."""
        return parcel.driver.person.display_name if parcel.driver else ""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Found:
        """Find by the number."""
        del request
        text = search_term.strip()
        if not text:
            return queryset, False
        number = sscc.read(text)
        return (_parcels_of(queryset, number) if number else queryset.none()), False


@admin.register(TraceEvent)
class TraceEventAdmin(LookOnly):
    """What happened to parcels, newest first: found by a parcel's number or a shipment's reference."""

    list_display = ("recorded_at", "step", "shipment", "place", "reason", "hub", "happened_at")
    exported = ("recorded_at", "happened_at", "step", "shipment", "ssccs", "place", "reason", "hub", "region", "id")
    list_filter = (MadeLately, "step", "reason")
    list_select_related = ("shipment", "hub")
    search_fields = ("shipment__reference",)
    search_help_text = _("The 18 digits of a parcel, or a whole reference")
    ordering = ("-id",)
    fields = (
        *("recorded_at", "happened_at", "offset_minutes", "step", "shipment", "ssccs", "place", "is_returning"),
        *("reason", "hub", "region", "corrects"),
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Found:
        """Find by what stands in an index, whole."""
        del request
        text = search_term.strip()
        if not text:
            return queryset, False
        number = sscc.read(text)
        wanted = {"ssccs__contains": [number]} if len(number) == sscc.LENGTH else {"shipment__reference": text}
        return queryset.filter(**wanted), False


@admin.register(ProofOfDelivery)
class ProofOfDeliveryAdmin(LookOnly):
    """What proves deliveries, newest first; the proof itself is shown only to those whose business it is."""

    list_display = ("happened_at", "shipment", "kind", "removed_at")
    list_filter = ("kind", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("event__shipment",)
    ordering = ("-event_id",)
    fields = ("happened_at", "shipment", "kind", "removed_at")

    @admin.display(description=_("happened"))
    def happened_at(self, proof: ProofOfDelivery) -> Any:
        """When it was handed over."""
        return proof.event.happened_at

    @admin.display(description=_("shipment"))
    def shipment(self, proof: ProofOfDelivery) -> str:
        """Of which shipment."""
        return proof.event.shipment.reference


@admin.register(Mishap)
class MishapAdmin(LookOnly):
    """What went wrong at doors and desks, newest first."""

    list_display = ("happened_at", "shipment", "reason", "note", "removed_at")
    list_filter = ("event__reason", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("event__shipment",)
    ordering = ("-event_id",)
    fields = ("happened_at", "shipment", "reason", "note", "removed_at")

    @admin.display(description=_("happened"))
    def happened_at(self, mishap: Mishap) -> Any:
        """When it was."""
        return mishap.event.happened_at

    @admin.display(description=_("shipment"))
    def shipment(self, mishap: Mishap) -> str:
        """Of which shipment."""
        return mishap.event.shipment.reference

    @admin.display(description=_("reason"))
    def reason(self, mishap: Mishap) -> str:
        """Why, in words."""
        return mishap.event.get_reason_display()


@admin.register(LabelRun)
class LabelRunAdmin(LookOnly):
    """Files of waybills, newest first; each is kept for a day."""

    list_display = ("requested_at", "organisation", "paper", "shipment_count", "ready_at")
    list_filter = (MadeLately, "paper", ("ready_at", admin.EmptyFieldListFilter))
    list_select_related = ("organisation",)
    ordering = ("-id",)
    fields = ("requested_at", "organisation", "paper", "shipment_count", "ready_at")

    @admin.display(description=_("shipments"))
    def shipment_count(self, run: LabelRun) -> int:
        """How many there are in it."""
        return len(run.shipment_ids)


def _parcels_of(parcels: QuerySet[Any], number: str) -> QuerySet[Any]:
    """Return the parcels of a number of 18 or 8 digits."""
    if len(number) == sscc.LENGTH:
        return parcels.filter(sscc=number)
    return parcels.filter(id__in=Parcel.objects.with_short(number))
