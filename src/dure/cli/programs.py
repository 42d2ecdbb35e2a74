"""The four programs of the house: web, worker, gate, studio."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dure.engine.program import Program

if TYPE_CHECKING:
    from dure.site.config import Config


def web(config: "Config") -> Program:
    """Django's pages and the API under Granian."""
    options = {
        "--interface": "wsgi",
        "--host": config.host,
        "--port": str(config.port),
        "--workers": str(config.web_workers),
        "--blocking-threads": str(config.web_threads),
        "--workers-kill-timeout": "4",
        "--log-level": "warning",
    }
    flat = [word for pair in options.items() for word in pair]
    command = (sys.executable, "-m", "granian", *flat, "--no-ws", "--respawn-failed-workers")
    return Program("web", (*command, "dure.site.wsgi:application"), f"{config.address}/health", proxy_headers(config))


def proxy_headers(config: "Config") -> dict[str, str]:
    """What a proxy in front would add, so that a question from this machine is answered like one from outside."""
    public = urlsplit(config.public_url or "")
    return {"Host": public.netloc, "X-Forwarded-Proto": public.scheme} if public.netloc else {}


def worker() -> Program:
    """Reactions, jobs and the relay of news."""
    return Program("worker", (sys.executable, "-c", "from dure.site.worker import main; main()"))


def gate(config: "Config") -> Program:
    """The hot paths outside Django, in one process."""
    return Program("gate", (sys.executable, "-m", "dure.site.gate"), f"{config.gate_address}/health")


def gates(config: "Config") -> list[Program]:
    """As many gates as the settings say, on one port; the second is called gate-2."""
    first = gate(config)
    return [first, *(replace(first, name=f"gate-{number}") for number in range(2, config.gate_workers + 1))]


def studio(config: "Config") -> Program:
    """Pictures from phones, video to viewers."""
    return Program("studio", (sys.executable, "-m", "dure.site.studio"), f"{config.studio_address}/health")


def environment(config: "Config", secret_key: str) -> dict[str, str]:
    """What every program is told besides the engines' addresses."""
    return {
        "DURE_DATA": str(config.folder),
        "DURE_PORT": str(config.port),
        "DURE_GATE_PORT": str(config.chosen_gate_port),
        "DURE_STUDIO_PORT": str(config.chosen_studio_port),
        "DURE_SECRET_KEY": secret_key,
        "DJANGO_SETTINGS_MODULE": "dure.site.settings",
        "PYTHONUNBUFFERED": "1",
        # Each thread's own heap would cost more memory than the waiting it saves.
        "MALLOC_ARENA_MAX": "2",
    }
