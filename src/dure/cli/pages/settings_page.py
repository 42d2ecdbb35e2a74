"""docs/settings.md: every variable the house reads, from `site/config.py`."""

from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from dure.cli.pages.tables import table
from dure.site.config import Config

SECRETS = {"SecretStr"}


def _kind(annotation: Any) -> str:
    """How a person would write the value: text, number, yes or no, path, or one of the words."""
    if get_origin(annotation) in {Union, UnionType}:
        return " or ".join(_kind(part) for part in get_args(annotation) if part is not type(None))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " / ".join(f"`{member.value}`" for member in annotation)
    words = {"str": "text", "int": "number", "bool": "`true` / `false`", "Path": "folder", "SecretStr": "secret text"}
    name = getattr(annotation, "__name__", str(annotation))
    return words.get(name, name)


def _default(field: FieldInfo) -> str:
    """What holds when nothing is set."""
    if field.is_required():
        return "required"
    value = field.default.value if isinstance(field.default, Enum) else field.default
    if value is None:
        return "–"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def page() -> str:
    """Return the page of settings."""
    prefix = str(Config.model_config.get("env_prefix", ""))
    rows = [
        (f"`{prefix}{name.upper()}`", _kind(field.annotation), _default(field), field.description or "")
        for name, field in Config.model_fields.items()
    ]
    head = (
        "# Settings\n\nOne installation differs from another only by these environment variables. They are read in\n"
        "`src/dure/site/config.py` and nowhere else. Nothing is needed for a first look.\n\n"
    )
    return head + table(("variable", "value", "default", "meaning"), rows)
