"""Run the service under uvicorn: SIGTERM lets answers finish, then ends it."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from socket import socket
from threading import Thread
from types import FrameType

import uvicorn
from threadpoolctl import threadpool_limits

from fittingroom.server.app import create_app
from fittingroom.server.bodies import basis_file
from fittingroom.server.logs import begin_logs
from fittingroom.server.settings import Settings

LEAVE_S = 10  # how long answers may take to finish once the service was told to end
OWNER_ONLY = 0o077  # what is written is its owner's alone
log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Says where it can be found once it can; ends streams when it is told to end."""

    def __init__(self, config: uvicorn.Config, end_streams: Callable[[], None]) -> None:
        super().__init__(config)
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop listening; streams would go on until the patience is over."""
        self._end_streams()
        await super().shutdown(sockets=sockets)

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets=sockets)
        for server in self.servers if self.started else ():
            for each in server.sockets:
                host, port = each.getsockname()[:2]
                scheme = "https" if self.config.is_ssl else "http"
                shown = f"[{host}]" if ":" in host else host
                log.info("serving", extra={"address": f"{scheme}://{shown}:{port}"})


def serve(settings: Settings) -> None:
    """Serve until a signal."""
    begin_logs(settings)
    os.umask(OWNER_ONLY)
    app = create_app(settings)
    # bodies are many small products: a second thread only waits, at twice the processor's time
    threadpool_limits(1, user_api="blas")
    # the first shopper need not wait for it
    Thread(target=basis_file, name="basis", daemon=True).start()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=LEAVE_S,
        h11_max_incomplete_event_size=32 * 1024,
    )
    signal.signal(signal.SIGTERM, _end)
    _Server(config, lambda: app.state.foreman.board.close()).run()


def _end(number: int, frame: FrameType | None) -> None:
    """Leave with status 0: uvicorn sends itself the signal again once it has ended in order."""
