"""Claims about the embedded NATS."""

import asyncio
import socket

import nats
import psutil
import pytest

from dure.engine.errors import FolderInUse
from dure.engine.nats import EmbeddedNats
from tests.engine.conftest import eventually, kill


@pytest.fixture
def server(tmp_path):
    """A NATS of the test's own."""
    with EmbeddedNats(tmp_path / "nats") as running:
        yield running


async def _publish(url, count):
    connection = await nats.connect(url)
    stream = connection.jetstream()
    await stream.add_stream(name="FACTS", subjects=["facts.>"])
    for number in range(count):
        await stream.publish("facts.test", str(number).encode())
    await connection.close()


async def _count(url):
    connection = await nats.connect(url)
    state = (await connection.jetstream().stream_info("FACTS")).state
    await connection.close()
    return state.messages


def test_what_was_acknowledged_survives_a_kill_at_the_same_address(server):
    asyncio.run(_publish(server.url, 20))
    address = server.url
    kill(server.pid)
    assert eventually(lambda: not server.is_running, within=5), "the threads of a killed process end one by one"
    server.start()
    assert server.url == address
    assert asyncio.run(_count(server.url)) == 20


def test_nobody_comes_in_without_the_password(server):
    with socket.create_connection(("127.0.0.1", server.port)) as stranger:
        stranger.recv(4096)
        stranger.sendall(b"CONNECT {}\r\nPING\r\n")
        assert b"Authorization Violation" in stranger.recv(4096)
    assert (server.folder / "password").stat().st_mode & 0o077 == 0
    assert (server.folder / "nats.conf").stat().st_mode & 0o077 == 0


def test_it_listens_on_loopback_only(server):
    listening = [each for each in psutil.Process(server.pid).net_connections("tcp") if each.status == "LISTEN"]
    assert {each.laddr.ip for each in listening} == {"127.0.0.1"}


def test_two_servers_never_share_a_folder(server):
    with pytest.raises(FolderInUse):
        EmbeddedNats(server.folder).start()
    assert server.is_running
