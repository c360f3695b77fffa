"""A plain load generator in a process of its own: `python -m bench.load PORT SECONDS`, paths as JSON on standard input.

One buyer who asks again as soon as the answer is there, a connection for each request (gunicorn's plain workers keep none), so
requests a second are one over the mean time. Bytes go through a bare socket: the tool costs about 0.1 ms a request.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from itertools import cycle

# Written by bench.counting; here because neither generator needs Django.
HEADER = "X-Bench-Queries"


def get(port: int, path: str) -> bytes:
    """Ask once; give the whole answer."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n".encode("ascii")
    parts = []
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        while part := connection.recv(262_144):
            parts.append(part)
    return b"".join(parts)


def main() -> None:
    """Ask for the paths in turn until the time is over; print the milliseconds of each answer as JSON."""
    port, seconds, paths = int(sys.argv[1]), float(sys.argv[2]), json.load(sys.stdin)
    times, size = [], 0
    begin = time.perf_counter()
    for path in cycle(paths):
        start = time.perf_counter()
        answer = get(port, path)
        times.append((time.perf_counter() - start) * 1000)
        head, _, body = answer.partition(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            sys.exit(f"{path} answered {head[:60]!r}")
        size += len(body)
        if time.perf_counter() - begin >= seconds:
            break
    print(json.dumps({"times": times, "seconds": time.perf_counter() - begin, "bytes": size // len(times)}))


if __name__ == "__main__":
    main()
