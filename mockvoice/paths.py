"""Where files live. A leaf: imports nothing of ours."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent


def _resource(name: str) -> Path:
    """A top-level folder of the checkout, or its copy inside the installed wheel."""
    inside = PACKAGE / "_data" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def checkout() -> Path | None:
    """The checkout this package runs from, or None when it is installed elsewhere."""
    root = PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "models").is_dir() else None


def data() -> Path:
    """The user's data folder (sessions, settings, own packs); MOCKVOICE_HOME overrides it."""
    home = os.environ.get("MOCKVOICE_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir("mockvoice", appauthor=False))


def questions() -> Path:
    """The packs that come with MockVoice."""
    return _resource("questions")


def own_questions() -> Path:
    """The user's own packs."""
    return data() / "questions"


def assets() -> Path:
    """Icons, earcons, demo recordings and the judge's head."""
    return _resource("assets")


def manifest() -> Path:
    """The catalogue of models."""
    return _resource("models") / "manifest.yaml"


def weights() -> Path:
    """Where model weights live: MOCKVOICE_MODELS, else the checkout, else the data folder."""
    chosen = os.environ.get("MOCKVOICE_MODELS")
    if chosen:
        return Path(chosen)
    root = checkout()
    return root / "models" / "weights" if root else data() / "models"


def library() -> Path:
    """The SQLite file of all sessions."""
    return data() / "library.sqlite"


def recordings() -> Path:
    """Audio: one folder per session, a file per answer."""
    return data() / "recordings"
