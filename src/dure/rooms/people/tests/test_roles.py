"""Roles stand above each other, and staff roles open what their table says."""

import pytest

from dure.rooms.people.roles import Role, is_above, may_give, roles_within, staff_may, staff_may_enter


def test_who_is_more_is_also_everything_below():
    assert roles_within(Role.OWNER) == {"owner", "manager", "member"}
    assert roles_within(Role.MEMBER) == {"member"}


def test_only_strictly_higher_roles_are_above():
    assert is_above(Role.OWNER, Role.MANAGER)
    assert not is_above(Role.MANAGER, Role.MANAGER)


@pytest.mark.parametrize(
    ("giver", "role", "may"),
    [
        ("owner", "owner", True),
        ("owner", "member", True),
        ("manager", "manager", False),
        ("manager", "member", True),
        ("member", "member", False),
    ],
)
def test_owners_give_any_role_others_what_is_below(giver, role, may):
    assert may_give(giver, role) is may


@pytest.mark.parametrize(
    ("roles", "permission", "may"),
    [
        (["administrator"], "ledger.change_entry", True),
        (["support"], "people.change_person", True),
        (["support"], "ledger.view_entry", False),
        (["bookkeeper"], "ledger.view_entry", True),
        (["bookkeeper"], "people.change_person", False),
        (["auditor"], "people.view_person", True),
        (["auditor"], "people.change_person", False),
        (["auditor", "support"], "people.change_person", True),
        ([], "people.view_person", False),
    ],
)
def test_staff_roles_open_what_their_table_says(roles, permission, may):
    assert staff_may(roles, permission) is may


def test_a_staff_role_enters_only_its_rooms():
    assert staff_may_enter(["support"], "people")
    assert not staff_may_enter(["support"], "ledger")
    assert staff_may_enter(["auditor"], "ledger")
