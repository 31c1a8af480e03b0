"""The base of every document: frozen, and strict about unknown keys."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
