"""What one hash takes for a moment, no process keeps."""

from __future__ import annotations

import sys

import pytest

from tests.conftest import Python

HASHED = """
import argon2
from pathlib import Path
from threading import Thread
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.hashes import Hasher
from ntuh_onboard.common.secret import Secret

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

hasher, before = Hasher(Figures()), resident()
for each in ("one", "another"):  # of the first one alone, glibc keeps nothing
    line = Thread(target=hasher.hash, args=(Secret(each),))
    line.start()
    line.join()
print(Figures().hash_memory * 1024, resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and elsewhere malloc is another one")
def test_the_memory_of_a_hash_is_given_back(python: Python) -> None:
    """Many students share one machine, and each hashes several passwords in a journey."""
    taken, kept = map(int, python(HASHED).stdout.split())
    assert kept < taken / 4
