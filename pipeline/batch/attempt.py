"""The batch's boundary: whatever goes wrong inside becomes a failure as data, and the rest goes on."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

from extractors.errors import JixiaoError
from pipeline.errors import Failure, InternalError, OutOfMemoryError

Result = TypeVar("Result")


def attempt(what: str, call: Callable[[], Result]) -> Result | Failure:
    """The result of a call, or why there is none; `what` names its subject in the message.

    Raises:
        ImportError: a library is missing, so that every other call would fail alike.
        ConnectionError: the process that waits for the result has gone.
    """
    try:
        return call()
    except (ConnectionError, ImportError):
        raise
    except JixiaoError as error:
        return Failure.of(error)
    except MemoryError:
        return Failure.of(OutOfMemoryError(f"{what} needs too much memory."))
    # A bug must cost only its subject; the traceback goes into the run report.
    except Exception as error:
        return Failure.of(InternalError(f"{what} met an unexpected {type(error).__name__}."), traceback.format_exc())
