r"""Check that only administrators can write a file; what a student could write is not trusted as policy.

On POSIX owner and mode decide, of the file and of every folder on the way to it. On Windows the owners of the file and
of its folder are checked, but not the rights, which docs/deployment.md explains how to set; by Windows' default anybody
may create a folder below `C:\ProgramData` and then owns it. The Windows part has not been tried on Windows.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

if sys.platform == "win32":
    import ctypes

    WANTED = "owned, like its folder, by Administrators or SYSTEM"
    _TRUSTED = frozenset(
        {
            "S-1-5-32-544",  # Administrators
            "S-1-5-18",  # SYSTEM
            "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # TrustedInstaller
        }
    )
    _FILE_OBJECT, _OWNER = 1, 1

    def of_administrators(path: Path) -> bool:
        """Return whether administrators own this file and its folder; raises OSError if that cannot be read."""
        return all(_owner(each) in _TRUSTED for each in (path, path.parent))

    def _owner(path: Path) -> str:
        rights, kernel = ctypes.WinDLL("advapi32"), ctypes.WinDLL("kernel32")
        owner, descriptor, text = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_wchar_p()
        error = rights.GetNamedSecurityInfoW(
            str(path), _FILE_OBJECT, _OWNER, ctypes.byref(owner), None, None, None, ctypes.byref(descriptor)
        )
        if error:
            raise ctypes.WinError(error)
        try:
            if not rights.ConvertSidToStringSidW(owner, ctypes.byref(text)):
                raise ctypes.WinError()
            return text.value or ""
        finally:
            kernel.LocalFree(text)
            kernel.LocalFree(descriptor)

else:
    WANTED = "root, mode 644, in folders that only root can write"

    def of_administrators(path: Path) -> bool:
        """Return whether only root can write this file, or put another in its place; raises OSError if it is missing.

        Who can write a folder on the way to it, also on the way of a link, can rename what is there. In a folder with
        the sticky bit nobody can do that to what belongs to root.
        """
        whole = path.absolute()
        folders = {*whole.parents, *whole.resolve().parents}
        return _roots(whole.stat(), 0o022) and all(_roots(each.stat(), 0o022) for each in folders)

    def _roots(found: os.stat_result, others: int) -> bool:
        writable = found.st_mode & others and not found.st_mode & stat.S_ISVTX
        return found.st_uid == 0 and not writable
