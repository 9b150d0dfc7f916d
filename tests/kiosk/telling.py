"""A keyring that keeps nothing and tells everything to the trap that is set for it."""

from __future__ import annotations

import os
import socket

from keyring.backend import KeyringBackend


class TellingKeyring(KeyringBackend):
    """Every call is heard by the trap, with all that it was given."""

    priority = 9.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # half of the library is annotated

    def get_password(self, service: str, username: str) -> str | None:
        _tell(f"get {service} {username}")
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        _tell(f"set {service} {username} {password}")

    def delete_password(self, service: str, username: str) -> None:
        _tell(f"delete {service} {username}")


def _tell(what: str) -> None:
    with socket.create_connection(("127.0.0.1", int(os.environ["TRAP_KEYRING"])), timeout=5.0) as ear:
        ear.sendall(what.encode())
