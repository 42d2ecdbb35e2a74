"""A plain broadcast as a process: every message goes to every viewer at once, as most chat servers send it.

    python -m watching.plain PORT

Each line of its input is a message; it is told on as it is.
"""

import asyncio
import resource
import sys

import uvloop
from picows import WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server


class Broadcast:
    """Everybody who watches."""

    def __init__(self) -> None:
        """Nobody does yet."""
        self.viewers: set[WSTransport] = set()

    def tell(self, message: bytes) -> None:
        """Send a message to everybody."""
        for viewer in self.viewers:
            viewer.send(WSMsgType.TEXT, message)


class Viewer(WSListener):
    """One of them."""

    def __init__(self, broadcast: Broadcast) -> None:
        """Belong to a broadcast."""
        self.broadcast = broadcast

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Come."""
        self.broadcast.viewers.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Go."""
        self.broadcast.viewers.discard(transport)


async def serve(port: int) -> None:
    """Tell what is said until the input ends."""
    broadcast = Broadcast()

    def viewer(_request: WSUpgradeRequest) -> Viewer:
        return Viewer(broadcast)

    await ws_create_server(viewer, "127.0.0.1", port)
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print("ready", flush=True)
    while message := await reader.readline():
        broadcast.tell(message.rstrip(b"\n"))


def main() -> None:
    """Broadcast."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    uvloop.run(serve(int(sys.argv[1])))


if __name__ == "__main__":
    main()
