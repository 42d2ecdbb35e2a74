"""Every door of the house is walked by everybody: the access table decides, and others' things stay shut.

The walk takes the addresses from the resolver and the operations from the API, so a new one without a rule fails here
before anybody can forget it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, SlugConverter, UUIDConverter

from dure.kernel.access import EVERYONE, Rule, Who, rule_for, table
from dure.rooms.people import factories
from dure.rooms.people.middleware import ACTING_KEY
from dure.rooms.people.models import Person
from dure.rooms.people.queries.invitations import link_key
from dure.rooms.people.roles import roles_within
from dure.rooms.people.services.invitations import invite

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Door:
    """One address and one method, with the name the table knows it by and what stands in the address."""

    name: str
    method: str
    route: str
    parts: tuple[tuple[str, object], ...]

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def rule(self) -> Rule | None:
        """The table's line for it."""
        return rule_for(self.name, self.method)

    def names(self, part: str) -> bool:
        """Whether the address names such a thing, `organisation_id` for instance."""
        return part in dict(self.parts)

    def address(self, things: dict[str, object]) -> str:
        """The address filled with our things where we have them, with something well-formed elsewhere."""
        filled = {part: things.get(part, _something(converter)) for part, converter in self.parts}
        way = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(filled[found.group(1)]), self.route)
        return "/" + way.replace("^", "").replace("$", "").replace("\\Z", "")


def _something(converter: object) -> object:
    """Something that fits where the walk has no thing of its own."""
    if isinstance(converter, UUIDConverter):
        return uuid4()
    if isinstance(converter, IntConverter):
        return 1
    return "photo" if isinstance(converter, SlugConverter) else "x"


def _doors(
    patterns: list[URLPattern | URLResolver], namespace: str = "", way: str = "", above: tuple = ()
) -> Iterator[Door]:
    """Every door: an operation once per method it has, a page by opening it and by sending something."""
    for each in patterns:
        route, parts = f"{way}{each.pattern}", (*above, *each.pattern.converters.items())
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _doors(each.url_patterns, inner, route, parts)
            continue
        operations = getattr(each.callback, "operation_ids", None)
        names = operations or dict.fromkeys(("GET", "POST"), each.name or "")
        for method, name in names.items():
            yield Door(f"{namespace}{name}", method, route, parts)


EVERY_DOOR = list(_doors(get_resolver().url_patterns))
DOORS = [door for door in EVERY_DOOR if not door.name.endswith(":") and door.name]
NAMELESS = [door for door in EVERY_DOOR if not door.name]
"""Addresses a package left without a name (old redirects): no line can name them, so they are shut to everybody."""
WITH_RULE = [door for door in DOORS if not door.name.startswith("admin:") and door.rule is not None]
OPEN = [door for door in WITH_RULE if door.rule == EVERYONE]
CLOSED = [door for door in WITH_RULE if door.rule != EVERYONE]
FOR_SIGNED_IN = [door for door in CLOSED if door.rule.who is Who.SIGNED_IN]
FOR_MEMBERS = [door for door in CLOSED if door.rule.who is Who.MEMBER]
OF_ONE_ORGANISATION = [door for door in FOR_MEMBERS if door.names("organisation_id")]
BACK_OFFICE = [
    door
    for door in DOORS
    if door.name.startswith("admin:") and door.method == "GET" and not door.parts and "(" not in door.route
]


@dataclass(frozen=True)
class World:
    """Two organisations, who belongs to them, and things in the first one."""

    ours: UUID
    theirs: UUID
    things: dict[str, object]
    people: dict[str, Person]

    def browser_of(self, who: str, acting_for: UUID | None = None) -> Client:
        """A browser signed in as somebody, acting for an organisation."""
        browser = Client(raise_request_exception=False)
        if who != "stranger":
            browser.force_login(factories.sign_in_of(self.people[who]))
            if acting_for:
                session = browser.session
                session[ACTING_KEY] = str(acting_for)
                session.save()
        return browser


