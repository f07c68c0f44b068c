from __future__ import annotations

import importlib
import re
from enum import StrEnum
from pathlib import Path

import pytest
from documents import result

import normalizers.formspec
import pipeline.errors
from extractors.errors import JixiaoError
from extractors.model import ReadingCode
from normalizers import codes as normalizer_codes
from pipeline.cli import main
from pipeline.corrections.model import CorrectionCode
from pipeline.store.dataset import write
from pipeline.store.rows import document_rows
from pipeline.store.schema import markdown

DOCS = Path(__file__).resolve().parent.parent / "docs"


def _documented(name: str) -> list[str]:
    """Codes in the first column of the tables of a page."""
    return re.findall(r"^\| ([A-Z][A-Z0-9-]+) \|", (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE)


def _errors(kind: type[JixiaoError]) -> list[type[JixiaoError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _errors(child))]


def _finding_codes() -> set[str]:
    """Codes of every enumeration of codes in the two packages."""
    modules = [normalizer_codes]
    if (DOCS.parent / "normalizers" / "audit").is_dir():
        modules += [
            importlib.import_module(f"normalizers.audit.{path.stem}")
            for path in sorted((DOCS.parent / "normalizers" / "audit").glob("*.py"))
            if path.stem != "__init__"
        ]
    enums: set[type[StrEnum]] = {ReadingCode, CorrectionCode}
    for module in modules:
        enums |= {
            value
            for name, value in vars(module).items()
            if isinstance(value, type) and issubclass(value, StrEnum) and name.endswith("Code")
        }
    return {str(code) for enum in enums for code in enum}


def test_every_error_is_explained_and_nothing_else() -> None:
    """Each code of the error tree stands in docs/errors.md; groups are named as such."""
    assert pipeline.errors.UsageError.code == "USAGE"
    assert normalizers.formspec.FormDataError.code == "FORM-DATA"
    ours = {"extractors", "normalizers", "pipeline"}
    kinds = {error for error in _errors(JixiaoError) if error.__module__.split(".")[0] in ours}
    groups = {"JIXIAO", "SOURCE", "WORKER"}
    documented = _documented("errors.md")
    assert sorted(documented) == sorted({error.code for error in kinds} - groups)
    text = (DOCS / "errors.md").read_text(encoding="utf-8")
    assert all(group in text.split("## Kinds")[1] for group in groups)


def test_every_finding_is_explained_and_nothing_else() -> None:
    """Each code a finding can have stands once in docs/findings.md."""
    assert sorted(_documented("findings.md")) == sorted(_finding_codes())


@pytest.mark.parametrize("error", sorted(_errors(JixiaoError), key=lambda kind: kind.code), ids=lambda kind: kind.code)
def test_every_error_says_what_to_do(error: type[JixiaoError]) -> None:
    """An error that can be raised has a next step, and survives the trip between processes."""
    import pickle

    if not error.__subclasses__():
        assert error.hint
    raised = pickle.loads(pickle.dumps(error("It is so.", "Do this.")))
    assert (type(raised), raised.message, raised.hint) == (error, "It is so.", "Do this.")


def test_the_description_of_the_dataset_is_up_to_date() -> None:
    """docs/dataset.md is what the columns say: write it with `python -m pipeline.store.schema > docs/dataset.md`."""
    assert (DOCS / "dataset.md").read_text(encoding="utf-8") == markdown()


def test_every_link_leads_somewhere() -> None:
    """Relative links and pictures of the documents exist."""
    root = DOCS.parent
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in (*root.glob("*.md"), *DOCS.rglob("*.md"), *(root / "samples").rglob("*.md"))
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_queries_of_the_readme_run(tmp_path: Path) -> None:
    """Every SQL of the README runs on a dataset as it stands there."""
    import duckdb

    converted = result(doubts=("OCR-LOW",))
    write(tmp_path, converted.source.sha16, document_rows(converted, "test"), "test")
    queries = re.findall(r"```sql\n(.*?)```", (DOCS.parent / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert queries
    for query in queries:
        rows = duckdb.connect().execute(query.replace("'output/", f"'{tmp_path}/")).fetchall()
        assert len(rows) == 1, query


def test_the_commands_of_the_readme_exist() -> None:
    """Each `make` target and each `jixiao` command that the documents name is there."""
    root = DOCS.parent
    text = "".join(page.read_text(encoding="utf-8") for page in (root / "README.md", root / "CONTRIBUTING.md"))
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", text)) <= targets
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    for command in set(re.findall(r"^`?jixiao ([a-z]+)", text, re.MULTILINE)):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
