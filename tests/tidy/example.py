"""The smallest tidy house: every rule holds in it, until a broken file is laid over it."""

from pathlib import Path

from .rules.paper import FEATURES
from .rules.rule import Files

PYPROJECT = """
[project]
name = "dure"
dependencies = ["django>=5.2"]

[[tool.importlinter.contracts]]
name = "The rooms"
type = "layers"
containers = ["dure.rooms"]
layers = ["(ledger)", "people"]
"""

SERVICES = '''"""Verbs."""


@transaction.atomic
def join(*, name: str) -> None:
    """Join the house."""
    Person.objects.create(name=name)
    announce(PersonJoined(person_id=name))
'''

TEST = '''"""Joining the house."""


def test_lets_a_person_join() -> None:
    """A person who asks is in."""
    join(name="Ana")
'''

EVENT = '''"""Facts of the people room."""


@dataclass(frozen=True, kw_only=True)
class PersonJoined:
    """Someone joined the house."""

    subject: ClassVar[str] = "people.person_joined"
    person_id: str
'''

TIDY_HOUSE: Files = {
    "pyproject.toml": PYPROJECT,
    "README.md": "# Dure\n\n" + "".join(f"| {feature} | something | works |\n" for feature in FEATURES),
    "CHANGELOG.md": "# Changes\n\n- Began.\n",
    "CONTRIBUTING.md": "# Contributing\n\nSee [the house](docs/architecture.md#the-house).\n",
    "SECURITY.md": "# Security\n",
    "CODE_OF_CONDUCT.md": "# Conduct\n",
    "LICENSE": "Apache License\n",
    "NOTICE": "Dure\n",
    "requirements/run.txt": "django==5.2.8 --hash=sha256:00\n",
    "requirements/all.txt": "django==5.2.8 --hash=sha256:00\n",
    "docs/architecture.md": "# The house\n\n```\n1  ledger   RECORDS\n0  people   IDENTITY\n```\n",
    "docs/decisions/0000-how-we-decide.md": "# How we decide\n",
    "docs/decisions/dependencies.md": "| name | why | licence |\n|---|---|---|\n| django | the frame | BSD |\n",
    "src/dure/site/floors.py": '"""Floors."""\n\nFLOORS = (("people",), ("ledger",))\n',
    "src/dure/events/people.py": EVENT,
    "src/dure/rooms/people/__init__.py": '"""Who and where."""\n',
    "src/dure/rooms/people/services.py": SERVICES,
    "src/dure/rooms/people/tests/test_joining.py": TEST,
    "src/dure/rooms/people/templates/people/page.html": "<h1>{% translate 'Welcome' %}</h1>\n",
}


def build(root: Path, *layers: Files) -> Path:
    """Write the files of all layers below `root`, later ones over earlier ones, and return `root`."""
    for layer in layers:
        for name, text in layer.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")
    return root
