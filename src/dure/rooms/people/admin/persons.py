"""The back office on persons, sign-ins, consents and departures."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from dure.kernel.http import DureRequest
from dure.kernel.tables import LookOnly, export_table
from dure.rooms.people.contacts import read_email, read_phone, show_phone
from dure.rooms.people.forms.staff import StaffRolesForm
from dure.rooms.people.models import Consent, Departure, Export, Language, Lock, Person, SignIn
from dure.rooms.people.models.sign_ins import STAFF_ROLES
from dure.rooms.people.services import sign_ins


@admin.register(Person)
class PersonAdmin(LookOnly):
    """Persons: found by name, or by their whole phone number or e-mail address."""

    list_display = ("shown_name", "language", "joined_at", "erased_at")
    list_filter = ("language", ("erased_at", admin.EmptyFieldListFilter), "joined_at")
    search_fields = ("name",)
    search_help_text = _("Part of a name, or a whole phone number or e-mail address")
    ordering = ("-id",)

    @admin.display(description=_("name"), ordering="name")
    def shown_name(self, person: Person) -> str:
        """The name, or that somebody left."""
        return person.display_name

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search by contact where one was typed, else by name; nobody can fish for numbers by parts."""
        if email := read_email(search_term):
            return queryset.filter(sign_in__email=email), False
        if phone := read_phone(search_term):
            return queryset.filter(sign_in__phone=phone), False
        found: tuple[Any, bool] = super().get_search_results(request, queryset, search_term)
        return found


@admin.register(SignIn)
class SignInAdmin(ModelAdmin):
    """Sign-ins: staff roles, locks and open browsers."""

    form = StaffRolesForm
    list_display = ("person", "shown_roles", "is_active", "last_login", "created_at")
    list_filter = ("is_active", "last_login")
    list_select_related = ("person",)
    search_fields = ("person__name",)
    readonly_fields = ("person", "shown_phone", "phone_proven_at", "email", "is_active", "last_login", "created_at")
    actions = ("lock", "unlock", "sign_out_everywhere", export_table)
    show_full_result_count = False
    fields = (
        *("person", "staff_roles", "shown_phone", "phone_proven_at", "email", "is_active", "last_login", "created_at"),
    )

    @admin.display(description=_("phone number"))
    def shown_phone(self, sign_in: SignIn) -> str:
        """The phone number as people read it."""
        return show_phone(sign_in.phone)

    @admin.display(description=_("staff roles"))
    def shown_roles(self, sign_in: SignIn) -> str:
        """The staff roles in words."""
        words = dict(STAFF_ROLES)
        return ", ".join(str(words[role]) for role in sign_in.staff_roles)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People join themselves."""
        del request
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People leave themselves."""
        del request, obj
        return False

    def save_model(self, request: DureRequest, obj: SignIn, form: StaffRolesForm, change: bool) -> None:  # noqa: FBT001 - Django calls it so
        """Hand the staff roles over to the verb."""
        del change
        roles = form.cleaned_data["staff_roles"]
        obj.staff_roles = sign_ins.set_staff_roles(by=request.actor, sign_in_id=obj.id, roles=roles).staff_roles

    @admin.action(description=_("Lock: sign out and keep out"), permissions=["change"])
    def lock(self, request: DureRequest, chosen: QuerySet[SignIn]) -> None:
        """Lock the chosen sign-ins."""
        for sign_in in chosen:
            sign_ins.lock_sign_in(by=request.actor, sign_in_id=sign_in.id, reason="back office")
        self.message_user(request, str(_("Locked.")), messages.SUCCESS)

    @admin.action(description=_("Lift the lock"), permissions=["change"])
    def unlock(self, request: DureRequest, chosen: QuerySet[SignIn]) -> None:
        """Open the chosen sign-ins again."""
        for sign_in in chosen:
            sign_ins.lift_lock(by=request.actor, sign_in_id=sign_in.id)
        self.message_user(request, str(_("The lock is lifted.")), messages.SUCCESS)

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: DureRequest, chosen: QuerySet[SignIn]) -> None:
        """End every browser's session of the chosen."""
        for sign_in in chosen:
            sign_ins.end_sessions_of(by=request.actor, sign_in_id=sign_in.id)
        self.message_user(request, str(_("Signed out everywhere.")), messages.SUCCESS)


@admin.register(Lock)
class LockAdmin(LookOnly):
    """Who was locked out, by whom and why."""

    list_display = ("sign_in", "reason", "locked_at", "locked_by", "lifted_at", "lifted_by")
    list_filter = (("lifted_at", admin.EmptyFieldListFilter), "locked_at")
    list_select_related = ("sign_in__person", "locked_by", "lifted_by")


@admin.register(Consent)
class ConsentAdmin(LookOnly):
    """Who agreed to what, in which version."""

    list_display = ("person", "matter", "version", "language_read", "given_at", "withdrawn_at")
    list_filter = ("matter", "version", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("person",)
    search_fields = ("person__name",)

    @admin.display(description=_("language read"), ordering="language")
    def language_read(self, consent: Consent) -> str:
        """The language by its own name."""
        return dict(Language.choices).get(consent.language, consent.language)


@admin.register(Departure)
class DepartureAdmin(LookOnly):
    """Who asked to leave, and when it is due."""

    list_display = ("person", "requested_at", "due_at", "withdrawn_at", "completed_at")
    list_filter = (("withdrawn_at", admin.EmptyFieldListFilter), ("completed_at", admin.EmptyFieldListFilter))
    list_select_related = ("person",)


@admin.register(Export)
class ExportAdmin(LookOnly):
    """Who asked for everything about themselves; the files themselves are nobody else's."""

    list_display = ("person", "requested_at", "ready_at", "removed_at")
    list_select_related = ("person",)
    fields = ("person", "requested_at", "ready_at", "expires_at", "removed_at")
