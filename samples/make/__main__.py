"""Makes every sample again, byte for byte: `python -m samples.make [FOLDER]` (default: samples/).

Each bundle's text is a module beside this one with a function `sheets()`, each variant's a file in variants/; its
digital PDF is typeset from that, its scans are made from its digital PDF. Goldens are written by hand and never
touched here.
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
from samples.make.written import written

BUNDLES = {"jilin-2024": "jilin", "jingyan-2023": "jingyan", "yueyang-2022": "yueyang", "putuo-2026": "putuo"}
WITH_CLEAN_SCAN = ("jilin-2024",)
VARIANTS = Path(__file__).parent / "variants"


def make(folder: Path) -> list[Path]:
    """Write all samples below a folder; the paths written."""
    paths = []
    for name, module in BUNDLES.items():
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        digital = target / f"{name}-digital.pdf"
        draw(digital, importlib.import_module(f"samples.make.{module}").sheets(), title=name)
        paths.append(digital)
        if name in WITH_CLEAN_SCAN:
            clean = target / f"{name}-scan-clean.pdf"
            pdf_of([_grey(page) for page in drawn(digital, 300)], 300, clean, quality=85)
            paths.append(clean)
        scan = target / f"{name}-scan-office.pdf"
        pdf_of(_office_pages(name, drawn(digital, 200)), 200, scan, quality=70)
        paths.append(scan)
    return [*paths, *(path for source in sorted(VARIANTS.glob("*.txt")) for path in make_variant(source, folder))]


def make_variant(source: Path, folder: Path) -> tuple[Path, Path]:
    """Write a variant's digital PDF and its scan: small and grey, from a scanner that is cleaner than most."""
    name = source.stem
    target = folder / "variants" / name
    target.mkdir(parents=True, exist_ok=True)
    digital, scan = target / f"{name}-digital.pdf", target / f"{name}-scan-office.pdf"
    draw(digital, written(source), title=name)
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    pages = [_grey(page) for page in drawn(digital, 200)]
    skews = [float(rng.uniform(0.2, 0.9) * rng.choice([-1, 1])) for _ in pages]
    scanned = [office(page, rng, skew=skew, noise=4.0) for page, skew in zip(pages, skews, strict=True)]
    pdf_of([_grey(page) for page in scanned], 200, scan, quality=30)
    return digital, scan


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
