"""The environment of this process and of its children."""

import os
from collections.abc import Mapping


def export(values: Mapping[str, object]) -> None:
    """Set variables for this process and every later child; None leaves a variable as it is."""
    os.environ.update({name: str(value) for name, value in values.items() if value is not None})


def for_child(values: Mapping[str, str], *, without: tuple[str, ...] = ()) -> dict[str, str]:
    """Return our environment with `values` on top and the named variables left out."""
    return {name: value for name, value in {**os.environ, **values}.items() if name not in without}


def is_set(name: str) -> bool:
    """Whether a variable is set to something."""
    return bool(os.environ.get(name))


def search_path_with(folder: object) -> str:
    """PATH with one more folder in front."""
    return f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
