r"""Whether a file is the administrators' own: what a student could write or put there is no word of theirs.

On POSIX owner and mode tell. On Windows the owner of the file and of its folder is looked at, and not the rights, which
docs/deployment.md tells how to set; by Windows' own default everybody may make a folder below `C:\ProgramData`, and
owns it. That part was not tried on Windows.
"""

from __future__ import annotations

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
        """Whether this file and its folder are theirs; raises OSError where that cannot be read."""
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
    WANTED = "root, mode 644"

    def of_administrators(path: Path) -> bool:
        """Whether root alone can write this file; raises OSError where it is not there."""
        found = path.stat()
        return found.st_uid == 0 and not found.st_mode & 0o022
