"""The sample as one HTML page: each row beside the piece of the page that it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.spotcheck.goldens import printed
from pipeline.spotcheck.html import rendered
from pipeline.spotcheck.pictures import Pictures
from pipeline.spotcheck.sampling import Drawn
from pipeline.spotcheck.sheet import SHOWN, by_document
from pipeline.store.storage import Place


def page(sample: Sequence[Drawn], dataset: Place, roots: Iterable[Path]) -> str:
    """The HTML. `roots`: folders or files where the sources are; those of the dataset's last runs are tried too."""
    with Pictures([dataset], roots) as pictures:
        groups = {
            path: [
                (one, printed("indicators", one.indicator, SHOWN), pictures.crop(one.spot, whole_row=True))
                for one in drawn
            ]
            for path, drawn in by_document(sample).items()
        }
    return rendered("sheet.html.j2", groups=groups, size=len(sample), dataset=str(dataset))