@pytest.fixture
def world() -> World:
    owner, outsider, manager, member = (factories.make_person(name=name) for name in ("Own", "Out", "Man", "Mem"))
    ours = factories.make_organisation(owner=owner, name="Ours")
    theirs = factories.make_organisation(owner=outsider, name="Theirs")
    factories.make_member(ours, manager, "manager")
    factories.make_member(ours, member, "member")
    spare = factories.make_member(ours)
    invited = invite(
        landing="https://dure.example/",
        by=factories.actor_of(owner, ours),
        organisation_id=ours.id,
        role="member",
    )
    staff = factories.make_staff("administrator")
    people = {
        "nobody special": factories.make_person(),
        "owner": owner,
        "manager": manager,
        "member": member,
        "outsider": outsider,
        "staff": staff,
    }
    things = {
        "organisation_id": ours.id,
        "membership_id": spare.id,
        "invitation_id": invited.id,
        "key": link_key(invitation_id=invited.id),
    }
    return World(ours=ours.id, theirs=theirs.id, things=things, people=people)


SHUT = {401, 403}
NOTHING_HERE = {404, 405}
BODY = {"role": "member", "name": "X", "kind": "farm", "organisation_id": None}
"""Enough for every operation to get past reading."""


def _is_shut(response: object) -> bool:
    """Whether the table kept the caller out: asked to sign in, or not allowed."""
    status, location = response.status_code, response.headers.get("Location", "")
    if status == 403 and b"role_too_low" in response.content:
        return False  # the table let them in; the verb then looked at what exactly they asked for
    return status in SHUT or (status == 302 and location.startswith("/sign/login/?next="))


def _knock(browser: Client, door: Door, things: dict[str, object]) -> object:
    if door.name.startswith("api:"):
        return browser.generic(door.method, door.address(things), json.dumps(BODY), content_type="application/json")
    form = urlencode({"role": "member", "membership": things["membership_id"]})
    return browser.generic(door.method, door.address(things), form, content_type="application/x-www-form-urlencoded")


def test_every_door_has_a_rule() -> None:
    """A door without a rule is closed, and forgotten."""
    methods = ("GET", "POST")
    without = {
        door.name for door in DOORS if not any(rule_for(door.name, method) for method in (door.method, *methods))
    }
    assert without == set(), "these have no line in any access.py"


def test_every_line_of_the_table_has_a_door() -> None:
    """A line nobody can walk through is a leftover."""
    names = {door.name for door in DOORS}
    assert [line for line in table() if not line.endswith("*") and line not in names] == []


def test_what_has_no_name_is_shut_to_everybody(world: World) -> None:
    """Deny by default: nobody comes through a door the table cannot name."""
    for who in ("stranger", "nobody special", "owner"):
        browser = world.browser_of(who)
        assert [door.route for door in NAMELESS if not _is_shut(_knock(browser, door, world.things))] == []


def test_strangers_come_only_through_open_doors(world: World) -> None:
    """Every other door leads to signing in, or says no."""
    browser = world.browser_of("stranger")
    assert [str(door) for door in CLOSED if not _is_shut(_knock(browser, door, world.things))] == []


def test_open_doors_do_not_ask_who_comes(world: World) -> None:
    """What is for everyone is never answered by the table's no."""
    shut = []
    for door in OPEN:
        response = _knock(world.browser_of("stranger"), door, world.things)
        if response.status_code in SHUT and door.name != "socialaccount_login_error":
            shut.append(str(door))
    assert shut == []


def test_the_signed_in_come_through_their_doors(world: World) -> None:
    """Whatever a door then says, it is not the table's no."""
    refused = [
        str(door) for door in FOR_SIGNED_IN if _is_shut(_knock(world.browser_of("nobody special"), door, world.things))
    ]
    assert refused == []


def test_who_belongs_nowhere_comes_through_no_members_door(world: World) -> None:
    """A door for members stays shut for people who act for nobody."""
    browser = world.browser_of("nobody special")
    assert [str(door) for door in FOR_MEMBERS if not _is_shut(_knock(browser, door, world.things))] == []


