"""Writing files that are whole or not there, and private where they must be."""

import json
import os
from pathlib import Path


def write_private(file: Path, text: str) -> None:
    """Write `text` whole, so that no other user can ever read it."""
    draft = file.with_name(f"{file.name}.draft-{os.getpid()}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)
    draft.replace(file)


def write_json(file: Path, content: object) -> None:
    """Write `content` as private JSON, whole."""
    write_private(file, json.dumps(content, indent=2, default=str))


def read_json(file: Path) -> dict[str, object]:
    """Return a JSON object; an empty one when the file is missing or was cut short."""
    try:
        content = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
