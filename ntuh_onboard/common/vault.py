"""The system's keyring behind three verbs; off on shared computers (J0.8, J5.4, S-06).

Only the employee ID and, on the student's wish, the authenticator's secret are ever kept; no password, no national ID.
The backend is named here by platform and class: keyring's own choice, its configuration file and its environment
variable are never asked, since they import whatever they name. Every call runs in a daemon thread with a limit,
because a broken D-Bus holds the first call for 25 to 120 seconds (keyring issues 434, 473, 531).
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
"""Practice has a drawer of its own: an invented ID is never offered for real, nor a real one in practice (J8.3)."""
LIMIT = 3.0
"""Seconds that a call may take."""
Answer = TypeVar("Answer")


class Kept(StrEnum):
    """What may be kept, and nothing else."""

    EMPLOYEE_ID = "employee_id"
    AUTHENTICATOR = "authenticator"


class Store(Protocol):
    """What is used of a keyring backend (`keyring.backend.KeyringBackend`)."""

    def get_password(self, service: str, username: str) -> str | None:
        """The text kept, None where there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a text."""

    def delete_password(self, service: str, username: str) -> None:
        """Drop a text; an error where there is none."""


class Vault(Protocol):
    """Three verbs that never raise and never hold the journey up."""

    def remember(self, what: Kept, value: Secret) -> bool:
        """Keep a value; True where it is kept now."""

    def recall(self, what: Kept) -> Secret | None:
        """The value kept, None where there is none or the keyring does not answer."""

    def forget(self, what: Kept) -> bool:
        """Drop a value; True where none is kept now."""


class VaultRefused(OnboardError):
    """The keyring backend is not one of those that keep a secret as the system keeps its own."""


class OffVault:
    """The vault of a shared computer: keeps nothing, and does not even import keyring."""

    def remember(self, what: Kept, value: Secret) -> bool:
        """Nothing is kept."""
        return False

    def recall(self, what: Kept) -> Secret | None:
        """Nothing was kept."""
        return None

    def forget(self, what: Kept) -> bool:
        """Nothing is kept, so nothing is left."""
        return True


class KeyringVault:
    """The vault of one's own device.

    make: builds the keyring backend; called on the first verb, in the limited thread. service: the keyring's drawer.
    foreign: the exceptions that such a backend may raise. After one call over the limit no further one is made.
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
        """Keep a value; True only where it reads back the same, since some backends lose it silently."""

        def act(store: Store) -> bool:
            store.set_password(self._service, what.value, value.reveal())
            return Secret(store.get_password(self._service, what.value) or "") == value

        return self._limited(act, otherwise=False)

    def recall(self, what: Kept) -> Secret | None:
        """The value kept, None where there is none."""

        def act(store: Store) -> Secret | None:
            found = store.get_password(self._service, what.value)
            return Secret(found) if found else None

        return self._limited(act, otherwise=None)

    def forget(self, what: Kept) -> bool:
        """Drop a value; True where none is kept now."""

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
            return  # a keyring that cannot help is a vault without anything in it


ADMITTED = {
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
    "linux": ("keyring.backends.SecretService", "Keyring"),
}
"""Platform -> module and class of its one admitted backend."""


def open_vault(*, own_device: bool, practice: bool = False) -> Vault:
    """The vault of this computer: off unless the student has said that it is their own."""
    service = PRACTICE if practice else SERVICE
    return KeyringVault(system_store, system_errors, service=service) if own_device else OffVault()


def system_store(platform: str = sys.platform) -> Store:
    """The platform's own keyring, made by class name. Raises VaultRefused where there is none."""
    if platform not in ADMITTED:
        raise VaultRefused(platform)
    module, name = ADMITTED[platform]
    made = getattr(import_module(module), name)()
    admit(made, platform)
    if platform == "win32":
        made.persist = "local machine"  # keyring's default roams to every computer of the domain (keyring issue 382)
    elif platform == "darwin":
        made.keychain = None  # taken from an environment variable otherwise
    else:
        _ = type(made).priority  # raises where no Secret Service answers
    return cast("Store", made)


def admit(backend: object, platform: str = sys.platform) -> None:
    """Refuse any backend but the platform's own: plain text files, null, fail, and chains that may hold one."""
    kind: type[Any] = type(backend)
    if (kind.__module__, kind.__qualname__) != ADMITTED.get(platform):
        raise VaultRefused(f"{kind.__module__}.{kind.__qualname__}")


def system_errors(platform: str = sys.platform) -> tuple[type[Exception], ...]:
    """What the platform's backend may raise; a keyring library that is not there raises ImportError."""
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
