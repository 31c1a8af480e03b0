"""What the user chose, kept in one small file. A leaf: imports nothing of ours but paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mockvoice import paths


class Settings(BaseModel):
    """Choices that outlive a session. Unknown keys of newer versions are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    profile: Literal["light", "standard"] = "standard"
    theme: Literal["system", "light", "dark"] = "system"
    text_scale: float = 1.0
    patience: Literal["quick", "normal", "patient"] = "normal"
    mode: Literal["practice", "interview"] = "practice"
    voice_speed: float = 1.0
    follow_ups: int = 1
    """Follow-ups per question at most, 0 to 3."""
    minutes: int = 20
    role: str = "ml-engineer"
    level: Literal["junior", "mid", "senior"] = "mid"
    kinds: tuple[str, ...] = ()
    """Kinds of questions; empty means all."""
    microphone: str = ""
    """Name of the input device; empty means the system's default."""
    loudspeaker: str = ""
    """Name of the output device; empty means the system's default."""
    keep_recordings: Literal[0, 30, 90, 365] = 0
    """Days after which recordings are deleted, transcripts and scores stay; 0 keeps everything."""
    headphones: bool = False
    """True when the candidate may speak over the interviewer."""
    first_start_done: bool = False
    window: str = ""
    """Geometry of the main window, base64."""


def _file() -> Path:
    return paths.data() / "settings.json"


def load() -> Settings:
    """Read the settings; what is missing or unreadable has its default, the rest is kept."""
    try:
        chosen = json.loads(_file().read_bytes())
    except (OSError, ValueError):
        return Settings()
    if not isinstance(chosen, dict):
        return Settings()
    try:
        return Settings.model_validate(chosen)
    except ValidationError as error:
        bad = {issue["loc"][0] for issue in error.errors()}
        return Settings.model_validate({k: v for k, v in chosen.items() if k not in bad})


def save(settings: Settings) -> None:
    """Write the settings, complete or not at all."""
    target = _file()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    draft.write_text(json.dumps(settings.model_dump(mode="json"), indent=1), encoding="utf-8")
    draft.replace(target)
