#!/usr/bin/env bash
# A Windows CPython 3.11 that runs under Wine, with this project's locked dependencies for win_amd64, so that what a
# ward's PC runs can be tried where there is no Windows:  tools/windows_python.sh FOLDER
#
# Needs wine, gcc-mingw-w64-x86-64-posix, unzip, a package index and Python 3.11 (PYTHON=...).
# Where it comes from, since python.org's installer is not at hand everywhere and a package index is:
# - python311.dll and the extension modules are those of CPython 3.11, signed by the Python Software Foundation, which
#   panda3d's wheel for Windows carries in deploy_libs/ for programs that are built with it;
# - the standard library is that of the Python 3.11 that runs this script;
# - python.exe is made here: it calls Py_Main. So is python3.dll, which hands the stable interface on to python311.dll;
# - bcryptprimitives.dll is made here as well: cryptography asks it for random bytes, and Wine 8 has none.
# What Wine cannot show is told in docs/windows.md.
set -euo pipefail
out=$(realpath -m "$1"); project=$(realpath "$(dirname "$0")/.."); python=${PYTHON:-python3.11}
command -v "$python" >/dev/null || python=python3
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed (PYTHON=...)"; exit 2; }
export WINEPREFIX=$out/prefix WINEDEBUG=-all WINEARCH=win64
pip() { "$python" -m pip --disable-pip-version-check --quiet "$@"; }
for_windows=(--platform win_amd64 --python-version 3.11 --implementation cp --only-binary=:all: --no-deps)

interpreter() {
    mkdir -p "$out/download" "$out/py/DLLs" "$out/py/Lib/site-packages"; cd "$out"
    pip download "${for_windows[@]}" --dest download 'panda3d==1.10.16'
    unzip -q -o download/panda3d-*.whl 'deploy_libs/*' -d download
    local lib=download/deploy_libs
    cp "$lib"/python311.dll "$lib"/VCRUNTIME140*.dll py/
    cp "$lib"/*.pyd "$lib"/{libffi-8,libcrypto-3,libssl-3,sqlite3}.dll py/DLLs/
    cat > download/python.c <<'C'
#include <windows.h>
typedef int (*Main)(int, wchar_t **);
int wmain(int count, wchar_t **given) {
    HMODULE python = LoadLibraryW(L"python311.dll");
    Main main = python ? (Main)(void *)GetProcAddress(python, "Py_Main") : 0;
    return main ? main(count, given) : 99;
}
C
    x86_64-w64-mingw32-gcc -municode -O2 -o py/python.exe download/python.c
    { echo 'LIBRARY python3.dll'; echo EXPORTS
      x86_64-w64-mingw32-objdump -p py/python311.dll \
        | awk '/\[Ordinal\/Name Pointer\] Table/{on=1;next} on&&NF>=2{print $NF} on&&/^$/{on=0}' \
        | grep -E '^_?Py' | while read -r name; do echo "$name=python311.$name"; done; } > download/python3.def
    echo 'int __stdcall DllMain(void *module, unsigned why, void *more) { return 1; }' > download/forward.c
    x86_64-w64-mingw32-gcc -shared -nostdlib -Wl,-e,DllMain -o py/python3.dll download/forward.c download/python3.def
    cat > download/random.c <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T left) {
    for (ULONG some; left; bytes += some, left -= some) {
        some = left > 65536 ? 65536 : (ULONG)left;
        SystemFunction036(bytes, some);
    }
    return TRUE;
}
C
    x86_64-w64-mingw32-gcc -shared -O2 -o py/bcryptprimitives.dll download/random.c -ladvapi32
    local library
    library=$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["stdlib"])')
    (cd "$library" && tar cf - --exclude=site-packages --exclude=__pycache__ --exclude=./test --exclude=lib-dynload .) \
        | tar xf - -C py/Lib
    cd "$project"
}

# pip judges markers by the system that it runs on, so what only Windows needs is named here.
dependencies() {
    pip install "${for_windows[@]}" --require-hashes -r "$project/requirements/extras.txt" \
        --target "$out/py/Lib/site-packages" --upgrade
    pip install "${for_windows[@]}" --target "$out/py/Lib/site-packages" --upgrade pywin32-ctypes colorama tzdata
    pip install "${for_windows[@]}" --target "$out/suite" --upgrade pytest pytest-asyncio hypothesis iniconfig pluggy \
        packaging pygments sortedcontainers pyte wcwidth babel colorama typing_extensions zxcvbn
    # Without its bytecode a start takes a minute.
    env -u PYTHONDONTWRITEBYTECODE "$python" -m compileall -q "$out/py/Lib" "$out/suite" >/dev/null || true
    cp "$project/requirements/extras.txt" "$out/locked.txt"
}

[ -e "$out/py/python.exe" ] || interpreter
cmp -s "$project/requirements/extras.txt" "$out/locked.txt" || dependencies
[ -e "$out/prefix/system.reg" ] || wine wineboot -i >/dev/null 2>&1
# Its servers stay for ten minutes after the last program, and must hold no pipe of whoever reads what a program prints.
wineserver -p600 </dev/null >/dev/null 2>&1 &
wine "$out/py/python.exe" -c 'import platform, sys; print(sys.version, platform.platform())' </dev/null 2>&1 | cat
