from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from pipeline.config import VERSION

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("extractors", "normalizers", "pipeline")
HEAVY = (
    "camelot",
    "cv2",
    "numpy",
    "onnxruntime",
    "pandas",
    "pdfminer",
    "pdfplumber",
    "PIL",
    "pyarrow",
    "pypdfium2",
    "rapidocr",
    "rich",
)
LONGEST = 350


def _modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def _relative(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


def _loaded_by(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_packages_hold_nothing_but_their_docstring() -> None:
    """An `__init__.py` is a docstring: importing a model must not import a reader."""
    for path in _modules():
        if path.name == "__init__.py":
            body = ast.parse(path.read_text(encoding="utf-8")).body
            assert len(body) == 1, path
            assert isinstance(body[0], ast.Expr), path


def test_files_stay_short() -> None:
    """One concern a file: none is longer than 350 lines."""
    long = [path for path in _modules() if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST]
    assert _relative(long) == []


def test_every_module_says_what_it_is_for() -> None:
    """Each module begins with a docstring."""
    silent = [path for path in _modules() if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None]
    assert _relative(silent) == []


_WITH_EXAMPLES = [path for path in _modules() if re.search(r"^ +>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)]


@pytest.mark.parametrize("path", _relative(_WITH_EXAMPLES))
def test_the_examples_of_docstrings_hold(path: str) -> None:
    """What a docstring shows is what happens."""
    results = doctest.testmod(importlib.import_module(path.removesuffix(".py").replace("/", ".")))
    assert results.failed == 0


def test_no_exception_is_swallowed_wholesale() -> None:
    """`except Exception` stands only where pages are read, in the batch and at remote stores; a bare one nowhere."""
    catching = [
        path
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    outside = [name for name in _relative(catching) if not name.startswith("extractors/")]
    # the libraries behind fsspec have no error in common: botocore's NoCredentialsError is not even an OSError
    assert set(outside) <= {"pipeline/batch/attempt.py", "pipeline/store/storage.py"}


@pytest.mark.parametrize(
    "statement", ["from pipeline.cli import _parser; _parser().format_help()", "import normalizers.model"]
)
def test_help_and_models_load_nothing_heavy(statement: str) -> None:
    """`jixiao --help` is instant because no reader, data frame or OCR library is loaded for it."""
    assert _loaded_by(statement).isdisjoint(HEAVY)


def test_imports_point_one_way() -> None:
    """The import contracts of pyproject.toml hold."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_versions_and_hashes_and_name_no_place(name: str) -> None:
    """A lock names versions and hashes, never where to download from."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(index|extra|find|trusted)|@ ", text)
    requirements = [block for block in re.split(r"\n(?=\S)", text) if block and not block.startswith("#")]
    assert len(requirements) > 20
    for requirement in requirements:
        assert re.match(r"[\w.-]+==[\w.]+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_locks_hold_every_dependency() -> None:
    """What pyproject.toml asks for is pinned: in the first lock what runs, in the second all of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    for name, wanted in (
        ("requirements.lock", run),
        ("requirements-dev.lock", [*run, *project["dependency-groups"]["dev"]]),
    ):
        pinned = set(re.findall(r"^([\w.-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        assert {re.split(r"[\[<>=]", need)[0] for need in wanted} <= pinned


def test_the_version_is_written_once_and_the_same() -> None:
    """The version of the program and of the distribution are one."""
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION


@pytest.mark.slow
def test_the_wheel_brings_its_data(tmp_path: Path) -> None:
    """Forms and units, which are data, are inside the wheel; tests and samples are not."""
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet", "-w", tmp_path]
    copy = tmp_path / "copy"
    for path in (*_modules(), *(ROOT / "normalizers").rglob("*.toml")):
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        (copy / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run([*command, copy], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {path.relative_to(ROOT).as_posix() for path in (ROOT / "normalizers").rglob("*.toml")}
    assert data
    assert data <= names
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == set(PACKAGES)
