"""Start again in an isolated interpreter (`python -I`), before anything is imported that a stranger could replace.

`PYTHONPATH`, `sitecustomize`, a user's own packages and the current folder then have no effect on what runs. What ran
before this module is beyond it: a start that nobody can redirect says `python -I -m ntuh_onboard` itself, as the files
in `deploy/` do. Imports nothing but `os` and `sys`, which every interpreter has loaded already.
"""

import os
import sys

BOOT = (
    "import signal as s, sys; s.getsignal(s.SIGINT) is s.default_int_handler and s.signal(s.SIGINT, s.SIG_DFL); "
    "sys.path.insert(0, {folder!r}); {streams}from ntuh_onboard.commands.cli import main; sys.exit(main())"
)
"""Until `main` takes Ctrl+C, it ends the process without a traceback."""
_ENDED_BY_CTRL_C, _INTERRUPT = 0xC000013A, 130
"""A process's status on Windows if it was ended by Ctrl+C, and what that is here (`exits.Exit.INTERRUPT`)."""
_STREAMS = "[each.reconfigure(encoding={encoding!r}) for each in (sys.stdin, sys.stdout, sys.stderr) if each]; "


def command(*options: str, encoding: str = "") -> tuple[str, ...]:
    """Return the command that runs this Python and this package, unaffected by environment and folder (S-05).

    options: further options of the interpreter. encoding: of the standard streams, if it is not the system's.
    """
    folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120  # see above
    streams = _STREAMS.format(encoding=encoding) if encoding else ""
    return (sys.executable, "-I", *options, "-W", "ignore", "-c", BOOT.format(folder=folder, streams=streams))


def isolate() -> None:
    """Replace this process by an isolated one with the same arguments; returns if it is isolated already.

    On Windows, where a process cannot be replaced, the other one is waited for; raises SystemExit with its status.
    """
    if sys.flags.isolated:
        return
    utf8 = ("-X", "utf8") if sys.flags.utf8_mode else ()
    encoding = sys.stdout.encoding if "PYTHONIOENCODING" in os.environ and sys.stdout is not None else ""
    again = [*command(*utf8, encoding=encoding), *sys.argv[1:]]
    if os.name != "nt":
        os.execv(again[0], again)  # noqa: S606  # this interpreter, no shell
    sys.path[:] = [each for each in sys.path if each.startswith((sys.prefix, sys.base_prefix))]
    import signal  # from the interpreter's own folders by now
    import subprocess

    for name in ("SIGINT", "SIGBREAK"):  # the other one ends in order; `call` would kill it after a quarter of a second
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    status = subprocess.call(again)  # noqa: S603  # as above
    raise SystemExit(_INTERRUPT if status == _ENDED_BY_CTRL_C else status)
