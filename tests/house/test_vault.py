"""The vault: three verbs that keep little and never hold the journey up (J0.8, J5.4, S-06)."""

from __future__ import annotations

import sys
import threading

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringError, NoKeyringError, PasswordDeleteError

from ntuh_onboard.common import vault
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.common.vault import Kept, KeyringVault, OffVault
from tests.conftest import Python
from tests.patience import PATIENCE


class DrawerKeyring:
    """A keyring in memory that behaves as a good one does."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.calls = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.calls += 1
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.calls += 1
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class LockedKeyring(DrawerKeyring):
    """A keyring whose owner has not unlocked it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringError("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringError("locked")


class LosingKeyring(DrawerKeyring):
    """A keyring that says yes and keeps nothing, as keyring's null backend does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self.calls += 1


class StalledKeyring(DrawerKeyring):
    """A keyring on a broken D-Bus: every call waits until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        self.let_go.wait(PATIENCE)
        return "late"


class PlaintextKeyring(KeyringBackend):
    """Stands for keyrings.alt's class: a file that anybody can read."""

    priority = 9.0

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("never asked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("never asked")


PlaintextKeyring.__module__ = "keyrings.alt.file"


def on(keyring: DrawerKeyring, limit: float = 20) -> KeyringVault:
    return KeyringVault(lambda: keyring, vault.system_errors, limit)


def test_what_is_remembered_is_recalled_until_it_is_forgotten() -> None:
    """The three verbs on a good keyring; each thing kept has a place of its own."""
    keyring = DrawerKeyring()
    own = on(keyring)
    assert own.recall(Kept.EMPLOYEE_ID) is None
    assert own.remember(Kept.EMPLOYEE_ID, Secret("104567"))
    assert own.remember(Kept.AUTHENTICATOR, Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"))
    assert own.recall(Kept.EMPLOYEE_ID) == Secret("104567")
    assert own.forget(Kept.EMPLOYEE_ID)
    assert own.recall(Kept.EMPLOYEE_ID) is None
    assert own.recall(Kept.AUTHENTICATOR) == Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    assert {service for service, _ in keyring.kept} == {"ntuh-onboard"}


def test_forgetting_what_was_never_kept_is_no_error() -> None:
    """Nothing is kept afterwards, which is what was asked."""
    assert on(DrawerKeyring()).forget(Kept.AUTHENTICATOR)


def test_only_the_id_and_the_authenticator_can_be_kept() -> None:
    """S-06: there is no word for a password or a national ID."""
    assert {each.value for each in Kept} == {"employee_id", "authenticator"}


def test_a_locked_keyring_is_a_vault_without_anything_in_it() -> None:
    """No verb raises; none claims to have kept anything."""
    own = on(LockedKeyring())
    assert own.recall(Kept.EMPLOYEE_ID) is None
    assert not own.remember(Kept.EMPLOYEE_ID, Secret("104567"))
    assert not own.forget(Kept.EMPLOYEE_ID)


def test_a_keyring_that_loses_what_it_is_given_is_noticed() -> None:
    """S-06: the null backend loses data silently."""
    assert not on(LosingKeyring()).remember(Kept.EMPLOYEE_ID, Secret("104567"))


def test_a_stalled_keyring_is_left_alone_after_one_call() -> None:
    """One call may reach the limit; later verbs answer at once and start no further thread."""
    keyring = StalledKeyring()
    own = on(keyring, limit=0.05)
    assert own.recall(Kept.EMPLOYEE_ID) is None
    assert not own.remember(Kept.EMPLOYEE_ID, Secret("104567"))
    assert keyring.calls == 1
    waiting = [each for each in threading.enumerate() if each.name == "vault"]
    assert all(each.daemon for each in waiting)
    keyring.let_go.set()
    for each in waiting:
        each.join(PATIENCE)
    assert own.recall(Kept.EMPLOYEE_ID) is None


def test_the_vault_of_a_shared_computer_does_nothing() -> None:
    """J0.8: the same verbs, and nothing kept."""
    shared = vault.open_vault(own_device=False)
    assert isinstance(shared, OffVault)
    assert not shared.remember(Kept.EMPLOYEE_ID, Secret("104567"))
    assert shared.recall(Kept.EMPLOYEE_ID) is None
    assert shared.forget(Kept.EMPLOYEE_ID)


def test_on_a_shared_computer_keyring_is_not_even_imported(python: Python) -> None:
    """S-06: zero calls, proved by the library's absence; opening one's own vault does not load it either."""
    done = python(
        "import sys\n"
        "from ntuh_onboard.common import vault\n"
        "from ntuh_onboard.common.secret import Secret\n"
        "off = vault.open_vault(own_device=False)\n"
        "off.remember(vault.Kept.EMPLOYEE_ID, Secret('104567')); off.recall(vault.Kept.EMPLOYEE_ID)\n"
        "off.forget(vault.Kept.EMPLOYEE_ID); vault.open_vault(own_device=True)\n"
        "print([name for name in sys.modules if name.startswith('keyring')])\n"
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", [null.Keyring, fail.Keyring, chainer.ChainerBackend, PlaintextKeyring])
@pytest.mark.parametrize("platform", [*vault.ADMITTED, "sunos5"])
def test_backends_that_keep_nothing_or_keep_it_in_the_open_are_refused(
    kind: type[KeyringBackend], platform: str
) -> None:
    """S-06: null, fail, a chain of others, plain text; on every platform."""
    with pytest.raises(vault.VaultRefused):
        vault.admit(kind(), platform)


def test_the_platforms_own_backend_is_admitted() -> None:
    """By its exact class, and on its own platform only."""
    from keyring.backends.SecretService import Keyring

    vault.admit(Keyring(), "linux")
    with pytest.raises(vault.VaultRefused):
        vault.admit(Keyring(), "darwin")


def test_windows_keeps_on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it an entry roams to every computer of the domain."""
    from keyring.backends import Windows

    class Plain:
        persist = "enterprise"

    Plain.__module__, Plain.__qualname__ = "keyring.backends.Windows", "WinVaultKeyring"
    monkeypatch.setattr(Windows, "WinVaultKeyring", Plain)
    assert getattr(vault.system_store("win32"), "persist") == "local machine"  # noqa: B009  # the port has no such name


def test_macos_takes_no_key_chain_from_the_environment() -> None:
    """KEYCHAIN_PATH would name another file."""
    assert getattr(vault.system_store("darwin"), "keychain") is None  # noqa: B009  # the port has no such name


def test_a_platform_without_a_keyring_of_its_own_has_none() -> None:
    """An unknown platform is refused, and a vault on it is empty."""
    with pytest.raises(vault.VaultRefused):
        vault.system_store("sunos5")
    empty = KeyringVault(lambda: vault.system_store("sunos5"), vault.system_errors)
    assert empty.recall(Kept.EMPLOYEE_ID) is None


def test_the_real_vault_without_a_desktop_is_empty_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No D-Bus: nothing raised, nothing kept."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    own = vault.open_vault(own_device=True)
    assert own.recall(Kept.EMPLOYEE_ID) is None
    assert not own.remember(Kept.EMPLOYEE_ID, Secret("104567"))


def test_every_platform_has_a_list_of_what_its_backend_may_raise() -> None:
    """A library that is missing here is left out, never an error."""
    for platform in [*vault.ADMITTED, "sunos5"]:
        assert NoKeyringError.__mro__[2] in vault.system_errors(platform) or KeyringError in vault.system_errors(
            platform
        )


def test_neither_variable_nor_configuration_file_chooses_the_backend(
    python: Python, tmp_path: pytest.TempPathFactory
) -> None:
    """S-06: PYTHON_KEYRING_BACKEND and keyringrc.cfg would import whatever they name."""
    from pathlib import Path

    home = Path(str(tmp_path))
    (home / "evil.py").write_text("print('evil was imported')\nfrom keyring.backends.null import Keyring\n")
    for folder in (home / ".config/python_keyring", home / ".local/share/python_keyring"):
        folder.mkdir(parents=True)
        (folder / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring=evil.Keyring\nkeyring-path={home}\n")
    done = python(
        "from ntuh_onboard.common import vault\n"
        "from ntuh_onboard.common.secret import Secret\n"
        "own = vault.open_vault(own_device=True)\n"
        "print(own.remember(vault.Kept.EMPLOYEE_ID, Secret('104567')), own.recall(vault.Kept.EMPLOYEE_ID))\n",
        {"PYTHON_KEYRING_BACKEND": "evil.Keyring", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"},
    )
    assert done.stdout.strip() == "False None"
    assert sys.platform != "linux" or not done.stderr
