"""docs/access.md: who may come through which door, from the rooms' `access.py`."""

from collections.abc import Iterator, Mapping

from dure.cli.pages.tables import table
from dure.kernel.access import Rule, Who
from dure.site.access import TABLE

OPENS = {
    Who.EVERYONE: ("✓", "✓", "✓", "✓"),
    Who.SIGNED_IN: ("", "✓", "✓", "✓"),
    Who.STAFF: ("", "", "", "✓"),
}

HEAD = """# Who may do what

One table decides, and what is not in it is closed to everybody. A door is an address by its name; `api:` doors are
operations of the JSON API; `*` stands for every door of that beginning. A member's column names the roles that open
the door for someone who acts for an organisation. Verbs check the rest: that the organisation is the right one, and
that the thing is in a state that allows it.

"""


def _row(door: str, method: str, rule: Rule) -> tuple[str, ...]:
    """One line: the door, the method, and whom it lets in."""
    opens = OPENS.get(rule.who, ("", "", ", ".join(sorted(rule.roles)), ""))
    return (f"`{door}`", method, *opens)


def _rows() -> Iterator[tuple[str, ...]]:
    """Every line of the table, doors in alphabetical order."""
    for door, rule in sorted(TABLE.items()):
        if isinstance(rule, Mapping):
            yield from (_row(door, method, each) for method, each in sorted(rule.items()))
        else:
            yield _row(door, "any", rule)


def page() -> str:
    """Return the page of doors."""
    return HEAD + table(("door", "method", "stranger", "signed in", "member", "staff"), _rows())
