"""The static report: one HTML file with the figures of a dataset and the pieces of the pages that are in doubt."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.spotcheck.difference import Spot
from pipeline.spotcheck.html import rendered
from pipeline.spotcheck.overview import bands, overview
from pipeline.spotcheck.pictures import Pictures
from pipeline.spotcheck.readings import read_dataset, read_side
from pipeline.store.rows import Row
from pipeline.store.storage import Place

# More make a file that no browser likes to open; the report says how many are left out.
MOST_DOUBTS = 300


def page(dataset: Place, roots: Iterable[Path], goldens: Path | None) -> str:
    """The HTML. `roots`: folders or files where the sources are; `goldens`: truth to hold confidence against.

    Raises:
        InputNotFoundError: there is no dataset, or there are no such goldens.
        DatasetError: a file of it cannot be read.
    """
    shown = overview(dataset)
    truth = read_side(goldens) if goldens else None
    with Pictures([dataset], roots) as pictures:
        doubts = [(row, pictures.crop(_spot(row), whole_row=True)) for row in shown.doubtful[:MOST_DOUBTS]]
    return rendered(
        "report.html.j2",
        dataset=str(dataset),
        overview=shown,
        doubts=doubts,
        left_out=max(0, len(shown.doubtful) - MOST_DOUBTS),
        bands=bands(read_dataset(dataset), truth) if truth else None,
    )


def _spot(row: Row) -> Spot | None:
    if row["page"] is None or row["x0"] is None:
        return None
    box = (row["page"], row["x0"], row["top"], row["x1"], row["bottom"])
    return Spot(row["source_sha256"], row["source_path"], *box)
