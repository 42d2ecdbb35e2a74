"""What an archive says about itself."""

import json
from dataclasses import asdict, dataclass, field
from typing import Self

from dure.engine.errors import EngineError

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files/"
SECRET, DEMO_MARK = "secret-key", "demo-world"
PERSONAL_FILES = (SECRET, DEMO_MARK)


@dataclass
class Manifest:
    """Versions, row counts and checksums of one archive."""

    dure: str
    postgres: str
    made_at: str
    migrations: list[str]
    rows: dict[str, int]
    format: int = FORMAT
    # Name in the archive → (size in bytes, SHA-256 in hexadecimal).
    checksums: dict[str, tuple[int, str]] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """The manifest as it is stored."""
        return json.dumps(asdict(self), indent=2, sort_keys=True).encode()

    @classmethod
    def from_json(cls, stored: bytes) -> Self:
        """Read a stored manifest; refuse one that this Dure cannot understand."""
        try:
            content = json.loads(stored)
            if content["format"] != FORMAT:
                raise EngineError(
                    f"The archive has format {content['format']}; this Dure reads format {FORMAT}.",
                    "Restore it with the Dure that made it, or a newer one.",
                )
            content["checksums"] = {name: (size, digest) for name, (size, digest) in content["checksums"].items()}
            return cls(**content)
        except (ValueError, KeyError, TypeError) as problem:
            raise EngineError("The archive's manifest cannot be read.", "Use another backup.") from problem
