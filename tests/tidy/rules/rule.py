"""A rule: a function that yields what is wrong, kept together with inputs that prove it can fail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .house import House

Check = Callable[[House], Iterator[str]]
Files = dict[str, str | None]


@dataclass(frozen=True)
class Rule:
    """One promise about the house. Each of `broken` is laid over a tidy house (None takes a file away) and must be found."""

    check: Check
    broken: tuple[Files, ...]

    @property
    def name(self) -> str:
        """The rule's name, as a sentence without spaces."""
        return self.check.__name__


RULES: list[Rule] = []


def rule(*broken: Files) -> Callable[[Check], Check]:
    """Enter a check in the list of rules, with at least one house that breaks it."""
    assert broken, "a rule that nothing breaks is not a rule"

    def enter(check: Check) -> Check:
        RULES.append(Rule(check, broken))
        return check

    return enter


def room(**files: str) -> Files:
    """Files of the room `people`, by module name: `room(services="…")`."""
    return {f"src/dure/rooms/people/{name}.py": text for name, text in files.items()}