def test_the_wrong_organisation_finds_nothing(world: World) -> None:
    """Who owns another organisation, and acts for it, finds nothing of ours behind any address that names ours."""
    found = []
    for door in OF_ONE_ORGANISATION:
        response = _knock(world.browser_of("outsider", world.theirs), door, world.things)
        if response.status_code not in NOTHING_HERE:
            found.append(f"{door}: {response.status_code}")
    assert found == []


@pytest.mark.parametrize("things", ["membership_id", "invitation_id"])
def test_our_things_are_not_found_under_another_organisations_address(world: World, things: str) -> None:
    """Naming one's own organisation beside somebody else's thing leads nowhere."""
    mixed = {**world.things, "organisation_id": world.theirs}
    found = []
    for door in OF_ONE_ORGANISATION:
        if door.names(things):
            response = _knock(world.browser_of("outsider", world.theirs), door, mixed)
            if response.status_code not in NOTHING_HERE:
                found.append(f"{door}: {response.status_code}")
    assert found == []


@pytest.mark.parametrize("role", ["owner", "manager", "member"])
def test_each_role_comes_exactly_through_its_doors(world: World, role: str) -> None:
    """The table's roles are what opens a members' door: no more, no less."""
    wrong = []
    for door in OF_ONE_ORGANISATION:
        browser = world.browser_of(role, world.ours)
        is_shut = _is_shut(_knock_once(browser, door, world))
        may = bool(door.rule.roles & roles_within(role))
        if is_shut == may:
            wrong.append(f"{door} {'shut' if is_shut else 'open'}")
    assert wrong == []


def _knock_once(browser: Client, door: Door, world: World) -> object:
    """Knock and undo, so that one door does not change what stands behind the next."""
    with transaction.atomic():
        response = _knock(browser, door, world.things)
        transaction.set_rollback(True)
    return response


def test_the_back_office_is_shut_to_everybody_but_staff(world: World) -> None:
    """Neither strangers, nor persons, nor owners of anything come in."""
    for who in ("stranger", "nobody special", "owner"):
        browser = world.browser_of(who)
        assert [str(door) for door in BACK_OFFICE if not _is_shut(_knock(browser, door, world.things))] == []


def test_staff_without_a_second_factor_are_led_to_get_one(world: World) -> None:
    """The password alone opens no page of the back office."""
    browser = world.browser_of("staff")
    ways = {_knock(browser, door, world.things).headers.get("Location", "").partition("?")[0] for door in BACK_OFFICE}
    assert ways == {"/sign/2fa/"}


def test_staff_with_a_second_factor_come_in(world: World) -> None:
    """Every list of the back office opens."""
    sign_in = factories.sign_in_of(world.people["staff"])
    TOTP.activate(sign_in, "DUREDUREDUREDUREDUREDUREDUREDURE")
    browser = world.browser_of("staff")
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": 0}]
    session["account_authentication_methods_user"] = str(sign_in.id)
    session.save()
    skipped = {"admin:logout", "admin:login", "admin:password_change_done", "admin:autocomplete"}
    closed = [
        f"{door}: {status}"
        for door in BACK_OFFICE
        if door.name not in skipped
        and not door.name.endswith("_add")  # what is for looking only says no here by design
        and (status := _knock(browser, door, world.things).status_code) not in {200, 302}
    ]
    assert closed == []


def test_staff_rights_do_not_open_members_doors(world: World) -> None:
    """Staff act in the back office; on the pages of an organisation they are nobody special."""
    browser = world.browser_of("staff")
    assert [str(door) for door in FOR_MEMBERS if not _is_shut(_knock(browser, door, world.things))] == []


def test_the_table_is_the_one_in_use() -> None:
    """The walk reads the table the house runs with."""
    assert settings.ACCESS_TABLE == "dure.site.access.TABLE"
