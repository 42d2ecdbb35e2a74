"""The worker process's entrance: relay, reactions, jobs."""

import asyncio
import os
import signal


def main() -> None:
    """Run the worker until SIGTERM or SIGINT; what is in hand is finished within 8 seconds."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dure.site.settings")
    import django  # noqa: PLC0415  the settings' name must stand first

    django.setup()
    asyncio.run(_work())


async def _work() -> None:
    """Put the worker together and hand it the signals."""
    from django.conf import settings  # noqa: PLC0415  needs Django ready

    from dure.kernel.database import patient  # noqa: PLC0415  needs Django ready
    from dure.kernel.worker import Worker  # noqa: PLC0415  needs Django ready

    patient()
    worker = Worker(nats_url=settings.NATS_URL, pulse_file=settings.WORKER_PULSE_FILE)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, worker.stopping.set)
    await worker.run()


if __name__ == "__main__":
    main()
