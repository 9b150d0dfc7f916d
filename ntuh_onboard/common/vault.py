"""Keep a few values in the system's keyring; off on shared computers (J0.8, J5.4, S-06).

Only the employee ID and, if the student wants it, the authenticator's secret are ever kept; never a password or a
national ID. The keyring backend is named here by platform and class: keyring's own selection, configuration file and
environment variable are never used, since they import whatever they name. Every call runs in a daemon thread with a
time limit, because a broken D-Bus blocks the first call for 25 to 120 seconds (keyring issues 434, 473, 531).
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from enum import StrEnum
from importlib import import_module
from typing import Any, Protocol, TypeVar, cast

from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.common.secret import Secret

SERVICE = "ntuh-onboard"
PRACTICE = "ntuh-onboard practice"
"""The service name used in practice: an invented ID is never offered for real, nor a real one in practice (J8.3)."""
LIMIT = 3.0
"""Seconds that a call may take."""
Answer = TypeVar("Answer")


class Kept(StrEnum):
    """The values that may be kept; there are no others."""

    EMPLOYEE_ID = "employee_id"
    AUTHENTICATOR = "authenticator"


class Store(Protocol):
    """The part of a keyring backend that is used (`keyring.backend.KeyringBackend`)."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the text kept, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a text."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete a text; raises an error if there is none."""


class Vault(Protocol):
    """Three verbs that never raise and never block the journey."""

    def remember(self, what: Kept, value: Secret) -> bool:
        """Keep a value; returns whether it is kept now."""

    def recall(self, what: Kept) -> Secret | None:
        """Return the value kept, or None if there is none or the keyring does not answer."""

    def forget(self, what: Kept) -> bool:
        """Delete a value; returns whether none is kept now."""


class VaultRefused(OnboardError):
    """The keyring backend is not one that keeps secrets as the system keeps its own."""


class OffVault:
    """The vault of a shared computer: keeps nothing, and does not even import keyring."""

    def remember(self, what: Kept, value: Secret) -> bool:
        """Keep nothing."""
        return False

    def recall(self, what: Kept) -> Secret | None:
        """Return None: nothing was kept."""
        return None

    def forget(self, what: Kept) -> bool:
        """Return True: nothing was kept, so nothing is left."""
        return True


class KeyringVault:
    """The vault of a student's own device. After one call that exceeds the limit no further call is made.

    Args:
        make: builds the keyring backend; called in the limited thread, on the first verb.
        foreign: returns the exceptions that this backend may raise.
        limit: seconds that one call may take.
        service: the service name under which keyring files the values.

    """

    def __init__(
        self,
        make: Callable[[], Store],
        foreign: Callable[[], tuple[type[Exception], ...]],
        limit: float = LIMIT,
        service: str = SERVICE,
    ) -> None:
        self._make = make
        self._foreign = foreign
        self._limit = limit
        self._service = service
        self._store: Store | None = None
        self._stalled = False

    def remember(self, what: Kept, value: Secret) -> bool:
        """Keep a value; returns True only if it reads back the same, since some backends lose it silently."""

        def act(store: Store) -> bool:
            store.set_password(self._service, what.value, value.reveal())
            return Secret(store.get_password(self._service, what.value) or "") == value

        return self._limited(act, otherwise=False)

    def recall(self, what: Kept) -> Secret | None:
        """Return the value kept, or None."""

        def act(store: Store) -> Secret | None:
            found = store.get_password(self._service, what.value)
            return Secret(found) if found else None

        return self._limited(act, otherwise=None)

    def forget(self, what: Kept) -> bool:
        """Delete a value; returns whether none is kept now."""

        def act(store: Store) -> bool:
            if store.get_password(self._service, what.value) is not None:
                store.delete_password(self._service, what.value)
            return store.get_password(self._service, what.value) is None

        return self._limited(act, otherwise=False)

    def _limited(self, act: Callable[[Store], Answer], otherwise: Answer) -> Answer:
        if self._stalled:
            return otherwise
        answers: list[Answer] = []
        thread = threading.Thread(target=self._run, args=(act, answers), name="vault", daemon=True)
        thread.start()
        thread.join(self._limit)
        self._stalled = thread.is_alive()
        return answers[0] if answers and not self._stalled else otherwise

    def _run(self, act: Callable[[Store], Answer], answers: list[Answer]) -> None:
        try:
            if self._store is None:
                self._store = self._make()
            answers.append(act(self._store))
        except self._foreign():
            return  # a keyring that does not work counts as an empty vault


ADMITTED = {
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
    "linux": ("keyring.backends.SecretService", "Keyring"),
}
"""For each platform, module and class of the only keyring backend that is accepted."""


def open_vault(*, own_device: bool, practice: bool = False) -> Vault:
    """Return the vault of this computer: off unless the student has said that the computer is their own."""
    service = PRACTICE if practice else SERVICE
    return KeyringVault(system_store, system_errors, service=service) if own_device else OffVault()


def system_store(platform: str = sys.platform) -> Store:
    """Build the platform's own keyring backend by class name. Raises VaultRefused if there is none."""
    if platform not in ADMITTED:
        raise VaultRefused(platform)
    module, name = ADMITTED[platform]
    made = getattr(import_module(module), name)()
    admit(made, platform)
    if platform == "win32":
        made.persist = "local machine"  # keyring's default roams to every computer of the domain (keyring issue 382)
    elif platform == "darwin":
        made.keychain = None  # otherwise taken from an environment variable
    else:
        _ = type(made).priority  # raises where no Secret Service answers
    return cast("Store", made)


def admit(backend: object, platform: str = sys.platform) -> None:
    """Refuse any backend but the platform's own: plain text files, null, fail, and chains that may contain one."""
    kind: type[Any] = type(backend)
    if (kind.__module__, kind.__qualname__) != ADMITTED.get(platform):
        raise VaultRefused(f"{kind.__module__}.{kind.__qualname__}")


def system_errors(platform: str = sys.platform) -> tuple[type[Exception], ...]:
    """Return the exceptions that the platform's backend may raise; a missing keyring library raises ImportError."""
    foreign: list[type[Exception]] = [VaultRefused, ImportError, OSError, RuntimeError, ValueError, LookupError]
    libraries = {
        "win32": (("keyring.errors", "KeyringError"), ("win32ctypes.pywin32.pywintypes", "error")),
        "linux": (
            ("keyring.errors", "KeyringError"),
            ("secretstorage.exceptions", "SecretStorageException"),
            ("jeepney.wrappers", "DBusErrorResponse"),
        ),
    }
    for module, name in libraries.get(platform, (("keyring.errors", "KeyringError"),)):
        try:
            foreign.append(getattr(import_module(module), name))
        except ImportError:
            continue
    return tuple(foreign)
