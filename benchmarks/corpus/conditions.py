"""The conditions a form is offered in: what is printed, what happens to the paper, how it is laid and scanned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from random import Random

from numpy.random import Generator

from benchmarks.corpus import cameras, devices, paper, seals
from benchmarks.corpus.leaf import Leaf
from samples.make import scan
from samples.make.scan import Picture
from samples.make.typeset import Style

Mark = Callable[[Leaf, Generator], Leaf]
Device = Callable[[Picture, Generator], Picture]
Print = Callable[[Style, Random], Style]
Spread = Callable[[Sequence[Picture], Generator], list[Picture]]


@dataclass(frozen=True, slots=True)
class Condition:
    """One way in which a form reaches us.

    `dpi` of the stored picture; `marks` on the paper in their order; `skew`: bounds of its size in degrees;
    `quarters`: the turns a page takes one of; `rim`: dark lid; `quality` of the JPEG, None for bits (CCITT G4);
    `prints` changes how the form is typeset, its lines and their breaks stay.
    """

    dpi: float = 200
    marks: tuple[Mark, ...] = ()
    skew: tuple[float, float] = (0.2, 1.0)
    quarters: tuple[int, ...] = (0,)
    rim: bool = False
    device: Device | None = devices.office
    quality: int | None = 75
    prints: Print | None = None
    spread: bool = False
    says: str = field(default="", kw_only=True)


def _photo(picture: Picture, rng: Generator) -> Picture:
    return devices.photographed(picture, rng)


def _poor(picture: Picture, rng: Generator) -> Picture:
    return scan.jpeg(devices.poor(picture, rng), 40)


def _grey(picture: Picture, rng: Generator) -> Picture:
    return devices.grey(devices.office(picture, rng))


def _colour(picture: Picture, rng: Generator) -> Picture:
    """A sharp scanner; every other page keeps its colour."""
    sheet = devices.office(picture, rng, noise=4.0, blur=0.9)
    return sheet if rng.random() < 0.5 else devices.grey(sheet)


def _thick(style: Style, random: Random) -> Style:
    return replace(style, rule=random.choice((2.2, 2.8, 3.4)), outer=random.choice((2.8, 4.0)))


def _thin(style: Style, random: Random) -> Style:
    return replace(style, rule=random.choice((0.12, 0.18)), outer=random.choice((0.18, 0.5)), rules_as="line")


def _dotted(style: Style, random: Random) -> Style:
    dash = random.choice(((1.0, 1.5), (1.5, 1.5), (3.0, 2.0), (4.0, 1.5, 1.0, 1.5)))
    return replace(style, rule=max(style.rule, 0.5), outer=max(style.outer, 0.5), dash=dash, rules_as="line")


def _shaded(style: Style, random: Random) -> Style:
    grey = random.choice((0.72, 0.8, 0.88))
    return replace(style, shade=random.choice(((grey, grey, grey), (0.74, 0.84, 0.94), (0.98, 0.89, 0.68))))


def _reversed(style: Style, random: Random) -> Style:
    ground = random.choice(((0.27, 0.45, 0.77), (0.12, 0.22, 0.39), (0.2, 0.2, 0.2), (0.44, 0.68, 0.28)))
    return replace(style, shade=ground, on_shade=(1.0, 1.0, 1.0), ink=random.choice(((0, 0, 0), (0.45, 0.45, 0.45))))


def _faint(style: Style, random: Random) -> Style:
    ink = random.choice(((0.62, 0.76, 0.9), (0.75, 0.75, 0.75), (0.68, 0.84, 0.66)))
    return replace(
        style, ink=ink, rule=max(style.rule, 0.5), outer=0.75, shade=random.choice((None, (0.87, 0.93, 0.98)))
    )


def _open(style: Style, random: Random) -> Style:
    return replace(style, verticals=False)


def _bare(style: Style, random: Random) -> Style:
    return replace(style, verticals=False, ink=(1.0, 1.0, 1.0))


CONDITIONS: dict[str, Condition] = {
    "clean300": Condition(300, skew=(0, 0), device=None, says="straight, nothing else"),
    "office200": Condition(says="an office scanner at 200 dpi: skew up to 1°, noise, uneven lamp, soft focus, JPEG 75"),
    "office150": Condition(150, says="the same at 150 dpi"),
    "poor150": Condition(150, device=_poor, quality=40, says="150 dpi, grey, faded patches, speckle, JPEG 40"),
    "colour400": Condition(400, device=_colour, says="400 dpi, grey or colour"),
    "fax": Condition(
        device=devices.faxed, quality=None, says="black and white at 200 dpi, ragged edges, lost pixels, CCITT G4"
    ),
    "turned": Condition(quarters=(90, 180, 270), says="every page lies on its left, its right or its head"),
    "mixed": Condition(quarters=(0, 90, 180, 270), says="some pages upright, some turned, in one file"),
    **{
        f"skew{angle}": Condition(skew=(angle - 0.1, angle + 0.1), says=f"an office scan skewed by {angle}°")
        for angle in (1, 2, 3, 4, 5)
    },
    "seal": Condition(
        marks=(seals.sealed,), says="one or two seals over text: round, oval, square, red, at times blue; colour kept"
    ),
    "greyseal": Condition(marks=(seals.sealed,), device=_grey, says="the same in a grey scan"),
    "watermark": Condition(
        marks=(seals.watermarked,), says="公示 or an office's name, pale and slanting below the print"
    ),
    "border": Condition(marks=(paper.bound,), rim=True, says="dark scanner rim, punch holes, a staple and its shadow"),
    "pen": Condition(marks=(paper.penned,), says="a signature and ticks in coloured ink"),
    "photo": Condition(
        240, skew=(0, 1.2), device=_photo, quality=85, says="telephone: perspective, a bowed sheet, shadows, a desk"
    ),
    "spread": Condition(
        220, skew=(0, 0), device=_photo, quality=85, spread=True, says="two pages on one telephone picture"
    ),
    "tilted": Condition(
        240, skew=(0, 1.2), device=cameras.tilted, quality=85, says="telephone 20° aslant, planks, the shadow of a hand"
    ),
    "curled": Condition(
        240, skew=(0, 1.2), device=cameras.curled, quality=85, says="a leaf of an open book, bowed both ways"
    ),
    "dim": Condition(240, skew=(0, 1.2), device=cameras.dim, quality=85, says="telephone in a third of the light"),
    "shaken": Condition(
        240, skew=(0, 1.2), device=cameras.shaken, quality=85, says="telephone that moved: blurred by 0.6 mm"
    ),
    "broken": Condition(marks=(paper.broken,), says="rules with gaps and pale places"),
    "thin": Condition(prints=_thin, says="hairlines: rules of 0.12 to 0.18 pt"),
    "dotted": Condition(prints=_dotted, says="dotted and dashed rules"),
    "thick": Condition(prints=_thick, says="rules of 2.2 to 4 pt, thicker than the strokes of the text"),
    "shaded": Condition(prints=_shaded, says="a grey or coloured ground below the column headings"),
    "reversed": Condition(prints=_reversed, says="column headings in white on a dark or coloured ground"),
    "faint": Condition(prints=_faint, says="a table in pale blue, grey or green rules"),
    "open": Condition(prints=_open, says="no vertical rules"),
    "bare": Condition(prints=_bare, says="no rules at all"),
    "seal+skew3": Condition(marks=(seals.sealed,), skew=(2.8, 3.2), says="seal and skew of 3°"),
    "seal+turned": Condition(marks=(seals.sealed,), quarters=(90, 180, 270), says="seal on turned pages"),
    "seal+photo": Condition(
        240, marks=(seals.sealed,), skew=(0, 1.2), device=_photo, quality=85, says="seal, and photographed"
    ),
    "fax+turned": Condition(device=devices.faxed, quality=None, quarters=(90, 180, 270), says="fax, each page turned"),
    "fax+skew2": Condition(device=devices.faxed, quality=None, skew=(1.8, 2.2), says="fax skewed by 2°"),
    "poor+skew2": Condition(150, device=_poor, quality=40, skew=(1.8, 2.2), says="poor 150 dpi, skewed by 2°"),
    "poor+watermark": Condition(
        150, marks=(seals.watermarked,), device=_poor, quality=40, says="poor 150 dpi with a watermark"
    ),
    "watermark+seal": Condition(marks=(seals.watermarked, seals.sealed), says="watermark and seal"),
    "reversed+fax": Condition(
        prints=_reversed, device=devices.faxed, quality=None, says="white on dark column headings, faxed"
    ),
    "reversed+photo": Condition(
        240, prints=_reversed, skew=(0, 1.2), device=_photo, quality=85, says="the same, photographed"
    ),
    "border+turned": Condition(marks=(paper.bound,), rim=True, quarters=(90, 180, 270), says="dark rim, turned"),
}

# digital pages in another print than that of `digital`
REPRINTS: dict[str, Print] = {"print-open": _open, "print-bare": _bare}


def scanned(pages: Sequence[Leaf], condition: Condition, rng: Generator) -> list[Picture]:
    """The pages of one file as the condition's device stores them."""
    pictures = [reduce(lambda leaf, mark: mark(leaf, rng), condition.marks, page).picture for page in pages]
    if condition.spread:
        return [_pair(pictures[start : start + 2], rng) for start in range(0, len(pictures), 2)]
    return [_stored(picture, condition, rng) for picture in pictures]


def _pair(pictures: Sequence[Picture], rng: Generator) -> Picture:
    both, covered = devices.side_by_side(pictures, rng)
    return devices.photographed(both, rng, paper=covered, strength=0.03)


def _stored(picture: Picture, condition: Condition, rng: Generator) -> Picture:
    low, high = condition.skew
    angle = float(rng.uniform(low, high) * rng.choice((-1, 1)))
    if high:
        picture = devices.laid(picture, angle)
    if condition.rim:
        picture = devices.rimmed(picture, rng, condition.dpi)
    if condition.device:
        picture = condition.device(picture, rng)
    return devices.turned(picture, int(rng.choice(condition.quarters)))
