"""`dure doctor`: what keeps this house from running well, each with what to do about it."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from dure.cli.findings import Finding, wrong
from dure.cli.speech import console
from dure.cli.surroundings import DataOption, chosen, house_of
from dure.engine.errors import EngineError

if TYPE_CHECKING:
    from dure.engine.house import HouseFolder
    from dure.site.config import Config

Question = Callable[["Config", "HouseFolder"], Iterator[Finding]]


def doctor(
    data: DataOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Examine ports, disk, memory, clock, versions, permissions, locks and build; each finding comes with its fix."""
    config = chosen(data=data)
    findings = examine(config, house_of(config))
    if as_json:
        import json

        typer.echo(json.dumps([vars(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            mark = "[green]✓[/]" if finding.is_fine else "[red]✗[/]"
            console().print(f"{mark} {finding.subject:<12} {finding.sentence}", highlight=False)
            if finding.fix:
                console().print(f"  [yellow]→ {finding.fix}[/]", highlight=False)
    if not all(finding.is_fine for finding in findings):
        raise typer.Exit(1)


def examine(config: "Config", house: "HouseFolder") -> list[Finding]:
    """Ask every question; a question that itself fails is a finding too."""
    from dure.cli import examinations as ask

    questions: tuple[Question, ...] = (
        ask.python,
        ask.packages,
        ask.build,
        ask.folder,
        ask.account,
        ask.disk,
        ask.memory,
        ask.clock,
        ask.locks,
        ask.ports,
        ask.processes,
        ask.database,
        ask.safety,
        ask.forgotten,
    )
    return [finding for question in questions for finding in _answers(question, config, house)]


def _answers(question: Question, config: "Config", house: "HouseFolder") -> Iterator[Finding]:
    try:
        yield from question(config, house)
    except (EngineError, OSError) as problem:
        yield wrong(question.__name__, str(problem), "Look into it; this examination could not be finished.")
