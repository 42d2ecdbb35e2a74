"""Everything that goes on in the house while it is hurt, and the questions to its tables afterwards."""

import secrets
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import IO, Self

from dure.site.demo_cast import CAST, PASSWORD
from tests.browser.house import ROOT, House
from tests.faults.second_worker import HANDLER
from tests.faults.visitor import Founder, Visitor

EFFECTS = "CREATE TABLE fault_effect (reference text NOT NULL); GRANT INSERT, SELECT ON fault_effect TO dure_app"
"""Where the second worker writes down what it heard; nothing keeps it from writing twice."""
DAILY_LIMIT_AWAY = """
    CREATE FUNCTION yesterday() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN NEW.created_at = NEW.created_at - interval '2 days'; RETURN NEW; END $$;
    CREATE TRIGGER yesterday BEFORE INSERT ON people_organisation FOR EACH ROW EXECUTE FUNCTION yesterday()
"""
"""Founding is limited to a few a day; the traffic founds hundreds."""
FOUNDERS = 3
END_WITHIN_S = 40


class Traffic:
    """Founders over HTTP, a bookkeeper with the house's verbs, and a second worker that listens."""

    def __init__(self, house: House) -> None:
        """Sign the founders in; nothing happens before `start`."""
        self.house = house
        self.prefix = f"fault {secrets.token_hex(4)}"
        self.stopping = threading.Event()
        self.founders = [self._founder(number) for number in range(FOUNDERS)]
        self.journal: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        self.bookkeeper: subprocess.Popen[bytes] | None = None
        self.listener: subprocess.Popen[bytes] | None = None

    def _founder(self, number: int) -> Founder:
        visitor = Visitor(self.house.address)
        visitor.sign_in(CAST[number].phone, PASSWORD)
        return Founder(visitor, f"{self.prefix} {number}", self.stopping)

    def __enter__(self) -> Self:
        """Start everybody."""
        self.listener = self._process("second_worker")
        self.bookkeeper = self._process("bookkeeper", self.prefix, stdin=subprocess.PIPE, stdout=self.journal)
        for founder in self.founders:
            founder.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """End everybody, whatever happened."""
        self.stopping.set()
        for process in (self.bookkeeper, self.listener):
            if process and process.poll() is None:
                process.kill()
                process.wait()
        self.journal.close()

    def _process(self, module: str, *words: str, **streams: object) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"tests.faults.{module}", *words]
        with (self.house.folder.logs / f"{module}.log").open("ab") as log:
            options = {"cwd": ROOT, "env": self.house.environment(), "stdout": log, "stderr": log, **streams}
            return subprocess.Popen(command, **options)  # type: ignore[call-overload,no-any-return]

    def kill_listener(self) -> None:
        """Kill the second worker and start it again, as a supervisor would."""
        assert self.listener
        self.listener.kill()
        self.listener.wait()
        self.listener = self._process("second_worker")

    def end_writing(self) -> None:
        """Let everybody finish what they began, then stop writing; the second worker goes on listening."""
        assert self.bookkeeper
        assert self.bookkeeper.stdin
        self.stopping.set()
        self.bookkeeper.stdin.close()
        assert self.bookkeeper.wait(END_WITHIN_S) == 0, self.house.log("bookkeeper")[-2000:]
        for founder in self.founders:
            founder.join(END_WITHIN_S)
            assert not founder.is_alive(), "a founder still waits for an answer"

    @property
    def recorded(self) -> list[str]:
        """Every reference the book acknowledged."""
        self.journal.seek(0)
        return self.journal.read().decode().split("\n")[:-1]

    @property
    def founded(self) -> dict[str, str]:
        """Every organisation the house acknowledged: name to id."""
        return {name: made for founder in self.founders for name, made in founder.acknowledged.items()}

    def is_quiet(self) -> bool:
        """Whether all news has gone out and been heard."""
        ((waiting, announced, handled),) = self.house.rows(
            "SELECT (SELECT count(*) FROM kernel_outboxmessage WHERE published_at IS NULL), "
            "(SELECT count(*) FROM kernel_outboxmessage WHERE subject = 'ledger.entry_recorded'), "
            "(SELECT count(*) FROM kernel_handledevent WHERE handler = %s)",
            HANDLER,
        )
        return waiting == 0 and handled == announced

    def losses(self) -> list[str]:
        """Return everything lost, doubled or half-done; empty when the house kept its word."""
        refused = [line for founder in self.founders for line in founder.refused]
        return [*refused, *self._wrong_foundings(), *self._wrong_entries(), *self._wrong_news()]

    def _wrong_foundings(self) -> list[str]:
        rows = self.house.rows(
            "SELECT name, id::text, "
            "(SELECT count(*) FROM people_membership m WHERE m.organisation_id = o.id), "
            "(SELECT count(*) FROM kernel_outboxmessage e WHERE e.subject = 'people.organisation_founded' "
            " AND e.payload->>'organisation_id' = o.id::text) "
            "FROM people_organisation o WHERE name LIKE %s",
            f"{self.prefix}%",
        )
        there = {str(name): str(made) for name, made, _members, _news in rows}
        lost = [f"lost: {name}" for name, made in self.founded.items() if there.get(name) != made]
        doubled = [
            f"founded {times} times: {name}" for name, times in Counter(row[0] for row in rows).items() if times > 1
        ]
        half = [f"half-done: {row}" for row in rows if row[2:] != (1, 1)]
        return [*lost, *doubled, *half]

    def _wrong_entries(self) -> list[str]:
        rows = self.house.rows("SELECT reference FROM ledger_entry WHERE reference LIKE %s", f"{self.prefix}:%")
        times = Counter(str(row[0]) for row in rows)
        heard = Counter(
            str(row[0])
            for row in self.house.rows("SELECT reference FROM fault_effect WHERE reference LIKE %s", f"{self.prefix}:%")
        )
        wrong = [f"recorded {times[each]} times: {each}" for each in self.recorded if times[each] != 1]
        return wrong + [f"heard {heard[each]} times: {each}" for each in {*times, *heard} if heard[each] != 1]

    def _wrong_news(self) -> list[str]:
        dead = self.house.rows("SELECT handler, subject, error FROM kernel_deadletter WHERE status = 'waiting'")
        return [f"dead letter: {row}" for row in dead]


def logs_of(folder: Path) -> str:
    """Return the last lines of every log of a house, for a failure's report."""
    return "\n".join(
        f"== {log.name}\n{log.read_text(errors='replace')[-1500:]}" for log in sorted(folder.glob("*.log"))
    )
