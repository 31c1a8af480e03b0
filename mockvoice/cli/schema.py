"""`mockvoice schema`: the JSON Schema of every document that is read or written."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from mockvoice.cli.output import JsonOption, check_writable, stdout, write_json
from mockvoice.domain.assessment import Assessment
from mockvoice.domain.errors import BadData
from mockvoice.domain.question import Pack
from mockvoice.services.export_text import ExportedSession
from mockvoice.services.records import AnswerLine, JudgedAnswer, TranscribedFile
from mockvoice.services.store import AnswerRow, SessionRow

SCHEMAS: dict[str, Any] = {
    "transcribe": list[TranscribedFile],
    "judge": list[JudgedAnswer],
    "judge-data": AnswerLine,
    "assess": Assessment,
    "pack": Pack,
    "sessions": list[SessionRow],
    "answers": list[AnswerRow],
    "export": ExportedSession,
}


def schema(
    name: Annotated[str, typer.Argument(help=", ".join(SCHEMAS))] = "", json: JsonOption = None
) -> None:
    """Print the JSON Schema of a document; without a name, list the names."""
    check_writable(json)
    if not name:
        stdout.print("\n".join(SCHEMAS))
        return
    if name not in SCHEMAS:
        raise BadData(f"There is no document “{name}”.", f"There are {', '.join(SCHEMAS)}.")
    write_json(json or "-", TypeAdapter(SCHEMAS[name]).json_schema(mode="serialization"))
