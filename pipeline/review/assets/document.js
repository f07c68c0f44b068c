// One document: the page at the left, its rows at the right, the way from doubt to doubt.

import { get, picture, post } from "./api.js";
import { el, find, note } from "./dom.js";
import { Inspector } from "./inspector.js";
import { PageView } from "./picture.js";
import { rowList } from "./rows.js";
import { word } from "./words.js";

export class DocumentView {
  constructor(session, sha16, page) {
    this.session = session;
    this.sha16 = sha16;
    this.wantedPage = page;
    session.done ??= []; // decisions of this visit, for undo, in all documents
    this.skipped = new Set();
    this.page = { page: 0, rows: [], cells: [], findings: [] }; // until one is there
    this.rows = new Map();
    this.cells = new Map();
  }

  get address() {
    return `/api/documents/${this.sha16}`;
  }

  async open(main) {
    main.className = "document";
    this.picture = new PageView({
      onCell: (key) => this.chooseCell(key),
      onPoint: (key) => this.pointCell(key),
      fine: () => this.fine(),
    });
    this.inspector = new Inspector(this);
    this.list = el("div", { className: "rows" });
    this.side = el("aside", {}, this.list, this.inspector.box);
    main.replaceChildren(this.picture.box, this.side);
    this.head = await get(this.address);
    if (this.closed) return;
    this.bar();
    const first = this.head.doubts.find((doubt) => doubt.open) ?? this.head.doubts[0];
    const page = this.wantedPage ?? first?.page ?? this.head.pages[0]?.page;
    if (page) await this.turnTo(page, this.wantedPage ? null : first?.key);
    else this.list.replaceChildren(el("p", { className: "dim empty" }, this.head.error || word("noRows")));
  }

  close() {
    this.closed = true;
    this.picture?.close();
  }

