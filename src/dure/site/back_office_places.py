"""The lists of the back office, in the order of the work: people, organisations, regions, the book, the machinery."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def _list(title: str | Promise, name: str, icon: str) -> dict[str, Any]:
    """Return the place of a list (`room_thing`), seen by staff who may look at it."""
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{name}_changelist"),
        "permission": _who_may_look(name),
    }


def _who_may_look(name: str) -> Callable[[HttpRequest], bool]:
    room, _separator, thing = name.partition("_")
    return lambda request: request.user.has_perm(f"{room}.view_{thing}")


def _group(title: str | Promise, *lists: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "items": list(lists)}


PLACES: Final = [
    {"items": [{"title": _("First page"), "icon": "home", "link": reverse_lazy("admin:index")}]},
    _group(
        _("People"),
        _list(_("Persons"), "people_person", "person"),
        _list(_("Sign-ins and staff"), "people_signin", "key"),
        _list(_("Locks"), "people_lock", "lock"),
        _list(_("Consents"), "people_consent", "task_alt"),
        _list(_("Departures"), "people_departure", "person_remove"),
        _list(_("Copies of personal data"), "people_export", "download"),
    ),
    _group(
        _("Organisations"),
        _list(_("Organisations"), "people_organisation", "apartment"),
        _list(_("Memberships"), "people_membership", "group"),
        _list(_("Invitations"), "people_invitation", "mail"),
        _list(_("Closures"), "people_closure", "door_front"),
    ),
    _group(
        _("Regions"),
        _list(_("Regions"), "people_region", "map"),
        _list(_("Help-first marks"), "people_helpfirst", "flag"),
    ),
    _group(
        _("The book"),
        _list(_("Accounts"), "ledger_account", "account_balance_wallet"),
        _list(_("Entries"), "ledger_listedentry", "receipt_long"),
        _list(pgettext_lazy("in the ledger", "Holds"), "ledger_listedhold", "hourglass_empty"),
        _list(_("Sealed days"), "ledger_listedseal", "verified"),
        _list(_("Proofs"), "ledger_proof", "fact_check"),
        _list(_("Units"), "ledger_unit", "straighten"),
    ),
    _group(
        _("Machinery"),
        _list(_("News nobody could digest"), "kernel_deadletter", "report"),
        _list(_("Announced news"), "kernel_outboxmessage", "campaign"),
        _list(_("Jobs"), "kernel_queuedjob", "manufacturing"),
    ),
]
