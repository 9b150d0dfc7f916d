"""The surroundings, made harmless before anything else (S-04, S-05, H-02, H-03)."""

from __future__ import annotations

import ast

import pytest

from ntuh_onboard.startup import environment
from tests.conftest import Python
from tests.long_cases import sparing

HOSTILE = {
    "SSLKEYLOGFILE": "keys.log",
    "SSL_CERT_FILE": "canary.pem",
    "SSL_CERT_DIR": "canary",
    "OPENSSL_CONF": "canary.cnf",
    "OPENSSL_MODULES": "canary",
    "REQUESTS_CA_BUNDLE": "canary.pem",
    "CURL_CA_BUNDLE": "canary.pem",
    "NETRC": "canary.netrc",
    "http_proxy": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "all_proxy": "http://127.0.0.1:9",
    "NO_PROXY": "portal.ntuh.gov.tw",
    "PYTHONSTARTUP": "canary.py",
    "PYTHONBREAKPOINT": "canary.stop",
    "PYTHON_KEYRING_BACKEND": "canary.Keyring",
    "KEYRING_PROPERTY_KEYCHAIN": "canary",
    "TEXTUAL": "debug,devtools",
    "TEXTUAL_DRIVER": "canary:Driver",
    "TEXTUAL_LOG": "canary.log",
    "TEXTUAL_SCREENSHOT": "1",
    "TEXTUAL_ALLOW_SIGNALS": "1",
    "TEXTUAL_DEVTOOLS_HOST": "127.0.0.1",
}
TOGETHER = " ".join(HOSTILE)
KEPT = {
    "TERM": "xterm",
    "LANG": "C.UTF-8",
    "NO_COLOR": "1",
    "NTUH_ONBOARD_LANGUAGE": "en",
    "HOME": "/",
    "COLUMNS": "80",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_variable_is_dropped_and_only_its_name_told(name: str) -> None:
    """The value appears nowhere in what comes back."""
    environ = {name: HOSTILE[name], **KEPT}
    assert environment.scrub(environ) == (name,)
    assert environ == KEPT


@pytest.mark.parametrize("names", sparing([*HOSTILE, TOGETHER], TOGETHER.__eq__), ids=len)
def test_no_hostile_variable_has_any_effect_on_what_is_loaded_afterwards(names: str, python: Python) -> None:
    """In a fresh interpreter: TLS keys, authorities, proxies and Textual's switches are as without any of them.

    All at once; `make long` tries each alone.
    """
    done = python(
        "from ntuh_onboard.startup import environment; environment.scrub()\n"
        "import os, ssl, requests, textual.constants as constants\n"
        "assert ssl.create_default_context().keylog_filename is None\n"
        "paths = ssl.get_default_verify_paths()\n"
        "session = requests.Session()\n"
        "seen = session.merge_environment_settings('https://portal.ntuh.gov.tw', {}, None, None, None)\n"
        "print(repr((paths.cafile, paths.capath, seen['verify'], dict(seen['proxies']), constants.DRIVER,\n"
        "    constants.LOG_FILE, constants.DEBUG, sorted(os.listdir('.')), 'canary' in repr(dict(os.environ)))))\n",
        {name: HOSTILE[name] for name in names.split()},
    )
    cafile, capath, *rest = ast.literal_eval(done.stdout)
    assert "canary" not in f"{cafile} {capath}"
    assert rest == [True, {}, None, None, False, [], False]


def test_every_command_scrubs_first(python: Python) -> None:
    """All of them set at once: none is left when a command has run, and no file was made."""
    done = python(
        "import os\n"
        "from ntuh_onboard.commands import cli\n"
        "cli.main(['run', '--backend', 'mock'])\n"
        "print([name for name in os.environ if 'anary' in os.environ[name] or name.startswith('TEXTUAL')])\n"
        "print(os.listdir('.'))\n",
        {name: value for name, value in HOSTILE.items() if name != "PYTHONBREAKPOINT"},
    )
    assert done.stdout == "[]\n[]\n"


def test_scrubbing_loads_nothing_that_could_read_a_variable_first(python: Python) -> None:
    """H-03: `ssl` and Textual are not there yet."""
    done = python(
        "import sys; before = {*sys.modules}\n"
        "from ntuh_onboard.startup import environment; environment.scrub()\n"
        "print(sorted(name for name in {*sys.modules} - before if not name.startswith('_')))\n"
    )
    loaded = {name.split(".")[0] for name in ast.literal_eval(done.stdout)}
    assert loaded <= {"ntuh_onboard", "collections", "__future__", "keyword", "operator", "reprlib", "itertools"}


def test_no_core_file_and_no_reader_of_memory(python: Python) -> None:
    """S-04: the limits read back from the system."""
    done = python(
        "import resource, ctypes\n"
        "from ntuh_onboard.startup import environment\n"
        "assert environment.forget_core_dumps()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )
    assert done.stdout.strip() == "(0, 0) 0"


def test_files_are_private(python: Python) -> None:
    """S-07: umask 077."""
    done = python(
        "from ntuh_onboard.startup import environment; environment.private_files(); import os; print(os.umask(0o22))"
    )
    assert int(done.stdout) == 0o077
