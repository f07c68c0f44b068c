"""What every test may rely on."""

from __future__ import annotations

import signal

# A build server may start us in the background, where a shell has interrupts ignored; the programs that tests
# interrupt would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
