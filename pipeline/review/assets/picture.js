// The page picture with the cells over it: pan by dragging or wheel, zoom by Ctrl and wheel or keys.
// All geometry is in points of the upright page, as in the dataset; the SVG's viewBox does the scaling.

import { picture } from "./api.js";
import { el, svg } from "./dom.js";
import { word } from "./words.js";

const FINE_FROM = 1.35; // screen pixels a point from which the finer picture is fetched
const STEP = 1.25;

export class PageView {
  constructor({ onCell, onPoint, fine }) {
    this.onCell = onCell;
    this.onPoint = onPoint;
    this.fine = fine;
    this.scale = 1;
    this.layer = svg("g");
    this.marks = svg("g");
    this.overlay = svg("svg", { class: "cells" });
    this.overlay.append(this.layer, this.marks);
    this.sheet = el("div", { className: "sheet" }, this.overlay);
    this.problem = el("div", { className: "problem", hidden: true });
    this.box = el("div", { className: "page", tabIndex: -1 }, this.problem, this.sheet);
    this.box.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    this.box.addEventListener("pointerdown", (event) => this.dragged(event));
    this.overlay.addEventListener("pointermove", (event) => this.onPoint(event.target.dataset?.key ?? null));
    this.overlay.addEventListener("pointerleave", () => this.onPoint(null));
    this.overlay.addEventListener("click", (event) => !this.moved && event.target.dataset?.key && this.onCell(event.target.dataset.key));
    this.resized = new ResizeObserver(() => this.fitted && this.fit());
    this.resized.observe(this.box);
  }

  close() {
    this.resized.disconnect();
    this.forget();
  }

  forget() {
    for (const image of [this.image, this.fineImage]) if (image) URL.revokeObjectURL(image.src);
    this.image = this.fineImage = null;
  }

  async show(sha16, page, cells) {
    this.forget();
    this.at = `${sha16}/${page.page}`;
    this.width = page.width || 595;
    this.height = page.height || 842;
    this.overlay.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.sheet.querySelector("img")?.remove();
    this.sheet.classList.remove("bare");
    this.problem.hidden = true;
    this.marks.replaceChildren();
    this.draw(cells, false);
    this.fit();
    this.box.scrollTo(0, 0);
    const asked = this.at;
    try {
      const image = await picture(sha16, page.page, 100);
      if (asked !== this.at) return;
      this.image = image;
      this.sheet.prepend(image);
      this.sharpen();
    } catch (error) {
      if (asked !== this.at) return;
      this.problem.hidden = false;
      this.problem.replaceChildren(el("b", {}, word("missing")), el("p", {}, error.message), el("p", { className: "dim" }, word("drawn")));
      this.sheet.classList.add("bare");
      this.draw(cells, true);
    }
  }

  draw(cells, texts) {
    this.cells = new Map(cells.map((cell) => [cell.key, cell]));
    this.layer.replaceChildren(...cells.flatMap((cell) => {
      const [x0, top, x1, bottom] = cell.box;
      const rect = svg("rect", { x: x0, y: top, width: x1 - x0, height: bottom - top, class: cell.look || "", "data-key": cell.key });
      if (!texts || !cell.text) return [rect];
      const size = Math.min(9, Math.max(3, (x1 - x0) / Math.max(cell.text.length, 1)));
      const text = svg("text", { x: x0 + 2, y: (top + bottom) / 2 + size / 3, "font-size": size });
      text.textContent = cell.text;
      return [rect, text];
    }));
  }

  // `look` may have changed after a decision.
  redress(cells) {
    for (const cell of cells) this.layer.querySelector(`[data-key="${cell.key}"]`)?.setAttribute("class", cell.look || "");
  }

  mark(boxes) {
    this.marks.replaceChildren(...boxes.map(({ box: [x0, top, x1, bottom], look }) =>
      svg("rect", { x: x0 - 1, y: top - 1, width: x1 - x0 + 2, height: bottom - top + 2, rx: 1.5, class: look })));
  }

  point(keys) {
    for (const lit of this.layer.querySelectorAll(".lit")) lit.classList.remove("lit");
    for (const key of keys) this.layer.querySelector(`[data-key="${key}"]`)?.classList.add("lit");
  }

  fit() {
    this.fitted = true;
    this.zoom(Math.max(0.3, (this.box.clientWidth - 28) / this.width), null, true);
  }

