"""A small true model: its files, wheels that carry it, and a hub on this machine that shows it."""

from __future__ import annotations

import hashlib
import http.server
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mockvoice.services.catalogue import Hub, ModelEntry, ModelFile, Part

BIG = bytes(range(256)) * 20_000
SMALL = b'{"kind": "small"}\n'
FIRST = 3_000_000


def entry(*, on_hub: bool = True, in_packages: bool = True, sha256: str = "") -> ModelEntry:
    """Return a model of two files; the large one is split over two packages."""
    one, two = "tiny-model-part1==1.0", "tiny-model-part2==1.0"
    parts = (
        Part(package=one, member="tiny1/big.part1", bytes=FIRST),
        Part(package=two, member="tiny2/big.part2", bytes=len(BIG) - FIRST),
    )
    small = (Part(package=one, member="tiny1/inner.zip!small.json", bytes=len(SMALL)),)
    return ModelEntry(
        id="tiny",
        role="voice",
        title="Tiny",
        about="A model for tests.",
        profiles=("light",),
        licence="CC0-1.0",
        credit="nobody",
        hub=Hub(repository="nobody/tiny", revision="abc"),
        files=(
            ModelFile(
                name="big.bin",
                bytes=len(BIG),
                sha256=sha256 or hashlib.sha256(BIG).hexdigest(),
                on_hub="sub/big.bin" if on_hub else None,
                parts=parts if in_packages else (),
            ),
            ModelFile(
                name="small.json",
                bytes=len(SMALL),
                sha256=hashlib.sha256(SMALL).hexdigest(),
                on_hub="small.json" if on_hub else None,
                parts=small if in_packages else (),
            ),
        ),
    )


def make_wheels(folder: Path, big: bytes = BIG, *, without: str = "") -> None:
    """Write the two packages; ``without`` names a member to leave out."""
    folder.mkdir(exist_ok=True)
    inner = folder / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("small.json", SMALL)
    _wheel(folder, 1, {"big.part1": big[:FIRST], "inner.zip": inner.read_bytes()}, without)
    _wheel(folder, 2, {"big.part2": big[FIRST:]}, without)


def _wheel(folder: Path, number: int, members: dict[str, bytes], without: str) -> None:
    name = f"tiny_model_part{number}-1.0"
    with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as wheel:
        for member, data in members.items():
            if member != without:
                wheel.writestr(f"tiny{number}/{member}", data)
        metadata = f"Metadata-Version: 2.1\nName: tiny-model-part{number}\nVersion: 1.0\n"
        wheel.writestr(f"{name}.dist-info/METADATA", metadata)
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{name}.dist-info/WHEEL", tags)
        wheel.writestr(f"{name}.dist-info/RECORD", "")


class HubDouble:
    """What the hub answers, and what it was asked."""

    def __init__(self) -> None:
        prefix = "/nobody/tiny/resolve/abc/"
        self.files = {prefix + "sub/big.bin": BIG, prefix + "small.json": SMALL}
        self.asked: list[tuple[str, str]] = []
        """Path and Range header of each request."""
        self.break_after: int | None = None
        """Bytes of the next answers after which the connection is cut."""
        self.ranges = True
        self.address = ""


@contextmanager
def hub() -> Iterator[HubDouble]:
    """Serve the model on a loopback port."""
    double = HubDouble()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            double.asked.append((self.path, wanted))
            data = double.files.get(self.path)
            if data is None:
                self.send_error(404)
                return
            start = int(wanted[6:-1]) if wanted and double.ranges else 0
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            self.wfile.write(data[start:][: double.break_after])

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        double.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield double
        finally:
            server.shutdown()
            thread.join()
