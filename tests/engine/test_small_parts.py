"""Claims about the engine's small parts, without any process."""

import json
import os
import socket
import subprocess
from contextlib import ExitStack

import pytest

from dure.cli import programs
from dure.cli.proxy import Proxy, configuration
from dure.engine.child import run_apart
from dure.engine.engines import Engines, ExternalUrls
from dure.engine.errors import EngineError, FolderInUse
from dure.engine.files import read_json, write_json
from dure.engine.house import HouseFolder
from dure.engine.lock import FolderLock
from dure.engine.logs import last_lines, rotate
from dure.engine.ports import free_port
from dure.engine.supervisor import Plan, PortWish, Supervisor
from dure.engine.watch import Watched
from dure.site.config import Config


class FakeChild:
    """A child that dies when told, and can refuse to start."""

    def __init__(self):
        self.is_running = False
        self.pid = None
        self.refuses = False

    def start(self):
        if self.refuses:
            raise EngineError("it will not")
        self.is_running = True

    def stop(self):
        self.is_running = False


def test_each_early_death_waits_longer_and_a_quiet_minute_is_forgiven():
    now, child = [0.0], FakeChild()
    watched = Watched("web", child, clock=lambda: now[0])
    watched.start()
    pauses = []
    for _ in range(10):
        child.stop()
        pauses.append(watched.pause_s)
        assert "ended" in watched.check()
        assert watched.check() is None, "it is not started before its time"
        now[0] += pauses[-1]
        assert watched.check() == "web is running again"
    assert pauses == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert watched.restarts == 10

    now[0] += 61
    assert watched.check() is None
    assert watched.pause_s == 0.25


def test_a_child_that_cannot_start_is_tried_again():
    now, child = [0.0], FakeChild()
    watched = Watched("nats", child, clock=lambda: now[0])
    watched.start()
    child.stop()
    child.refuses = True
    watched.check()
    now[0] += 1
    assert "could not be started again: it will not" in watched.check()
    child.refuses = False
    watched.check()
    now[0] += 1
    assert watched.check() == "nats is running again"


def test_a_port_that_somebody_took_while_the_house_prepared_itself_is_refused(tmp_path):
    house, port = HouseFolder(tmp_path / "data"), free_port()
    engines = Engines(house, ExternalUrls(database="postgres://x", database_owner="postgres://y", nats="nats://z"))
    with ExitStack() as others:
        plan = Plan(
            house=house, address="", gate_address="", studio_address="", engines=engines, programs=(),
            ports=(PortWish("127.0.0.1", port, "the pages", "--port"),),
            preparations=(lambda *_: others.enter_context(socket.create_server(("127.0.0.1", port))),),
        )  # fmt: skip
        with pytest.raises(EngineError, match=f"Port {port} for the pages is in use"):
            Supervisor(plan, lambda _sentence: None).run(lambda: None)


def test_a_lock_is_for_one_and_names_its_holder(tmp_path):
    first = FolderLock(tmp_path / "lock").take("the first")
    with pytest.raises(FolderInUse) as refused:
        FolderLock(tmp_path / "lock").take()
    assert refused.value.holder == "the first"
    first.release()
    assert FolderLock(tmp_path / "lock").take().is_held


def test_a_log_that_grew_is_moved_aside_while_its_writer_goes_on(tmp_path):
    log = tmp_path / "web.log"
    with log.open("a") as writer:
        for number in range(6):
            writer.write(f"line {number}\n" * 10)
            writer.flush()
            rotate(log, largest_bytes=50)
        writer.write("latest\n")
        writer.flush()
    assert log.read_text() == "latest\n"
    assert [last_lines(tmp_path / f"web.log.{number}", 1) for number in (1, 2, 3)] == [
        ["line 5"],
        ["line 4"],
        ["line 3"],
    ]
    assert not (tmp_path / "web.log.4").exists()


def test_private_files_are_whole_and_private(tmp_path):
    os.umask(before := os.umask(0o000))
    write_json(tmp_path / "state.json", {"pid": 1})
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600
    assert read_json(tmp_path / "state.json") == {"pid": 1}
    (tmp_path / "state.json").write_text(json.dumps({"pid": 1})[:5])
    assert read_json(tmp_path / "state.json") == {}
    os.umask(before)


def test_several_gates_share_a_port_and_have_names_of_their_own():
    gates = programs.gates(Config(gate_workers=3, gate_port=8300))
    assert [gate.name for gate in gates] == ["gate", "gate-2", "gate-3"]
    assert {gate.health for gate in gates} == {"http://127.0.0.1:8300/health"}


@pytest.mark.parametrize("proxy", Proxy)
def test_a_proxy_configuration_names_everything_behind_443(proxy):
    config = Config(public_url="https://farm.example", port=8100, gate_port=8300)
    text = configuration(proxy, config)
    assert "farm.example" in text
    for part in ("127.0.0.1:8100", "127.0.0.1:8300", "/gate/", "127.0.0.1:8102", "/studio/", "DURE_TRUSTED_PROXIES=1"):
        assert part in text
    assert text.count("{") == text.count("}")


def test_what_runs_apart_has_our_environment_and_tells_when_it_fails(tmp_path, monkeypatch):
    program = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(str(1 / len(sys.argv[2])))"
    (tmp_path / "drawing.py").write_text(program)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run_apart("drawing", str(tmp_path / "drawn"), "ab")
    assert (tmp_path / "drawn").read_text() == "0.5"
    with pytest.raises(subprocess.CalledProcessError):
        run_apart("drawing", str(tmp_path / "not drawn"), "")
    assert not (tmp_path / "not drawn").exists()