  // The address names the page; turning one changes it without building the view again.
  moved() {
    const [, sha16, page] = location.hash.match(/^#\/([0-9a-f]{16})(?:\/(\d+))?/) ?? [];
    if (sha16 !== this.sha16) return false;
    if (page && Number(page) !== this.page.page) this.turnTo(Number(page));
    return true;
  }

  bar() {
    const { head } = this;
    const left = this.waiting().length;
    const waiting = head.decisions && !head.applied ? el("span", { className: "waiting" }, word("pending", head.decisions)) : "";
    find("#where").replaceChildren(
      el("span", { className: "path", title: head.path }, head.path),
      el("span", { className: "pager" },
        el("button", { type: "button", onclick: () => this.step(-1), title: "[" }, "‹"),
        el("span", {}, word("page", this.page.page || "–", head.pages.length)),
        el("button", { type: "button", onclick: () => this.step(1), title: "]" }, "›")),
      head.status === "failed" ? el("span", { className: "pill bad" }, word("failed")) : el("span", { className: left ? "pill warm" : "pill" }, word("left_here", left)), waiting, this.goldenButton(left));
  }

  // A golden is signed: it takes a second click that says what is signed.
  goldenButton(left) {
    const { head } = this;
    if (left || head.conflicts || !head.applied || head.status !== "converted") return "";
    const button = el("button", { type: "button", className: "quiet golden", onclick: () => {
      if (button.dataset.asked) return this.attempt(async () => {
        if (!this.session.who) throw new Error(word("who"));
        const said = await post(`${this.address}/golden`, { who: this.session.who });
        button.remove();
        note(word("goldenNote", said.path), "good", 8);
      });
      button.dataset.asked = "1";
      button.textContent = word("goldenSure");
      return null;
    } }, word("golden"));
    return button;
  }

  waiting() {
    return this.head.doubts.filter((doubt) => doubt.open);
  }

  async turnTo(number, key = null) {
    const page = this.head.pages.find((candidate) => candidate.page === number);
    if (!page) return;
    const asked = (this.asked = number);
    const said = await get(`${this.address}/pages/${number}`);
    if (asked !== this.asked || this.closed) return;
    history.replaceState(null, "", `#/${this.sha16}/${number}`);
    this.fineOnce = null;
    this.take(said);
    this.bar();
    this.chosen = null;
    this.inspector.clear();
    this.list.scrollTop = 0;
    const shown = this.picture.show(this.sha16, page, said.cells);
    const waiting = new Set(this.waiting().map((doubt) => doubt.key));
    this.choose(key ?? (said.rows.find((row) => waiting.has(row.key)) ?? said.rows.find((row) => row.needs_review) ?? said.rows[0])?.key);
    await shown;
    if (this.closed || asked !== this.asked) return;
    if (!this.inspector.editor) this.reselect();
    await this.fine();
    if (asked === this.asked && !this.closed) this.inspector.recrop();
  }

  take(said) {
    this.page = said;
    this.rows = new Map(said.rows.map((row) => [row.key, row]));
    this.cells = new Map(said.cells.map((cell) => [cell.key, cell]));
    this.rowsOfCell = new Map();
    for (const row of said.rows) if (row.cell) this.rowsOfCell.set(row.cell, [...(this.rowsOfCell.get(row.cell) ?? []), row]);
    for (const cell of said.cells) cell.look = this.look(cell);
    const list = rowList(said.rows, { onRow: (key) => this.choose(key), onPoint: (row) => this.pointRow(row) });
    list.scrollTop = this.list.scrollTop;
    this.list.replaceWith(list);
    list.scrollTop = this.list.scrollTop;
    this.list = list;
  }

  look(cell) {
    const rows = this.rowsOfCell.get(cell.key) ?? [];
    if (cell.decisions.length > 1) return "conflict";
    if (cell.decisions.length) return "decided";
    if (rows.some((row) => row.needs_review)) return "doubt";
    return rows.length ? "value" : "";
  }

  // The finer picture of this page, fetched once: for zooming in and for the crop.
  fine() {
    if (!this.fineOnce) {
      const page = this.page.page;
      this.fineOnce = picture(this.sha16, page, 200).then((image) => {
        if (page === this.page.page && !this.picture.fineImage) {
          this.picture.image?.replaceWith(image);
          this.picture.fineImage = image;
        }
        return image;
      }).catch(() => null);
    }
    return this.fineOnce;
  }

  choose(key, reveal = true) {
    const row = this.rows.get(key);
    this.chosen = row ? key : null;
    this.list.querySelector(".at")?.classList.remove("at");
    if (!row) return this.inspector.clear();
    const shown = this.list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    shown.classList.add("at");
    this.inspector.show(row, null);
    // after the inspector has taken its height
    shown.scrollIntoView({ block: "nearest" });
    this.markChosen(row);
    if (reveal && row.box) this.picture.reveal(row.box);
  }

  reselect() {
    if (this.chosen) this.choose(this.chosen, false);
  }

  markChosen(row) {
    const line = this.line(row).map((cell) => ({ box: cell.box, look: "line" }));
    this.picture.mark(row.box ? [...line, { box: row.box, look: "chosen" }] : []);
  }

  // The cells beside a row's value in its grid row: what its name and levels were read from.
  line(row) {
    const value = this.cells.get(row.cell);
    if (!value) return [];
    return this.page.cells.filter((cell) => cell.grid === value.grid && cell.key !== value.key
      && cell.row < value.row + value.rows && value.row < cell.row + cell.rows);
  }

  // A cell belongs to the row whose value it is, else to the first row it stands beside.
  rowOf(cell) {
    const own = this.rowsOfCell.get(cell.key)?.[0];
    if (own) return own;
    return this.page.rows.find((row) => row.box && Math.min(row.box[3], cell.box[3]) - Math.max(row.box[1], cell.box[1]) > 0.5 * Math.min(row.box[3] - row.box[1], cell.box[3] - cell.box[1]));
  }

  chooseCell(key) {
    const cell = this.cells.get(key);
    const row = this.rowOf(cell);
    this.choose(row?.key ?? null, false);
    if (!row || row.cell !== key) {
      this.inspector.show(null, cell);
      this.picture.mark([...(row ? [{ box: row.box, look: "line" }] : []), { box: cell.box, look: "chosen" }]);
    }
  }

  pointCell(key) {
    const row = key ? this.rowOf(this.cells.get(key)) : null;
    this.picture.point(key ? [key] : []);
    for (const lit of this.list.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (row) this.list.querySelector(`[data-key="${CSS.escape(row.key)}"]`)?.classList.add("lit");
  }

  pointRow(row) {
    this.picture.point(row?.cell ? [row.cell] : []);
  }

  markFinding(finding) {
    const row = this.rows.get(this.chosen);
    if (!finding) return row && this.markChosen(row);
    const sides = [{ page: finding.page, box: finding.box, look: "side one" }, ...finding.others.map((other) => ({ ...other, look: "side two" }))];
    const here = sides.filter((side) => side.page === this.page.page && side.box);
    if (here.length) this.picture.mark(here);
  }

  async goTo({ page, key, box }) {
    if (page !== this.page.page) await this.turnTo(page, key);
    else if (key) this.choose(key);
    this.picture.reveal(box);
    if (!key) this.picture.mark([{ box, look: "side two" }]);
  }

  step(by) {
    const numbers = this.head.pages.map((page) => page.page);
    const next = numbers[numbers.indexOf(this.page.page) + by];
    if (next) this.turnTo(next);
  }

  move(by) {
    const keys = [...this.rows.keys()];
    const next = keys[Math.max(0, Math.min(keys.length - 1, keys.indexOf(this.chosen) + by))];
    if (next) this.choose(next);
  }

  async nextDoubt(by = 1) {
    const all = this.head.doubts;
    const waiting = all.filter((doubt) => doubt.open && !this.skipped.has(doubt.key));
    const here = all.findIndex((doubt) => doubt.key === this.chosen);
    const at = (doubt) => all.indexOf(doubt);
    // without a doubtful row chosen, from this page on
    const from = here >= 0 ? here : all.findIndex((doubt) => doubt.page >= this.page.page) - (by > 0 ? 1 : 0);
    const next = by > 0 ? waiting.find((doubt) => at(doubt) > from) ?? waiting.find((doubt) => doubt.key !== this.chosen)
      : waiting.findLast((doubt) => at(doubt) < from) ?? waiting.findLast((doubt) => doubt.key !== this.chosen);
    if (next) return next.page === this.page.page ? this.choose(next.key) : this.turnTo(next.page, next.key);
    if (by > 0) await this.nextDocument();
  }

  async nextDocument() {
    note(word("noDoubt"), "good");
    const wanted = JSON.parse(sessionStorage.getItem("jixiao-list") || "{}");
    const passed = (this.session.passed ??= new Set()).add(this.sha16);
    const said = await get(`/api/documents?${new URLSearchParams({ ...wanted, open: "1" })}`);
    const next = said.lines.find((line) => !passed.has(line.sha16));
    if (next) location.hash = `#/${next.sha16}`;
    else note(word("nothingLeft"), "good");
  }

  async decide(wish) {
    if (!this.session.who) {
      find("#who").focus();
      throw new Error(word("who"));
    }
    const said = await post(`${this.address}/decisions`, { who: this.session.who, ...wish });
    await this.again();
    return said;
  }

  async again() {
    const [head, page] = await Promise.all([get(this.address), get(`${this.address}/pages/${this.page.page}`)]);
    this.head = head;
    this.take(page);
    this.picture.redress(page.cells);
    this.bar();
    const cell = this.cells.get(this.inspector.cell?.key);
    if (this.chosen) this.choose(this.chosen, false);
    else if (cell) this.inspector.show(null, cell);
  }

  async attempt(doing) {
    try {
      await doing();
    } catch (error) {
      note(error.message, "bad", 8);
    }
  }

  accept() {
    const row = this.rows.get(this.chosen);
    if (!row) return null;
    return this.attempt(async () => {
      const said = await this.decide({ action: "accept", row: row.key, over: row.decisions.map((decision) => decision.id) });
      this.session.done.push({ sha16: this.sha16, id: said.id, key: row.key, page: this.page.page });
      note(word("acceptedNote"), "good", 1.5);
      await this.nextDoubt();
    });
  }

  edit(text = null) {
    if (!this.inspector.edit(text)) note(word("noCell"));
  }

  alternative(number) {
    return this.inspector.alternatives()[number];
  }

  correct({ cell, row, text, why, despite }) {
    return this.attempt(async () => {
      const wish = { action: "correct", cell: cell.key, row: row?.key, seen: cell.text, text, why, despite, over: cell.decisions.map((decision) => decision.id) };
      const said = await this.decide(wish);
      this.session.done.push({ sha16: this.sha16, id: said.id, key: this.chosen, page: this.page.page });
      note(word("savedNote"), "good", 1.5);
      if (row) await this.nextDoubt();
    });
  }

  skip() {
    if (this.chosen) this.skipped.add(this.chosen);
    return this.nextDoubt();
  }

  // The last decision of this visit, also in another document; without one, what stands at the chosen row.
  undo() {
    return this.attempt(async () => {
      const standing = this.rows.get(this.chosen)?.decisions ?? this.inspector.cell?.decisions ?? [];
      const here = standing.length ? { sha16: this.sha16, id: standing.at(-1).id, key: this.chosen, page: this.page.page } : null;
      const last = this.session.done.pop() ?? here;
      if (!last) return note(word("noUndo"));
      if (last.sha16 !== this.sha16) {
        await post(`/api/documents/${last.sha16}/decisions`, { who: this.session.who, action: "withdraw", over: [last.id] });
        location.hash = `#/${last.sha16}/${last.page}`;
        return note(word("undoneNote"), "good", 1.5);
      }
      await this.decide({ action: "withdraw", over: [last.id] });
      note(word("undoneNote"), "good", 1.5);
      if (last.page !== this.page.page) await this.turnTo(last.page, last.key);
      else if (last.key) this.choose(last.key);
      return null;
    });
  }

  async leave() {
    location.hash = "#/";
  }

  key(event, typing) {
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      return event.key === "Escape";
    }
    const other = /^[1-9]$/.test(event.key) ? this.alternative(Number(event.key) - 1) : null;
    if (other) {
      this.edit(other);
      return true;
    }
    const doing = {
      n: () => this.nextDoubt(1), p: () => this.nextDoubt(-1), ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1),
      j: () => this.move(1), k: () => this.move(-1), a: () => this.accept(), c: () => this.edit(), Enter: () => this.edit(),
      s: () => this.skip(), u: () => this.undo(), "]": () => this.step(1), "[": () => this.step(-1),
      "+": () => this.picture.step(1), "=": () => this.picture.step(1), "-": () => this.picture.step(-1), 0: () => this.picture.fit(),
      z: () => { const box = this.rows.get(this.chosen)?.box; if (box) this.picture.reveal(box, true); },
      Escape: () => this.leave(), "/": () => this.leave(),
    }[event.key];
    if (!doing || event.target.tagName === "BUTTON" && event.key === "Enter") return false;
    doing();
    return true;
  }
}
