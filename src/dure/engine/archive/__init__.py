"""A whole house in one file: its database, its files, its secret, and a manifest that proves they arrived unharmed.

The file is a plain tar: `database.dump` (PostgreSQL's own format), `files/…`, `secret-key`, `manifest.json` at the end.
"""

from dure.engine.archive.manifest import Manifest
from dure.engine.archive.reading import verified
from dure.engine.archive.restoring import restore_elsewhere, restore_house
from dure.engine.archive.writing import write_archive

__all__ = ["Manifest", "restore_elsewhere", "restore_house", "verified", "write_archive"]
