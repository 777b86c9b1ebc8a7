"""`picsellia-server`, also as `python -m picsellia_server`. An installation of the SDK alone says what is missing."""

from __future__ import annotations

import sys


def main() -> int:
    """The exit status of the command line."""
    try:
        from picsellia_server.cli import main as run
    except ModuleNotFoundError as error:
        if (error.name or "picsellia").startswith("picsellia"):
            raise
        sys.stderr.write(
            f"picsellia-server: only the SDK is installed here; the server's packages are missing ({error.name} is the "
            "first of them). In a clone of the repository: pip install '.[server]'\n"
        )
        return 1
    return run()


if __name__ == "__main__":
    sys.exit(main())
