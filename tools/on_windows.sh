#!/usr/bin/env bash
# Runs the Windows Python that `windows_python.sh` has made, on this checkout:  tools/on_windows.sh -m ntuh_onboard check
# NTUH_ONBOARD_WINDOWS names its folder, if it is not build/windows. What is printed goes through a pipe: a plain file as
# output is an error under Wine.
set -euo pipefail
project=$(realpath "$(dirname "$0")/.."); out=$(realpath "${NTUH_ONBOARD_WINDOWS:-$project/build/windows}")
export WINEPREFIX=$out/prefix WINEDEBUG=-all PYTHONPATH="Z:$project;Z:$out/suite"
cd "$project"
wine "$out/py/python.exe" "$@" </dev/null 2>&1 | cat
