"""Makes every sample again, byte for byte: `python -m samples.make [FOLDER]` (default: samples/).

Each bundle's text is a module beside this one with a function `sheets()`; its digital PDF is typeset from that, its
scans are made from its digital PDF. Goldens are written by hand and never touched here.
"""

from __future__ import annotations

import importlib
import sys
import zlib
from pathlib import Path

import numpy as np

from samples.make import fonts
from samples.make.scan import Picture, drawn, office, pdf_of
from samples.make.typeset import draw

BUNDLES = {"jilin-2024": "jilin", "jingyan-2023": "jingyan", "yueyang-2022": "yueyang", "putuo-2026": "putuo"}
WITH_CLEAN_SCAN = ("jilin-2024",)


def make(folder: Path) -> list[Path]:
    """Write all samples below a folder; the paths written."""
    written = []
    for name, module in BUNDLES.items():
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        digital = target / f"{name}-digital.pdf"
        draw(digital, importlib.import_module(f"samples.make.{module}").sheets(), title=name)
        written.append(digital)
        if name in WITH_CLEAN_SCAN:
            clean = target / f"{name}-scan-clean.pdf"
            pdf_of([_grey(page) for page in drawn(digital, 300)], 300, clean, quality=85)
            written.append(clean)
        scan = target / f"{name}-scan-office.pdf"
        pdf_of(_office_pages(name, drawn(digital, 200)), 200, scan, quality=70)
        written.append(scan)
    return written


def _office_pages(name: str, pages: list[Picture]) -> list[Picture]:
    """Each sheet lies differently on the glass; the seed is the bundle's name."""
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    return [office(page, rng, skew=float(rng.uniform(0.4, 1.2) * rng.choice([-1, 1]))) for page in pages]


def _grey(picture: Picture) -> Picture:
    """The same in shades of grey."""
    shade = picture.mean(axis=2).round().astype(np.uint8)
    return np.dstack([shade, shade, shade])


def main() -> int:
    """Write the samples; exit code."""
    missing = fonts.missing_packages()
    if missing:
        print(f"error: fonts are missing. Install the Debian packages {' '.join(missing)}", file=sys.stderr)
        return 2
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent
    for path in make(folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
