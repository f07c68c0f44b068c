"""Memory between the stages of a page."""

from __future__ import annotations

import subprocess
import sys

import pytest

PICTURES = """
import resource
import numpy as np
from extractors.memory import keep_room
{told}
def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        pictures = [np.ones(1_000_000, np.uint8) for _ in range(20)]
        del pictures
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
faults()
print(faults())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's own memory is told")
def test_pictures_made_one_after_the_other_take_the_room_of_those_before() -> None:
    """A page does not pay for fresh memory at every stage."""
    # large pictures are given back in every process that was not told: there the test would prove nothing
    kept, given_back = (
        int(subprocess.run([sys.executable, "-c", PICTURES.format(told=told)], capture_output=True, check=True).stdout)
        for told in ("keep_room()", "")
    )
    assert kept < 100 < given_back
