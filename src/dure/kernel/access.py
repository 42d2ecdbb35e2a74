"""Who may come through which door: one table, deny by default.

Each room's `access.py` has the lines of its doors; `dure/site/access.py` joins them. Keys are view names as `reverse`
knows them (`people:organisation`, `api:place_order`), or a prefix ending in `*`; values are rules, or a rule per
method. An address without a rule is closed to everybody, and a test says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from dure.kernel.errors import NotAllowed, NotFound, NotSignedIn
from dure.kernel.http import STRANGER, Actor
from dure.kernel.refusals import answer


class Who(Enum):
    """The kinds of people a rule can name, from widest to narrowest."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    MEMBER = "member"
    STAFF = "staff"


@dataclass(frozen=True)
class Rule:
    """One line of the table: a kind of people, and for members the roles that open the door."""

    who: Who
    roles: frozenset[str] = field(default_factory=frozenset)

    def admits(self, actor: Actor) -> bool:
        """Whether this actor may come through."""
        match self.who:
            case Who.EVERYONE:
                return True
            case Who.SIGNED_IN:
                return actor.is_signed_in and not actor.is_bound
            case Who.MEMBER:
                return actor.organisation_id is not None and bool(self.roles & actor.roles)
            case Who.STAFF:
                return actor.is_staff


EVERYONE = Rule(Who.EVERYONE)
SIGNED_IN = Rule(Who.SIGNED_IN)
STAFF = Rule(Who.STAFF)


def member(*roles: str) -> Rule:
    """Return the rule for people who act for an organisation in one of these roles."""
    return Rule(Who.MEMBER, frozenset(roles))


Table = Mapping[str, Rule | Mapping[str, Rule]]


@cache
def table() -> Table:
    """Return the house's table."""
    found: Table = import_string(settings.ACCESS_TABLE)
    return found


def rule_for(view_name: str, method: str) -> Rule | None:
    """Return the rule for a view: its own line first, else the longest prefix line; None where there is none."""
    found = table().get(view_name)
    if found is None:
        prefixes = [key for key in table() if key.endswith("*") and view_name.startswith(key[:-1])]
        found = table()[max(prefixes, key=len)] if prefixes else None
    if isinstance(found, Mapping):
        return found.get("GET" if method == "HEAD" else method)
    return found


class AccessMiddleware:
    """Closes every door that the table does not open for the person who knocks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the decision falls in `process_view`, when the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _arguments: object, named: Mapping[str, object]
    ) -> HttpResponseBase | None:
        """Let through, or answer the refusal (what `process_view` raises would count as a crash)."""
        actor: Actor = getattr(request, "actor", STRANGER)
        rule = rule_for(door_of(request), request.method or "GET")
        if rule is None or not rule.admits(actor):
            return answer(request, NotAllowed() if actor.is_signed_in else NotSignedIn())
        return answer(request, NotFound()) if _is_anothers(rule, actor, named) else None


def _is_anothers(rule: Rule, actor: Actor, named: Mapping[str, object]) -> bool:
    """Whether a members' address names an organisation the person does not act for, who is then told of nothing."""
    organisation_id = named.get("organisation_id", actor.organisation_id)
    return rule.who is Who.MEMBER and str(organisation_id) != str(actor.organisation_id)


def door_of(request: HttpRequest) -> str:
    """Return the name the table knows the address by; for the API that of the operation, per method."""
    match = request.resolver_match
    if match is None:
        return ""
    operations: Mapping[str, str] = getattr(match.func, "operation_ids", {})
    name = operations.get(request.method or "")
    return f"{match.namespace}:{name}" if name else match.view_name
