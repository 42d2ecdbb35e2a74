"""Members of an organisation: list, roles, endings, handing over."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dure.kernel.errors import BadInput
from dure.kernel.http import read_id
from dure.kernel.spreadsheets import BYTE_ORDER_MARK, csv_line
from dure.rooms.people.middleware import ACTING_KEY, PeopleRequest
from dure.rooms.people.models.organisations import ROLES
from dure.rooms.people.queries import memberships as queries
from dure.rooms.people.queries import organisations
from dure.rooms.people.roles import Role, may_give
from dure.rooms.people.services import memberships

ENDED_KEY = "people.ended"
"""Where the browser's session keeps the memberships just ended, to offer to undo it."""
PAGE_SIZE = 25


@require_safe
def members(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """Who belongs to the organisation."""
    own = queries.demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MEMBER)
    search = request.GET.get("search", "")[:80]
    found = queries.members(organisation_id=organisation_id, search=search)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        (each, may_give(own, each.role) and each.person_id != request.actor.person_id, own is Role.OWNER)
        for each in page
    ]
    context = {
        "organisation": organisations.organisation(organisation_id=organisation_id),
        "page": page,
        "search": search,
        "own_role": own.value,
        "may_manage": own is not Role.MEMBER,
        "rows": rows,
        "may_remove": own is not Role.MEMBER and any(may_change for _member, may_change, _may_hand_over in rows),
        "roles": [(role, label) for role, label in ROLES if may_give(own, role)],
        "just_ended": request.session.pop(ENDED_KEY, None),
    }
    return render(request, "people/members.html", context)


@require_safe
def members_file(request: PeopleRequest, organisation_id: UUID) -> StreamingHttpResponse:
    """The members as CSV, with what a spreadsheet needs to open it in any language."""
    queries.demand_role(by=request.actor, organisation_id=organisation_id, least=Role.MANAGER)
    rows = queries.members(organisation_id=organisation_id).iterator(chunk_size=500)
    lines = (
        csv_line([each.person.display_name, each.get_role_display(), f"{each.started_at:%Y-%m-%d}"]) for each in rows
    )
    response = StreamingHttpResponse(_with_head(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="members.csv"'
    return response


def _with_head(lines: Iterator[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line([_("Name"), _("Role"), _("Since")])
    yield from lines


@require_POST
def membership_endings(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """End the chosen memberships, and offer to undo it."""
    chosen = [read_id(text) for text in request.POST.getlist("membership")]
    ended = memberships.end_memberships(
        by=request.actor,
        organisation_id=organisation_id,
        membership_ids=chosen,
        reason=request.POST.get("reason", "")[:300],
    )
    request.session[ENDED_KEY] = [[str(each.id), each.person.display_name] for each in ended]
    count = len(ended)
    messages.success(request, ngettext("%d person removed.", "%d persons removed.", count) % count)
    return redirect("people:members", organisation_id=organisation_id)


@require_POST
def membership_restoration(request: PeopleRequest, organisation_id: UUID, membership_id: UUID) -> HttpResponse:
    """Undo an ending."""
    memberships.restore_membership(by=request.actor, organisation_id=organisation_id, membership_id=membership_id)
    messages.success(request, _("Undone."))
    return redirect("people:members", organisation_id=organisation_id)


@require_POST
def membership_role(request: PeopleRequest, organisation_id: UUID, membership_id: UUID) -> HttpResponse:
    """Give a member another role."""
    role = request.POST.get("role", "")
    if role not in list(Role):
        raise BadInput(fields={"role": [role]})
    memberships.change_role(by=request.actor, organisation_id=organisation_id, membership_id=membership_id, role=role)
    messages.success(request, _("The role is changed."))
    return redirect("people:members", organisation_id=organisation_id)


@require_POST
def ownership(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """Hand the organisation over to another member."""
    memberships.hand_over(
        by=request.actor,
        organisation_id=organisation_id,
        membership_id=read_id(request.POST.get("membership", "")),
    )
    messages.success(request, _("Handed over. You are a manager now."))
    return redirect("people:members", organisation_id=organisation_id)


@require_POST
def leaving(request: PeopleRequest, organisation_id: UUID) -> HttpResponse:
    """Leave the organisation oneself."""
    memberships.leave(by=request.actor, organisation_id=organisation_id)
    if request.session.get(ACTING_KEY) == str(organisation_id):
        del request.session[ACTING_KEY]
    messages.success(request, _("You left the organisation."))
    return redirect("people:me")
