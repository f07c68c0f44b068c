// The chosen row, or the cell being corrected: its crop, what it was read and understood as, and what to do.

import { post } from "./api.js";
import { el } from "./dom.js";
import { crop } from "./picture.js";
import { nameOf, parsed, valueOf } from "./rows.js";
import { chinese, codeName, word } from "./words.js";

const CROP_WIDE = 420;
const CROP_HIGH = 132;

export class Inspector {
  constructor(view) {
    this.view = view;
    this.box = el("section", { className: "inspector" });
  }

  clear() {
    this.row = this.cell = this.editor = null;
    this.box.replaceChildren();
  }

  show(row, cell) {
    this.row = row;
    this.cell = cell;
    this.editor = null;
    const decisions = (row ?? cell).decisions;
    const findings = row ? row.findings.map((number) => this.view.page.findings[number]) : [];
    this.box.replaceChildren(
      el("div", { className: "card" },
        this.crop(),
        el("div", { className: "facts" },
          el("div", { className: "title" }, row ? nameOf(row) : `${word("cellOf")} ${cell.row + 1} · ${cell.col + 1}`),
          el("div", { className: "printed" }, row ? valueOf(row) : cell.text || word("blank")),
          row && facts(parsed(row.table, row.values)),
          el("div", { className: "dim small" }, `${word("confidence")} ${((row ?? cell).confidence ?? 1).toFixed(2)}`,
            ...(row?.reasons ?? []).map((code) => el("span", { className: "code", title: code }, codeName(code)))))),
      ...decisions.length > 1 ? [el("div", { className: "decision bad" }, word("conflict"))] : [],
      ...decisions.map((decision) => this.decision(decision)),
      this.readings(),
      el("div", { className: "actions" },
        row && button("accept", "a", () => this.view.accept(), "primary"),
        button("correct", "c", () => this.view.edit()),
        button("skip", "s", () => this.view.skip()),
        button("undo", "u", () => this.view.undo())),
      findings.length ? el("div", { className: "findings" }, el("h4", {}, word("findings")), ...findings.map((finding) => this.finding(finding))) : "",
    );
  }

  target() {
    return this.cell ?? this.view.cells.get(this.row?.cell) ?? null;
  }

  crop() {
    const image = this.view.picture.fineImage ?? this.view.picture.image;
    const box = this.target()?.box ?? this.row?.box;
    const frame = el("div", { className: "frame" });
    if (image && box) frame.append(crop(image, this.view.picture.width, box, CROP_WIDE, CROP_HIGH));
    else frame.append(el("span", { className: "dim small" }, box ? "" : word("noCell")));
    return frame;
  }

  recrop() {
    this.box.querySelector(".frame")?.replaceWith(this.crop());
  }

  // Other readings of this cell, numbered for the keyboard.
  alternatives() {
    const target = this.target();
    const own = this.row ? this.row.findings.map((number) => this.view.page.findings[number]) : this.view.page.findings;
    const near = own.filter((finding) => !finding.box || !target || finding.box.every((edge, place) => Math.abs(edge - target.box[place]) < 1));
    const printed = target?.text ?? "";
    // a reading of one line of the cell stands in place of that line
    const whole = near.flatMap((finding) => finding.readings).map(({ of, text }) => (of ? (printed.includes(of) ? printed.replace(of, () => text) : printed) : text));
    return [...new Set(whole)].filter((text) => text !== printed).slice(0, 9);
  }

  readings() {
    const others = this.alternatives();
    if (!others.length) return "";
    return el("div", { className: "readings" }, el("span", { className: "dim" }, word("readings")),
      ...others.map((text, number) => el("button", { type: "button", onclick: () => this.view.edit(text) }, el("kbd", {}, String(number + 1)), " ", text)));
  }

