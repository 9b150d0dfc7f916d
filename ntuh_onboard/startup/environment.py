"""Make the process's environment harmless, before anything else in every command (S-04, S-05, H-02, H-03).

`scrub` must be called before `ssl` or Textual is imported. This module imports only `os` at its top: any other import
could read a variable before it is dropped.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

_NAMES = frozenset(
    {
        "CURL_CA_BUNDLE",  # requests takes it for its authorities
        "KEYCHAIN_PATH",  # keyring takes it for the macOS key chain
        "NETRC",  # requests sends what stands there, unasked
        "OPENSSL_CONF",  # loads engines and changes what is trusted
        "OPENSSL_CONF_INCLUDE",
        "OPENSSL_ENGINES",
        "OPENSSL_MODULES",
        "REQUESTS_CA_BUNDLE",
        "SSLKEYLOGFILE",  # TLS keys were written there, also with trust_env off
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",  # a canary authority in it was trusted
    }
)
_BEGINNINGS = (
    "KEYRING",  # KEYRING_PROPERTY_* sets attributes of the vault's backend
    "PYTHON",  # also PYTHON_KEYRING_BACKEND, which imports any class
    "TEXTUAL",  # TEXTUAL_DRIVER imports any class, TEXTUAL_LOG and TEXTUAL_SCREENSHOT write files
)
_PROXY = "_PROXY"


def hostile(name: str) -> bool:
    """Return whether a variable of this name can change what is trusted, what is imported, or what is written where."""
    upper = name.upper()
    return upper in _NAMES or upper.startswith(_BEGINNINGS) or upper.endswith(_PROXY)


def scrub(environ: MutableMapping[str, str] = os.environ) -> tuple[str, ...]:
    """Remove every hostile variable in place; returns the names that were set, sorted, and never their values.

    Variables that Python reads before our first line (`PYTHONPATH`) have taken effect by then, which is why a machine's
    start script uses `python -I`. Child processes do not inherit them.
    """
    found = tuple(sorted(name for name in environ if hostile(name)))
    for name in found:
        del environ[name]
    return found


def forget_core_dumps() -> bool:
    """Keep this process's memory from core files and from other processes; returns True if both took effect (S-04)."""
    no_core_file, not_dumpable = _no_core_file(), _not_dumpable()
    return no_core_file and not_dumpable


def private_files() -> None:
    """Make files that are created from now on readable by their owner only (S-07)."""
    os.umask(0o077)


def _no_core_file() -> bool:
    try:
        import resource  # missing on Windows
    except ImportError:
        return False
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def _not_dumpable() -> bool:
    import ctypes  # only after the variables are gone

    set_dumpable = 4
    try:
        prctl = ctypes.CDLL(None).prctl
    except (AttributeError, OSError, TypeError):  # only Linux has it
        return False
    return bool(prctl(set_dumpable, 0, 0, 0, 0) == 0)
