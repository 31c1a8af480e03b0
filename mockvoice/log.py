"""What happened, kept in a file of the data folder. A leaf: imports nothing of ours but paths."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import sys
from collections.abc import Iterator
from pathlib import Path

from mockvoice import paths


def file() -> Path:
    """Where it is kept."""
    return paths.data() / "mockvoice.log"


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Keep what happens in the block, with what a broken worker printed."""
    try:
        file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            file(), maxBytes=1_000_000, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:  # where nothing can be kept, what is worst still reaches the screen
        handler = logging.StreamHandler(sys.stderr)
        handler.setLevel(logging.ERROR)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLogger("mockvoice")
    level = ours.level
    ours.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        ours.setLevel(level)
        handler.close()
