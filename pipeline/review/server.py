"""Runs the review page until Ctrl-C."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.errors import InputNotFoundError, InstallationError, UsageError
from pipeline.review.access import LOOPBACK, Door
from pipeline.store.dataset import COMPACTED, see_that_it_is_one


def serve(
    out: Path, roots: Sequence[Path], who: str, port: int, on_ready: Callable[[str], None] = lambda address: None
) -> None:
    """Serve one dataset on the loopback; `on_ready` is told the address to open. `port` 0: a free one.

    Raises:
        InputNotFoundError: there is no dataset at `out`, or a root does not exist.
        UsageError: it is a compacted copy, or the port is taken.
        InstallationError: the web framework is not installed.
    """
    for path in roots:
        if not path.exists():
            raise InputNotFoundError(f"{path} does not exist.")
    see_that_it_is_one(out)
    if (out / COMPACTED).exists():
        raise UsageError(
            f"{out} is a compacted copy.", "Review the dataset it was made from; convert follows that one."
        )
    try:
        import starlette  # noqa: F401
        import uvicorn

        from pipeline.review.app import Review, build
    except ImportError as error:
        raise InstallationError(
            f"The review page needs a library: {error}.", "Install it with: pip install '.[review]'"
        ) from error
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        if os.name == "posix":
            # the port of a server that has just ended; elsewhere the option would share it with another program
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
        except (OSError, OverflowError) as error:
            raise UsageError(f"Port {port} cannot be used: {error}.", "Leave --port out.") from error
        door = Door(listening.getsockname()[1])
        review = Review(out, roots, who)
        threading.Thread(target=review.pictures.warm, daemon=True).start()
        review.refresh()
        settings = uvicorn.Config(
            build(review, door), log_level="warning", access_log=False, server_header=False, ws="none", lifespan="off"
        )
        listening.listen(64)
        on_ready(door.address)
        try:
            uvicorn.Server(settings).run(sockets=[listening])
        finally:
            review.pictures.close()
            review.sources.close()
