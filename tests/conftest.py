"""Every test: a home of its own, no network, no noise in the log, nothing left behind."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# Before anything imports Qt: no window on a real screen, and a runtime folder that Qt accepts.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "XDG_RUNTIME_DIR" not in os.environ:
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="mockvoice-runtime-")
os.environ["HF_HUB_OFFLINE"] = "1"

from mockvoice import paths
from mockvoice.services import catalogue
from mockvoice.services.catalogue import Profile, State
from tests import leaks

pytest_plugins = ["tests.rig"]

hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a data folder of its own; nothing of the user is read or written."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MOCKVOICE_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    leaks.forbid_network(monkeypatch)


@pytest.fixture(autouse=True)
def log(request: pytest.FixtureRequest) -> Iterator[leaks.Log]:
    """Fail the test for each unexpected warning; ``log.expect(pattern)`` expects one."""
    handler = leaks.Log()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    if surprises := handler.unexpected():
        pytest.fail(f"{request.node.name}: " + "; ".join(surprises), pytrace=False)


@pytest.fixture(autouse=True)
def _nothing_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves threads, child processes or Qt objects, and name them."""
    threads, children = leaks.threads(), leaks.children()
    yield

    def left() -> list[str]:
        names = [f"thread {thread.name}" for thread in leaks.threads() - threads]
        names += [
            f"child {pid}: {command}"
            for pid, command in leaks.children().items()
            if pid not in children
        ]
        return names + (leaks.qt_objects() if "qtbot" in request.fixturenames else [])

    if names := leaks.wait_gone(left):
        pytest.fail(f"{request.node.name} left behind: " + "; ".join(names), pytrace=False)


def _have(profile: Profile) -> Path:
    weights = paths.weights()
    for entry in catalogue.load().profile(profile):
        state = catalogue.state(entry, weights)
        if state is not State.VERIFIED:
            pytest.fail(
                f"the model {entry.id} in {weights} is {state}; "
                f"run: mockvoice models fetch --profile {profile}",
                pytrace=False,
            )
    return weights


@pytest.fixture(scope="session")
def weights() -> Path:
    """The folder with the standard models; a test that needs them fails without them."""
    return _have("standard")


@pytest.fixture(scope="session")
def light_weights() -> Path:
    """The folder with the light models; a test that needs them fails without them."""
    return _have("light")
