"""Running the application under uvicorn."""

import errno
import socket

import uvicorn

from brokerage.app import create_app
from brokerage.settings import Settings


class PortTaken(Exception):
    """Another program listens there already."""


def check_port(host: str, port: int) -> None:
    """Find out before anything is set up. Raises PortTaken, with what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                raise PortTaken(f"port {port} on {host} can't be used; choose another: --port 8001") from error
            raise


def serve(host: str, port: int, settings: Settings | None = None) -> None:
    """Serve until stopped. Access lines are left out: addresses can say whose page was looked at."""
    check_port(host, port)
    used = settings or Settings()
    uvicorn.run(
        create_app(used), host=host, port=port, access_log=False, log_level=used.log_level.lower(),
        timeout_graceful_shutdown=20, server_header=False, proxy_headers=used.cookie_secure,
    )  # fmt: skip
