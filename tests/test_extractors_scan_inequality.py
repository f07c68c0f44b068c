"""> and ≥ of a scan are told by their ink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from extractors.scan.reading.inequality import HAS_BAR, HAS_NONE, _sign_at, has_bar, mirror_likeness, with_bars
from extractors.scan.reading.recognise import Glyph, Reading

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A ≥ of 10 pixels in a scan of 150 dpi (tuning seed 35), its bar nearly gone; grey.
PALE = """
246 246 228 245 254 253 251 246 241 242 242 238 239 242 246 245 241 246 246
246 246 251 246 234 222 219 229 244 252 248 242 240 241 243 238 233 246 246
246 246 253 246 224 199 187 193 210 227 237 241 242 240 238 240 244 246 246
246 246 240 252 252 231 199 170 152 177 214 232 241 239 238 247 254 246 246
246 246 251 255 244 230 229 226 214 178 163 182 204 227 247 252 242 246 246
246 246 248 252 247 242 245 246 239 237 222 182 154 165 207 244 255 246 246
246 246 236 241 241 242 246 245 237 227 205 166 144 164 208 238 240 246 246
246 246 237 243 244 240 231 216 201 173 151 148 157 188 225 237 226 246 246
246 246 244 250 249 234 206 178 161 149 148 158 171 194 224 245 248 246 246
246 246 235 241 238 212 174 147 144 156 177 201 216 224 236 247 250 246 246
246 246 231 239 234 207 172 162 179 196 215 238 248 247 245 242 237 246 246
246 246 245 252 248 225 201 204 235 249 249 248 237 228 232 241 245 246 246
246 246 242 246 245 241 237 238 242 246 247 245 243 240 237 234 233 246 246
246 246 245 249 248 243 238 239 242 239 236 238 239 240 242 243 244 246 246
"""
# A ＞ in a fax of a page that leans by 2 degrees (seed 121), the strokes of its upper arm half gone; grey.
WORN = """
255 255 255 255 255 255 255 255 255 255 255 255 255 255 255 255 255 255
255 255 255 254 196  0 63 255 255 255 255 255 255 255 255 255 255 255
255 255 255 255 255 244 177  1 15 84 255 255 254 255 255 255 255 255
255 255 255 255 255 255 251 226 214 152 22 105 255 255 254 255 255 255
255 255 255 255 255 255 255 255 255 244 187 135 41 125 255 255 254 255
255 255 255 255 255 255 255 255 255 255 255 237 160 121 74 166 255 253
255 255 255 255 255 255 255 255 255 255 255 255 255 234 94 15 177 255
255 255 255 255 255 255 255 255 255 255 255 255 255 196 21  0 71 255
255 255 255 255 255 255 255 255 255 255 255 174 28 99 156 153 188 255
255 255 255 255 255 255 255 255 255 166 25 100 181 208 255 255 255 253
255 255 255 255 255 255 255 149  0  0 75 242 255 255 253 255 255 255
255 255 255 255 249 127  0  0 99 229 234 255 254 255 255 255 255 255
255 255 255 247 104  0 125 248 242 255 255 254 255 255 255 255 255 255
255 255 255 255 253 244 249 255 255 255 255 255 255 255 255 255 255 255
"""
# A ≤ of 13 pixels on a page that leans (held-back seed 127), dirt at the end of its upper arm; grey.
DIRTY = """
246 245 245 247 244 239 237 242 250 246 231 237 250 246 238 245 244 240 246
246 242 245 246 244 242 240 243 250 250 239 241 249 223 211 230 238 239 246
246 245 240 245 248 243 241 243 241 251 241 221 207 146 134 184 234 243 246
246 241 241 250 253 241 246 250 232 224 198 153 131 104  96 192 239 241 246
246 247 244 250 254 239 231 216 182 137 132 121 108 107 115 122 226 248 246
246 244 239 243 240 205 163 134 110 116 164 187 122 118  96 188 237 243 246
246 238 238 213 164 120 108 128 148 204 203 242 233 118 196 233 250 240 246
246 249 234 165  84  72 128 190 218 249 235 244 255 209 243 236 238 244 246
246 245 230 165  97  88 128 169 192 227 243 250 233 248 250 245 233 246 246
246 243 231 178 127 115 113 119 139 163 187 230 237 246 240 245 242 241 246
246 246 230 180 128 114 117 120 124 112 134 153 195 224 225 248 236 241 246
246 248 235 204 159 125 112 115 124 135 120 102 112 146 187 229 241 245 246
246 239 238 232 216 193 162 131 111 107 127 139 126 107 128 187 236 247 246
246 244 246 245 244 239 222 194 165 130 116 116 129 141 159 192 225 246 246
246 248 252 249 243 240 241 238 232 211 176 141 115 104 133 200 244 241 246
246 235 242 244 243 244 246 245 246 243 232 218 183 139 133 176 224 242 246
246 241 240 239 243 251 252 244 241 241 242 247 236 208 197 221 241 240 246
246 244 243 238 238 244 247 242 245 246 237 242 251 247 237 234 240 243 246
"""
# A ≥ of 13 pixels in a scan of 150 dpi (a set by other authors), its bar run together with the lower arm; grey.
BLURRED = """
239 239 239 236 237 235 232 230 232 239 244 243 239 235 235 235 235 239 239 239
239 239 239 232 232 230 229 232 236 238 236 235 234 235 235 232 231 239 239 239
239 239 239 233 228 217 211 217 231 239 237 233 232 233 232 231 232 239 239 239
239 239 239 237 228 203 183 183 204 224 234 241 242 235 236 236 236 239 239 239
239 239 239 239 236 220 189 175 184 195 205 220 234 238 240 241 240 239 239 239
239 239 239 240 240 237 217 209 205 190 176 187 211 231 235 239 243 239 239 239
239 239 239 239 236 232 234 241 236 210 186 185 197 206 219 232 239 239 239 239
239 239 239 235 234 237 246 246 235 226 220 209 191 172 202 225 230 239 239 239
239 239 239 232 232 237 244 241 230 222 216 203 184 173 203 226 231 239 239 239
239 239 239 229 229 233 235 229 218 208 200 187 177 181 207 226 230 239 239 239
239 239 239 229 229 227 219 207 195 189 184 178 177 193 213 227 226 239 239 239
239 239 239 230 230 222 203 186 180 178 179 181 189 211 227 234 230 239 239 239
239 239 239 234 233 217 195 181 181 186 191 199 212 228 240 242 237 239 239 239
239 239 239 240 237 214 195 188 198 209 216 224 231 233 242 243 239 239 239 239
239 239 239 243 239 217 205 204 219 230 235 239 239 231 238 239 237 239 239 239
239 239 239 239 235 228 230 234 239 240 237 234 231 230 237 240 239 239 239 239
239 239 239 238 234 233 236 239 241 239 235 230 228 231 239 245 244 239 239 239
"""
SIGNS = [("none", ">"), ("level", "≥"), ("slanting", "≥")]


def drawn(size: int, bar: str, *, left: bool = False, blur: float = 0.0, speck: bool = False) -> NDArray[np.uint8]:
    """A drawn > or ≥ in a line of height `size`, sharp or soft; turned, or with dirt at an end of its arm."""
    picture = np.full((8 * size, 12 * size), 245, dtype=np.uint8)
    start, tip, thick = 3 * size, 8 * size, max(1, size // 2)
    top, middle, bottom = (2 * size, 4 * size, 6 * size) if bar == "none" else (size, 3 * size, 5 * size)
    cv2.line(picture, (start, top), (tip, middle), 20, thick)
    cv2.line(picture, (tip, middle), (start, bottom), 20, thick)
    if bar == "level":
        cv2.line(picture, (start, bottom + 3 * size // 2), (tip, 13 * size // 2), 20, thick)
    if bar == "slanting":
        cv2.line(picture, (start, bottom + size), (tip, 4 * size), 20, thick)
    if speck:
        cv2.rectangle(picture, (start - size // 2, bottom), (start + size // 2, bottom + size), 20, -1)
    picture = picture[:, ::-1] if left else picture
    soft = cv2.GaussianBlur(picture, (0, 0), blur * size) if blur else picture
    return np.asarray(cv2.resize(soft, (3 * size // 2, size), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def centre(size: int, *, left: bool = False) -> float:
    """Of the drawn sign, in pixels from the left."""
    return (6.5 if left else 5.5) * size / 8


@pytest.mark.parametrize("size", [20, 26, 40, 60])
@pytest.mark.parametrize("blur", [0.0, 0.3])
@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize(("bar", "wanted"), SIGNS)
def test_a_bar_adds_weight_below_the_tip_and_a_bare_sign_is_its_own_mirror_image(
    size: int, blur: float, left: bool, bar: str, wanted: str
) -> None:
    """In every size and focus, and in either direction."""
    picture = drawn(size, bar, left=left, blur=blur)
    sign = _sign_at(picture, centre(size, left=left))
    assert sign is not None
    assert has_bar(picture, sign, opens_left=not left) is (wanted == "≥")
    likeness = mirror_likeness(picture, sign)
    assert likeness < (HAS_BAR + HAS_NONE) / 2 if bar != "none" else likeness >= HAS_NONE


@pytest.mark.parametrize(("bar", "wanted"), SIGNS)
def test_the_ink_settles_which_inequality_sign_it_is(bar: str, wanted: str) -> None:
    """A ≥ read as > gets its bar; a > read as ≥ loses it, with a doubt, for a pale bar is no ink; ≧ stays ≧."""
    for read in (">", "≥"):
        settled, doubts = with_bars(Reading((Glyph(read, 0.9, centre(40), arrow=0.97),)), drawn(40, bar))
        assert (settled.text, len(doubts)) == (wanted, int((read, wanted) == ("≥", ">")))
    if wanted == "≥":
        assert with_bars(Reading((Glyph("≧", 0.9, centre(40), arrow=0.97),)), drawn(40, bar))[0].text == "≧"


@pytest.mark.parametrize("left", [False, True])
def test_a_speck_at_the_end_of_an_arm_is_no_bar(left: bool) -> None:
    """It makes the sign unlike its mirror image, which is told."""
    read = Glyph("≤" if left else "≥", 0.99, centre(40, left=left), arrow=0.99)
    settled, doubts = with_bars(Reading((read,)), drawn(40, "none", left=left, speck=True))
    assert (settled.text, len(doubts)) == ("<" if left else ">", 1)


def test_broken_ink_settles_no_inequality_sign() -> None:
    """A > with gaps in its strokes is no mirror image of itself: it stays what it was read as, in doubt."""
    broken = drawn(40, "none")
    broken[19:, 26:38] = 245
    broken[:19, 22:25] = 245
    settled, doubts = with_bars(Reading((Glyph("≥", 0.99, centre(40), arrow=0.995),)), broken)
    assert settled.text == "≥"
    assert [doubt.code for doubt in doubts] == ["OCR-CONFUSABLE"]


def test_a_bare_sign_gapes() -> None:
    """One that is filled, in a brush face whose bar runs together with the arm, may be either: it is in doubt."""
    filled = drawn(40, "none")
    cv2.fillPoly(filled, [np.array([(17, 12), (17, 28), (38, 20)])], 20)
    settled, doubts = with_bars(Reading((Glyph(">", 0.99, centre(40), arrow=0.995),)), filled)
    assert settled.text == ">"
    assert [doubt.code for doubt in doubts] == ["OCR-CONFUSABLE"]


def test_a_sign_whose_bar_has_faded_is_doubted() -> None:
    """Its lower arm weighs more than of bare signs, less than of barred ones; its mirror image differs."""
    crop = np.array([row.split() for row in PALE.splitlines() if row], dtype=np.uint8)
    crop = np.vstack((crop[:1], crop[:1], crop[:1], crop, crop[-1:], crop[-1:]))
    settled, doubts = with_bars(Reading((Glyph(">", 0.99, 11.1, arrow=0.995),)), crop)
    assert settled.text == ">"
    assert [doubt.code for doubt in doubts] == ["OCR-CONFUSABLE"]


def test_a_sign_whose_upper_arm_has_faded_is_doubted() -> None:
    """A bare one weighs hardly less below than barred ones do, and all recognisers read a bar."""
    crop = np.array([row.split() for row in WORN.splitlines() if row], dtype=np.uint8)
    crop = np.pad(crop, ((7, 6), (2, 2)), constant_values=255)
    settled, doubts = with_bars(Reading((Glyph("≥", 1.0, 13.7, arrow=1.0),)), crop)
    assert settled.text == "≥"
    assert [doubt.code for doubt in doubts] == ["OCR-CONFUSABLE"]


def test_a_barred_sign_with_dirt_on_its_upper_arm_is_doubted() -> None:
    """The dirt weighs as much as the bar, so no weight is missing below; but it is no mirror image of itself."""
    crop = np.array([row.split() for row in DIRTY.splitlines() if row], dtype=np.uint8)
    crop = np.pad(crop, ((5, 5), (3, 3)), constant_values=247)
    settled, doubts = with_bars(Reading((Glyph("<", 0.99, 12.5, arrow=0.995),)), crop)
    assert settled.text == "<"
    assert [doubt.code for doubt in doubts] == ["OCR-CONFUSABLE"]


def test_a_bare_sign_of_which_the_ink_says_nothing_is_doubted() -> None:
    """Heavier below than bare ones and lighter than barred ones, nearly its mirror image: the readers saw no bar."""
    crop = np.array([row.split() for row in BLURRED.splitlines() if row], dtype=np.uint8)
    crop = np.pad(crop, ((3, 3), (0, 0)), mode="edge")
    settled, doubts = with_bars(Reading((Glyph(">", 0.979, 10.0, arrow=0.984),)), crop)
    assert settled.text == ">"
    assert [doubt.code for doubt in doubts] == ["OCR-CONFUSABLE"]
