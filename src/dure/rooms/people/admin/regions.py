"""The back office on regions: to look at, and the help-first list to keep."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from dure.kernel.clock import today
from dure.kernel.errors import NotAllowed
from dure.kernel.http import DureRequest
from dure.rooms.people.forms.help_first import HelpFirstForm, ListForm
from dure.rooms.people.models import HelpFirst, Region
from dure.rooms.people.queries.regions import search_regions
from dure.rooms.people.services import help_first


@admin.register(Region)
class RegionAdmin(ModelAdmin):
    """Regions come with the house; here they can be looked up, not changed."""

    list_display = ("shown_name", "code", "level", "country", "is_current")
    list_filter = ("country", "level", "is_current")
    search_fields = ("search_text", "code")
    ordering = ("country", "code")
    list_per_page = 50

    @admin.display(description=_("name"))
    def shown_name(self, region: Region) -> str:
        """The name for the reader of this page."""
        return region.name

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search as the public page does."""
        del request
        if not search_term:
            return queryset, False
        return queryset.filter(id__in=[one.id for one in search_regions(text=search_term)]), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a region by hand."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Region | None = None) -> bool:
        """Nobody changes one by hand."""
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Region | None = None) -> bool:
        """Nobody deletes one: addresses name it."""
        del request, obj
        return False


@admin.register(HelpFirst)
class HelpFirstAdmin(ModelAdmin):
    """Marks: noted, changed and ended by staff, each time with who and when; or taken over from a list."""

    form = HelpFirstForm
    list_display = ("region", "programme", "year", "since", "until", "source", "noted_at", "who")
    list_filter = ("programme", "year", "region__country")
    list_select_related = ("region",)
    search_fields = ("region__search_text", "programme")
    autocomplete_fields = ("region",)
    readonly_fields = ("noted_at", "who")
    actions = ("end_today",)
    change_list_template = "people/back_office/help_first_list.html"

    @admin.display(description=_("noted by"))
    def who(self, mark: HelpFirst) -> str:
        """Return the number of the person who noted it; a dash where it came with the house."""
        return str(mark.noted_by_id or "–")

    def get_readonly_fields(self, request: HttpRequest, obj: HelpFirst | None = None) -> tuple[str, ...]:
        """The region of a mark stays; for another region note another mark."""
        del request
        return (*self.readonly_fields, "region") if obj else self.readonly_fields

    def save_model(self, request: DureRequest, obj: HelpFirst, form: HelpFirstForm, change: bool) -> None:  # noqa: FBT001 - Django calls it so
        """Hand over to the verb."""
        facts = {field: form.cleaned_data[field] for field in ("programme", "source", "year", "since", "until")}
        if change:
            help_first.change_help_first(by=request.actor, mark_id=obj.id, **facts)
            return
        region = form.cleaned_data["region"]
        kept = help_first.note_help_first(by=request.actor, country=region.country, code=region.code, **facts)
        obj.id = kept.id

    def has_delete_permission(self, request: HttpRequest, obj: HelpFirst | None = None) -> bool:
        """A mark is ended, not deleted: what was done because of it must stay explicable."""
        del request, obj
        return False

    @admin.action(description=_("End today"), permissions=["change"])
    def end_today(self, request: DureRequest, queryset: Any) -> None:
        """End the chosen marks with today."""
        ended = help_first.end_help_first(by=request.actor, mark_ids=[one.id for one in queryset], on=today())
        self.message_user(
            request, ngettext("%(count)s mark ended.", "%(count)s marks ended.", ended) % {"count": ended}
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the page that takes a list over."""
        own = path("import/", self.admin_site.admin_view(self.import_list), name="people_helpfirst_import")
        return [own, *super().get_urls()]

    def import_list(self, request: DureRequest) -> HttpResponse:
        """Show what an uploaded list would do; do it when it comes back confirmed."""
        if not self.has_add_permission(request):
            raise NotAllowed
        form = ListForm(request.POST or None, request.FILES or None)
        preview = form.preview() if request.method == "POST" and form.is_valid() else None
        if preview is not None and form.is_confirmed:
            done = help_first.import_help_first(by=request.actor, leave_out_unmatched=True, **form.arguments())
            sentence = _("%(added)s added, %(renewed)s renewed, %(left_out)s left out.")
            messages.success(request, sentence % vars(done))
            return redirect("admin:people_helpfirst_changelist")
        facts = {"form": form, "preview": preview, "title": _("Take over a list"), "opts": self.model._meta}
        return render(
            request, "people/back_office/help_first_import.html", {**self.admin_site.each_context(request), **facts}
        )
