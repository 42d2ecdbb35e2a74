"""The house keeps its shape: every rule holds here, and every rule is shown to catch what it is for."""

from pathlib import Path

import pytest

from . import rules as _all_rules
from .example import TIDY_HOUSE, build
from .rules.house import House
from .rules.rule import RULES, Rule

assert _all_rules.__all__
ROOT = Path(__file__).resolve().parents[2]
BROKEN_HOUSES = [(rule, number) for rule in RULES for number in range(len(rule.broken))]


@pytest.fixture(scope="module")
def house() -> House:
    """This very repository."""
    return House(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_holds_in_this_house(rule: Rule, house: House) -> None:
    """No rule is broken anywhere."""
    violations = list(rule.check(house))

    assert not violations, "\n".join([str(rule.check.__doc__), *violations])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_rule_is_content_with_a_tidy_house(rule: Rule, tmp_path: Path) -> None:
    """The example house breaks no rule, so what is found in a broken one comes from the break."""
    assert list(rule.check(House(build(tmp_path, TIDY_HOUSE)))) == []


@pytest.mark.parametrize(("rule", "number"), BROKEN_HOUSES, ids=lambda part: getattr(part, "name", part))
def test_the_rule_finds_a_broken_house(rule: Rule, number: int, tmp_path: Path) -> None:
    """A deliberately broken file is found."""
    assert list(rule.check(House(build(tmp_path, TIDY_HOUSE, rule.broken[number]))))
