"""The same house on a slower disk: PostgreSQL starts again with the shim, and two ways take turns."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.db import connection
from measuring import Row, ratios, row, shim
from measuring.house import FOLDER, POSTGRES, meter

from ordering.crowds import HOT, Crowds, Plan, four_ways, rows_of
from ordering.rows import Template
from ordering.shop import Shop

FSYNC_MS: Final = 1.0
WAITING: Final = 512
EACH: Final = {"function": 0.5, "ours": 1.0}
"""How much of what the plan says each way serves."""


def slow_disk(*, shop: Shop, template: Template, plan: Plan) -> list[Row]:
    """Serve a crowd before the hot good by function and by ours; nothing where nothing compiles the shim."""
    try:
        library = shim.build(Path(FOLDER.name))
    except shim.NoCompiler as reason:
        print(f"slow disk: not measured: {reason}")
        return []
    _start_again(shim.environment(library, fsync_ms=FSYNC_MS))
    try:
        return _measured(shop, template, plan)
    finally:
        _start_again({})


def _start_again(environment: Mapping[str, str]) -> None:
    connection.close()
    POSTGRES.stop()
    POSTGRES.environment = environment
    POSTGRES.start()


def _measured(shop: Shop, template: Template, plan: Plan) -> list[Row]:
    with four_ways(url=POSTGRES.app_url, template=template, shop=shop) as ways:
        crowds = Crowds(shop=shop, meter=meter(), ways=ways)
        parts = {
            way: [
                crowds.part(way, goods=HOT, waiting=WAITING, count=int(share * plan.count(way, WAITING)))
                for _round in range(plan.rounds)
            ]
            for way, share in EACH.items()
        }
    walls = {way: [1 / part.per_second for part in found] for way, found in parts.items()}
    return [
        row("slow_disk_wall_vs_function", ratios(walls["function"], walls["ours"]), "x", at_least=20),
        *(each for way, found in parts.items() for each in rows_of(("slow_disk", WAITING, way), found)),
    ]
