"""The build's own step: compile catalogues (.po) to what gettext reads (.mo), for editable installs too."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is for plug-ins that bring their own settings
    """Compiles `ntuh_onboard/texts/locale/**/*.po` before a wheel or an editable install is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue; a broken one stops the build."""
        del version, build_data
        root = Path(self.root)
        runpy.run_path(str(root / "tools" / "catalogues.py"))["compile_all"](root / "ntuh_onboard" / "texts" / "locale")
