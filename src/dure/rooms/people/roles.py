"""Who may do what inside an organisation and in the back office. Pure: the tables other files ask.

Roles in an organisation stand above each other: who may do a manager's work may do a member's work too.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is in an organisation, from most to least."""

    OWNER = "owner"
    MANAGER = "manager"
    MEMBER = "member"


RANKED: Final = (Role.OWNER, Role.MANAGER, Role.MEMBER)


def roles_within(role: Role | str) -> frozenset[str]:
    """Return the role and every role below it: an owner may stand wherever a manager or member may."""
    return frozenset(RANKED[RANKED.index(Role(role)) :])


def is_above(role: Role | str, other: Role | str) -> bool:
    """Whether `role` stands strictly above `other`."""
    return RANKED.index(Role(role)) < RANKED.index(Role(other))


def may_give(giver: Role | str, role: Role | str) -> bool:
    """Whether someone in role `giver` may give `role`, or take it: owners any, others only what is below them."""
    return Role(giver) is Role.OWNER or is_above(giver, role)


class StaffRole(StrEnum):
    """What a member of the house's own staff may do in the back office."""

    ADMINISTRATOR = "administrator"
    SUPPORT = "support"
    BOOKKEEPER = "bookkeeper"
    AUDITOR = "auditor"


STAFF_MAY: Final[Mapping[StaffRole, tuple[str, ...]]] = {
    StaffRole.ADMINISTRATOR: ("*",),
    StaffRole.SUPPORT: (
        "people.*",
        "dispatch.*",
        "inbox.*",
        "stage.*",
        "trust.*",
        "merchants.*",
        "market.view_*",
    ),
    StaffRole.BOOKKEEPER: (
        "ledger.*",
        "merchants.*",
        "market.*",
        "giving.view_*",
        "people.view_person",
        "people.view_organisation",
    ),
    StaffRole.AUDITOR: ("*.view_*",),
}
"""Django permissions (`room.act_thing`) a staff role opens; `*` stands for anything, `*.view_*` for looking only."""


def staff_may(roles: Iterable[str], permission: str) -> bool:
    """Whether any of these staff roles opens a permission such as `people.change_person`."""
    return any(_opens(pattern, permission) for role in roles for pattern in STAFF_MAY[StaffRole(role)])


def _opens(pattern: str, permission: str) -> bool:
    if pattern == "*.view_*":
        return permission.partition(".")[2].startswith("view_")
    return pattern == permission or (pattern.endswith("*") and permission.startswith(pattern[:-1]))


def staff_may_enter(roles: Iterable[str], room: str) -> bool:
    """Whether any of these staff roles opens anything at all in a room."""
    patterns = [pattern for role in roles for pattern in STAFF_MAY[StaffRole(role)]]
    return any(pattern.startswith(("*", f"{room}.")) for pattern in patterns)
