"""The wheel works where there is no checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.end2end


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel without a network."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True, timeout=300)
    return next(out.glob("mockvoice-*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a new environment outside the checkout; returns its folder.

    It sees the libraries of this environment, so that nothing is fetched.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")],
        check=True,
        timeout=120,
    )
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        timeout=120,
    )
    site = folder / "venv" / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    libraries = sysconfig.get_path("purelib")
    (site / "site-packages" / "libraries.pth").write_text(libraries + "\n")
    return folder


def run(elsewhere: Path, *arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the installed program from its own folder."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    command = [str(elsewhere / "venv" / "bin" / "mockvoice"), *arguments]
    return subprocess.run(
        command,
        cwd=elsewhere,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


def test_the_wheel_carries_manifest_packs_and_assets(wheel: Path) -> None:
    """Every tracked file of these three is inside, under _data."""
    tracked = subprocess.run(
        ["git", "ls-files", "models/manifest.yaml", "questions", "assets"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert "models/manifest.yaml" in tracked

    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())

    assert [path for path in tracked if f"mockvoice/_data/{path}" not in inside] == []
    assert not any("weights" in path for path in inside)


def test_the_installed_program_is_not_the_checkout(elsewhere: Path) -> None:
    """What is tested here is the installed copy."""
    python = elsewhere / "venv" / "bin" / "python"
    code = "import mockvoice; print(mockvoice.__file__)"
    told = subprocess.run(
        [python, "-c", code], cwd=elsewhere, capture_output=True, text=True, check=True
    )
    assert str(elsewhere) in told.stdout


def test_questions_are_listed_from_the_wheel(elsewhere: Path) -> None:
    """The packs inside the wheel are found."""
    told = run(elsewhere, "questions", "list", "--json", "-")
    assert (told.returncode, told.stderr) == (0, "")
    assert len(json.loads(told.stdout)) > 10


def test_models_are_listed_from_the_wheel(elsewhere: Path, own_home: Path) -> None:
    """The manifest inside the wheel is found, and weights belong into the data folder."""
    told = run(elsewhere, "models", "list", "--json", "-")
    assert (told.returncode, told.stderr) == (0, "")
    first = json.loads(told.stdout)[0]
    assert (first["state"], Path(first["folder"]).parent) == ("missing", own_home / "models")


@pytest.mark.golden
def test_the_demo_runs_from_the_wheel(
    elsewhere: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real models, the recordings inside the wheel, and a report outside."""
    monkeypatch.setenv("MOCKVOICE_MODELS", str(weights))
    told = run(elsewhere, "demo", "--out", "demo", timeout=280)
    assert told.returncode == 0, told.stderr
    assert list((elsewhere / "demo").glob("*.html"))
