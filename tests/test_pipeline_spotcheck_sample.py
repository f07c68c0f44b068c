from __future__ import annotations

import csv
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.spotcheck.estimate import Verdicts, estimated, wilson
from pipeline.spotcheck.sampling import allotted, drawn
from pipeline.spotcheck.sheet import _harmless

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The digital samples of two bundles, 52 indicators."""
    out = tmp_path_factory.mktemp("dataset")
    inputs = [SAMPLES / "jilin-2024/jilin-2024-digital.pdf", SAMPLES / "putuo-2026/putuo-2026-digital.pdf"]
    assert main(["convert", *map(str, inputs), "--out", str(out), "--quiet"]) == 0
    return out


def _filled(sheet: Path, to: Path, wrong: set[int], checked: int | None = None) -> Path:
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        if checked is None or number < checked:
            row["verdict"] = "错" if number in wrong else "对"
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return to


def test_the_same_seed_draws_the_same_rows(dataset: Path) -> None:
    """A second reviewer can check the same sample, and another seed is another sample."""
    first, again, other = (
        [(one.indicator["table_id"], one.indicator["ordinal"]) for one in drawn(dataset, 20, ("form",), seed)]
        for seed in (7, 7, 8)
    )
    assert first == again
    assert first != other
    assert len(set(first)) == 20


@given(
    st.dictionaries(st.tuples(st.text(max_size=3)), st.integers(1, 400), min_size=1, max_size=12), st.integers(12, 300)
)
def test_rows_are_allotted_wholly_and_no_stratum_gives_more_than_it_has(
    sizes: dict[tuple[str, ...], int], size: int
) -> None:
    """Every stratum is looked at, and the sample has the size that was asked for."""
    shares = allotted(sizes, size)
    assert sum(shares.values()) == min(size, sum(sizes.values()))
    assert all(1 <= shares[stratum] <= rows for stratum, rows in sizes.items())


def test_large_strata_give_more_rows() -> None:
    """Shares follow the sizes once each stratum has its two rows."""
    assert allotted({("a",): 880, ("b",): 90, ("c",): 30}, 100) == {("a",): 88, ("b",): 9, ("c",): 3}


def test_a_sheet_with_verdicts_gives_the_error_rate(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Checked whole with 3 of 52 rows wrong, the rate is 5.77 %, and the interval is that of Wilson."""
    sheet = tmp_path / "sheet.csv"
    assert main(["sample", str(dataset), "--n", "500", "--to", str(sheet)]) == 0
    capsys.readouterr()
    assert main(["sample", "--verdicts", str(_filled(sheet, tmp_path / "filled.csv", {0, 20, 40}))]) == 0
    out = capsys.readouterr().out
    assert "52 rows checked" in out
    assert "wrong                  5.77 %, between 1.98 % and 15.64 %" in out


def test_strata_without_a_verdict_are_named(dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An estimate must not speak for rows that nobody looked at."""
    sheet = tmp_path / "sheet.csv"
    assert main(["sample", str(dataset), "--n", "500", "--stratify", "year", "--to", str(sheet)]) == 0
    filled = _filled(sheet, tmp_path / "filled.csv", set(), checked=44)
    assert main(["sample", "--verdicts", str(filled)]) == 0
    assert "speaks for 84.6 % of the rows" in capsys.readouterr().out


def test_no_error_found_still_has_an_upper_bound() -> None:
    """200 right rows show that less than 2 % are wrong, not that none is."""
    found = estimated({("all",): Verdicts(10_000, 200, 0, 0)})
    assert found.wrong.rate == 0
    assert found.wrong.low == 0
    assert 0.018 < found.wrong.high < 0.02


def test_strata_are_weighted_by_their_rows() -> None:
    """A small doubtful stratum that was checked closely does not spoil the rate of the whole."""
    found = estimated({("sure",): Verdicts(9_900, 100, 0, 0), ("doubtful",): Verdicts(100, 100, 50, 10)})
    assert found.wrong.rate == pytest.approx(0.005)
    assert found.silent.rate == pytest.approx(0.001)


def test_the_interval_is_that_of_wilson() -> None:
    """The bounds solve the score equation |p - rate| = z·sqrt(p(1-p)/n)."""
    z = NormalDist().inv_cdf(0.975)
    for bound in wilson(0.1, 50):
        assert abs(bound - 0.1) == pytest.approx(z * (bound * (1 - bound) / 50) ** 0.5)


def test_a_cell_that_excel_would_run_stays_text() -> None:
    """A value cell may begin with =, and a PDF may want to be a formula."""
    assert [_harmless(text) for text in ("=1+1", "@SUM(A1)", "≥90%", None, 3)] == [
        "'=1+1",
        "'@SUM(A1)",
        "≥90%",
        None,
        3,
    ]


def test_the_page_of_a_sample_shows_each_row(dataset: Path, tmp_path: Path) -> None:
    """The piece of the page comes from the source that the dataset was made from."""
    page = tmp_path / "sheet.html"
    arguments = ["--n", "5", "--to", str(tmp_path / "sheet.csv"), "--html", str(page), "--source", str(SAMPLES)]
    assert main(["sample", str(dataset), *arguments]) == 0
    assert page.read_text(encoding="utf-8").count("data:image/png;base64,") == 5


def test_a_filled_sheet_is_not_overwritten(dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An hour of verdicts must not be lost to a repeated command."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("verdict\n对\n", encoding="utf-8")
    assert main(["sample", str(dataset), "--to", str(sheet)]) == 2
    assert sheet.read_text(encoding="utf-8") == "verdict\n对\n"
    assert "verdicts in it would be lost" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("verdict\n对\n", "no sheet"),
        ('verdict,needs_review,stratum,stratum_rows\nmaybe,no,"[]",3\n', "Line 2"),
        ('verdict,needs_review,stratum,stratum_rows\n,no,"[]",3\n', "no row has a verdict"),
    ],
)
def test_a_sheet_that_says_nothing_is_refused(
    content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No rate is better than a wrong one."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(content, encoding="utf-8")
    assert main(["sample", "--verdicts", str(sheet)]) == 2
    assert said in capsys.readouterr().err


def test_too_many_strata_are_refused(dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A stratum without a row would silently be left out of the estimate."""
    arguments = ["--n", "2", "--stratify", "form,level1,kind", "--to", str(tmp_path / "sheet.csv")]
    assert main(["sample", str(dataset), *arguments]) == 2
    assert "strata" in capsys.readouterr().err


def test_the_static_report_holds_the_figures_and_needs_no_network(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """52 indicators, none of them wrong; nothing in the page is fetched from elsewhere."""
    page = tmp_path / "report.html"
    assert main(["report", str(dataset), "--to", str(page), "--golden", str(SAMPLES)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "<b>52</b>指标" in text
    assert "吉林省工业和信息化厅" in text
    assert "http" not in text.replace("http-equiv", "")
    assert "100.0 %" not in text


def test_a_report_of_no_dataset_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty report would look like an empty dataset."""
    assert main(["report", str(tmp_path), "--to", str(tmp_path / "r.html")]) == 2
    assert "is no dataset" in capsys.readouterr().err