  zoom(scale, centre = null, fitted = false) {
    const before = this.scale;
    const [x, y] = centre ?? [this.box.clientWidth / 2, this.box.clientHeight / 2];
    const left = (this.box.scrollLeft + x) / before;
    const top = (this.box.scrollTop + y) / before;
    this.fitted = fitted;
    this.scale = Math.max(0.25, Math.min(6, scale));
    this.sheet.style.width = `${this.width * this.scale}px`;
    this.sheet.style.height = `${this.height * this.scale}px`;
    this.overlay.style.setProperty("--line", `${1 / this.scale}px`);
    this.box.scrollTo(left * this.scale - x, top * this.scale - y);
    this.sharpen();
  }

  step(direction) {
    this.zoom(this.scale * (direction > 0 ? STEP : 1 / STEP));
  }

  async sharpen() {
    if (!this.image || this.fineImage || this.scale * devicePixelRatio < FINE_FROM) return;
    const asked = this.at;
    const fine = await this.fine();
    if (asked !== this.at || !fine || this.fineImage) return;
    this.fineImage = fine;
    this.image.replaceWith(fine);
  }

  reveal([x0, top, x1, bottom], close = false) {
    if (close) this.zoom(Math.min(4, (this.box.clientWidth * 0.75) / Math.max(x1 - x0, 60)));
    const [left, up] = [x0 * this.scale, top * this.scale];
    const [wide, high] = [(x1 - x0) * this.scale, (bottom - top) * this.scale];
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.box;
    const outside = left < scrollLeft || up < scrollTop + 20 || left + wide > scrollLeft + clientWidth || up + high > scrollTop + clientHeight - 20;
    if (outside || close) this.box.scrollTo({ left: left - (clientWidth - wide) / 2, top: up - (clientHeight - high) / 2, behavior: close ? "auto" : "smooth" });
  }

  wheeled(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = this.box.getBoundingClientRect();
    this.zoom(this.scale * Math.exp(-event.deltaY / 400), [event.clientX - frame.left, event.clientY - frame.top]);
  }

  dragged(start) {
    this.moved = false;
    if (start.button !== 0) return;
    const { scrollLeft, scrollTop } = this.box;
    const move = (event) => {
      const [x, y] = [event.clientX - start.clientX, event.clientY - start.clientY];
      if (Math.hypot(x, y) > 4) this.moved = true;
      if (this.moved) this.box.scrollTo(scrollLeft - x, scrollTop - y);
    };
    const stop = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", stop);
      removeEventListener("pointercancel", stop);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", stop);
    addEventListener("pointercancel", stop);
  }
}

const WIDE = 160; // points from which a cell is cut to its ink, so that its text is enlarged too
const AROUND_INK = 14;

// The crop of a box, enlarged, on a canvas: from the picture that is there.
export function crop(image, pageWidth, box, wide, high) {
  const ratio = image.naturalWidth / pageWidth;
  const [x0, top, x1, bottom] = box[2] - box[0] > WIDE ? inked(image, ratio, box) : box;
  const margin = 4;
  const [left, up] = [Math.max(0, x0 - margin), Math.max(0, top - margin)];
  const [across, down] = [x1 - left + margin, bottom - up + margin];
  const scale = Math.min(wide / across, high / down, 5);
  const dense = devicePixelRatio || 1;
  const canvas = el("canvas", { className: "crop" });
  canvas.width = Math.round(across * scale * dense);
  canvas.height = Math.round(down * scale * dense);
  canvas.style.width = `${Math.round(across * scale)}px`;
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, left * ratio, up * ratio, across * ratio, down * ratio, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// The box without the empty paper at its left and right. Whatever differs from the paper at all is kept.
function inked(image, ratio, [x0, top, x1, bottom]) {
  const inset = Math.min(4, (bottom - top) / 4);
  const wide = Math.max(1, Math.round((x1 - x0 - 2 * inset) * ratio));
  const high = Math.max(1, Math.round((bottom - top - 2 * inset) * ratio));
  const canvas = el("canvas", { width: wide, height: high });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, (x0 + inset) * ratio, (top + inset) * ratio, wide, high, 0, 0, wide, high);
  const { data } = context.getImageData(0, 0, wide, high);
  const tones = [];
  for (let at = 0; at < data.length; at += 4 * 97) tones.push(data[at + 1]);
  const paper = tones.sort((one, other) => one - other)[tones.length >> 1];
  let [first, last] = [wide, -1];
  for (let at = 0, pixel = 0; at < data.length; at += 4, pixel += 1) {
    if (Math.abs(data[at + 1] - paper) < 48) continue;
    const x = pixel % wide;
    if (x < first) first = x;
    if (x > last) last = x;
  }
  if (last < 0) return [x0, top, x1, bottom];
  return [Math.max(x0, x0 + inset + first / ratio - AROUND_INK), top, Math.min(x1, x0 + inset + last / ratio + AROUND_INK), bottom];
}