  decision(decision) {
    const when = new Date(decision.when).toLocaleString(chinese() ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short" });
    const applied = this.view.head.applied;
    return el("div", { className: "decision" },
      el("b", {}, decision.kind === "accept" ? word("accepted") : `${word("corrected")} `), decision.kind === "accept" ? "" : el("q", {}, decision.text || word("blank")),
      decision.kind === "accept" ? "" : el("span", { className: "dim" }, ` ${word("asRead")} ${decision.reading || word("blank")}`),
      el("div", { className: "dim small" }, `${word("by", decision.who, when)} · ${word(applied ? "inData" : "notInData")}${decision.why ? ` · ${decision.why}` : ""}`));
  }

  finding(finding) {
    const jumps = finding.others.map((other) => el("button", { type: "button", className: "link", onclick: () => this.view.goTo(other) }, word("otherSide")));
    return el("div", {
      className: `finding ${finding.severity}`,
      onpointerenter: () => this.view.markFinding(finding), onpointerleave: () => this.view.markFinding(null),
    }, el("span", { className: "code", title: finding.code }, codeName(finding.code)), " ", (chinese() && finding.chinese) || finding.message, finding.evidence ? el("div", { className: "dim small" }, `${word("evidence")}: ${finding.evidence}`) : "", ...jumps);
  }

  edit(text = null) {
    const cell = this.target();
    if (!cell) return false;
    const pending = cell.decisions.at(-1);
    const input = el("textarea", { className: "text", rows: Math.min(4, Math.max(1, Math.ceil((text ?? cell.text).length / 34))), value: text ?? (pending && !this.view.head.applied ? pending.text : cell.text) ?? "", spellcheck: false });
    const why = el("input", { className: "why", placeholder: word("why"), maxLength: 500 });
    const becomes = el("div", { className: "becomes" });
    const save = el("button", { type: "button", className: "primary", onclick: () => this.save() }, word("save"), " ", el("kbd", {}, "Enter"));
    const cancel = el("button", { type: "button", className: "quiet", onclick: () => this.cancel() }, word("cancel"), " ", el("kbd", {}, "Esc"));
    this.editor = { input, why, becomes, save, cell };
    input.addEventListener("input", () => this.preview());
    for (const field of [input, why]) field.addEventListener("keydown", (event) => this.typed(event));
    this.box.replaceChildren(
      this.crop(),
      el("div", { className: "editing" }, el("div", { className: "dim small" }, `${word("asRead")}：${cell.text || word("blank")}`), input, becomes, why),
      this.readings(), el("div", { className: "actions" }, save, cancel));
    input.focus();
    input.select();
    this.preview();
    return true;
  }

  typed(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.cancel();
    else if (event.key === "Enter" && !event.shiftKey) this.save();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  cancel() {
    this.show(this.row, this.cell);
  }

  // Whether the edited cell is the value of the row: only then has the parser something to say.
  aboutRow() {
    return this.row && this.row.cell === this.editor.cell.key ? this.row : null;
  }

  preview() {
    clearTimeout(this.waiting);
    const row = this.aboutRow();
    if (!row) return;
    this.waiting = setTimeout(async () => {
      const { editor } = this;
      if (!editor) return;
      const said = await post(`/api/documents/${this.view.sha16}/check`, { row: row.key, text: editor.input.value }).catch(() => null);
      if (!said || editor !== this.editor) return;
      editor.becomes.replaceChildren(...said.values.map((values) => facts(parsed(row.table, values))),
        ...said.doubts.map((code) => el("span", { className: "code", title: code }, codeName(code))));
      editor.save.firstChild.textContent = word(said.doubts.length ? "saveAnyway" : "save");
      editor.doubts = said.doubts;
    }, 120);
  }

  save() {
    const { editor } = this;
    if (!editor || editor.saving) return;
    editor.saving = true;
    this.view.correct({
      cell: editor.cell, row: this.aboutRow(), text: editor.input.value, why: editor.why.value,
      // the doubts that stand there were seen
      despite: Boolean(editor.doubts?.length),
    }).finally(() => { editor.saving = false; });
  }
}

function facts(pairs) {
  return el("dl", { className: "parsed" }, ...pairs.flatMap(([name, value]) => [el("div", {}, el("dt", {}, name), el("dd", {}, value))]));
}

function button(name, key, onclick, look = "") {
  return el("button", { type: "button", className: look, onclick, data: { act: name } }, word(name), " ", el("kbd", {}, key));
}
