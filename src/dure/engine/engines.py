"""PostgreSQL and NATS of one house: embedded in its data folder, or yours."""

from dataclasses import dataclass
from typing import Self

from dure.engine.errors import EngineError
from dure.engine.house import HouseFolder
from dure.engine.nats import EmbeddedNats
from dure.engine.postgres import EmbeddedPostgres


@dataclass(frozen=True)
class ExternalUrls:
    """Addresses of engines that somebody else runs; None = embedded."""

    database: str | None = None
    database_owner: str | None = None
    nats: str | None = None

    def check(self) -> None:
        """Refuse half an answer."""
        if bool(self.database) != bool(self.database_owner):
            raise EngineError(
                "DURE_DATABASE_URL and DURE_DATABASE_OWNER_URL are needed together.",
                "The house runs as the first; migrations run as the second, which owns the tables.",
            )


class Engines:
    """What the house stands on: start it, ask it for the addresses, stop it."""

    def __init__(self, house: HouseFolder, external: ExternalUrls) -> None:
        """Decide which engines are ours; nothing starts yet."""
        external.check()
        self.external = external
        self.postgres = None if external.database else EmbeddedPostgres(house.postgres, log=house.log("postgres"))
        self.nats = None if external.nats else EmbeddedNats(house.nats, log=house.log("nats"))

    @property
    def database_url(self) -> str:
        """The running house's role."""
        return self.external.database or self._embedded_postgres().app_url

    @property
    def owner_url(self) -> str:
        """The role that owns the tables."""
        return self.external.database_owner or self._embedded_postgres().owner_url

    @property
    def nats_url(self) -> str:
        """Where the news goes."""
        if self.external.nats:
            return self.external.nats
        assert self.nats
        return self.nats.url

    def _embedded_postgres(self) -> EmbeddedPostgres:
        assert self.postgres
        return self.postgres

    def environment(self) -> dict[str, str]:
        """What the house's programs are told."""
        return {"DURE_DATABASE_URL": self.database_url, "DURE_NATS_URL": self.nats_url}

    def __enter__(self) -> Self:
        """Start the embedded ones."""
        for engine in (self.postgres, self.nats):
            if engine:
                engine.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Stop the embedded ones."""
        for engine in (self.nats, self.postgres):
            if engine:
                engine.stop()
