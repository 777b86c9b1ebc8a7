"""`python -m picsellia_server` is `picsellia-server`."""

from __future__ import annotations

import sys

from picsellia_server.cli import main

sys.exit(main())
