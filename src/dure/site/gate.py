"""The gate: hot paths on raw sockets, outside Django. It answers `/health` and nothing else yet.

It uses the standard library only, so that thousands of connections cost memory for themselves alone.
"""

import asyncio
import signal
from http import HTTPStatus

from dure.site.config import config

REQUEST_WITHIN_S = 10.0
LARGEST_REQUEST_BYTES = 8192


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request and close; a slow, silent or oversized one is dropped."""
    try:
        async with asyncio.timeout(REQUEST_WITHIN_S):
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(response_to(head))
            await writer.drain()
    except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
        pass
    finally:
        writer.close()


def response_to(head: bytes) -> bytes:
    """Return the whole HTTP answer to a request's head."""
    words = head.partition(b"\r\n")[0].split(b" ")
    if len(words) != len(("method", "target", "version")) or not words[2].startswith(b"HTTP/1."):
        return _response(HTTPStatus.BAD_REQUEST, "bad request")
    method, target, _version = words
    if target.partition(b"?")[0] != b"/health":
        return _response(HTTPStatus.NOT_FOUND, "not found")
    if method not in {b"GET", b"HEAD"}:
        return _response(HTTPStatus.METHOD_NOT_ALLOWED, "only GET")
    return _response(HTTPStatus.OK, "ok", with_body=method == b"GET")


def _response(status: HTTPStatus, text: str, *, with_body: bool = True) -> bytes:
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(text)}\r\n"
        f"Cache-Control: no-store\r\n"
        f"Connection: close\r\n\r\n"
    )
    return (head + text * with_body).encode()


async def serve(host: str, port: int) -> None:
    """Answer on `host:port` until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    server = await asyncio.start_server(answer, host, port, limit=LARGEST_REQUEST_BYTES, backlog=1024)
    async with server:
        await stop.wait()


def main() -> None:
    """Run the gate as this process."""
    settings = config()
    asyncio.run(serve(settings.host, settings.chosen_gate_port))


if __name__ == "__main__":
    main()
