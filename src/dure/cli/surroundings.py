"""What a command runs in: the configuration with the command's own options, the data folder, the engines."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dure.engine.environment import export
from dure.engine.errors import EngineError
from dure.engine.house import HouseFolder

if TYPE_CHECKING:
    from dure.engine.engines import Engines
    from dure.engine.state import HouseState
    from dure.site.config import Config

DataOption = Annotated[Path | None, typer.Option("--data", help="The data folder.", show_default=False)]


def chosen(*, data: Path | None = None, port: int | None = None) -> "Config":
    """Return the configuration, with a command's options on top; children inherit both."""
    export({"DURE_DATA": data.expanduser().absolute() if data else None, "DURE_PORT": port})
    from pydantic import ValidationError

    from dure.site.config import config

    try:
        config.cache_clear()
        export({"DURE_DATA": config().folder})
        config.cache_clear()
        return config()
    except ValidationError as problem:
        reasons = [f"DURE_{str(error['loc'][0]).upper()}: {error['msg']}" for error in problem.errors()]
        raise EngineError("The settings are not right.", "\n".join(reasons)) from None


def house_of(config: "Config") -> HouseFolder:
    """The data folder of this configuration."""
    return HouseFolder(config.folder)


def engines_of(config: "Config") -> "Engines":
    """PostgreSQL and NATS, embedded or given by URL."""
    from dure.engine.engines import Engines, ExternalUrls

    def plain(name: str) -> str | None:
        secret = getattr(config, name)
        return secret.get_secret_value() if secret else None

    urls = ExternalUrls(
        database=plain("database_url"), database_owner=plain("database_owner_url"), nats=plain("nats_url")
    )
    return Engines(house_of(config), urls)


def running_house(config: "Config") -> "HouseState | None":
    """The house that runs on this data folder, if one does."""
    from dure.engine.state import HouseState

    return HouseState.read(house_of(config))


@contextmanager
def reachable_engines(config: "Config", *, as_owner: bool = False) -> Iterator[tuple[str, str]]:
    """Yield (database URL, owner's URL), exported for Django too: the running house's, or engines started for now."""
    house = house_of(config)
    with ExitStack() as stack:
        state = running_house(config)
        if state and state.owner_url:
            environment, owner_url = state.environment, state.owner_url
        else:
            house.prepare()
            stack.enter_context(house.lock())
            engines = stack.enter_context(engines_of(config))
            environment, owner_url = engines.environment(), engines.owner_url
        database_url = owner_url if as_owner else environment["DURE_DATABASE_URL"]
        export({**environment, "DURE_DATABASE_URL": database_url, "DURE_SECRET_KEY": secret_key(config)})
        _forget_configuration()
        yield database_url, owner_url


def secret_key(config: "Config") -> str:
    """The configured key, or this house's own."""
    return config.secret_key.get_secret_value() if config.secret_key else house_of(config).secret_key()


def _forget_configuration() -> None:
    from dure.site.config import config

    config.cache_clear()


@contextmanager
def house_ready(data: Path | None) -> Iterator[None]:
    """Have the engines reachable and Django ready, for work that may ask long questions."""
    with reachable_engines(chosen(data=data)):
        export({"DJANGO_SETTINGS_MODULE": "dure.site.settings"})
        import django

        django.setup()
        from dure.kernel.database import patient

        patient()
        yield
