"""The wheel build's own step: the web app goes into the server's package.

SKIP_WEB_BUILD=1 leaves it out, for quick editable installs; the server then says how to build it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebBuild(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if os.environ.get("SKIP_WEB_BUILD") == "1":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "tools"))
        try:
            from web import OUT, build_web
        finally:
            sys.path.pop(0)
        out = root / OUT
        if version == "editable" and (out / "index.html").is_file():
            return
        self.app.display_info("Building the web app")
        build_web(root, out)
