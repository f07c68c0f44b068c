// The documents, most doubtful first, with filters. The server filters and cuts; scrolling asks for more.

import { get } from "./api.js";
import { el, find } from "./dom.js";
import { codeName, word } from "./words.js";

const FILTERS = ["year", "department", "form", "reason"];
// Filters outlive a look into a document.
const wanted = JSON.parse(sessionStorage.getItem("jixiao-list") || "{}");

export class ListView {
  constructor(session) {
    this.session = session;
    this.lines = [];
    this.total = 0;
    this.at = 0;
    this.asking = 0;
  }

  async open(main) {
    main.className = "list";
    this.box = el("input", { type: "search", placeholder: word("search"), value: wanted.text || "", id: "search", oninput: () => this.changed("text", this.box.value, 150) });
    this.open_ = el("input", { type: "checkbox", id: "only-open", checked: wanted.open === "1", onchange: () => this.changed("open", this.open_.checked ? "1" : "") });
    this.selects = Object.fromEntries(FILTERS.map((name) => [name, el("select", { id: `filter-${name}`, onchange: (event) => this.changed(name, event.target.value) })]));
    this.count = el("span", { className: "count" });
    const clear = el("button", { type: "button", className: "quiet", onclick: () => this.clear() }, word("clear"));
    this.body = el("tbody");
    const heads = ["left", "documents", "year", "department", "reasons", "contradictions", "pagesTables"];
    const table = el("table", { className: "documents" }, el("thead", {}, el("tr", {}, ...heads.map((name) => el("th", {}, word(name))))), this.body);
    this.end = el("div", { className: "end" });
    const filters = FILTERS.map((name) => el("label", {}, el("span", {}, word(name)), this.selects[name]));
    main.replaceChildren(
      el("div", { className: "filters" }, this.box, ...filters, el("label", { className: "check" }, this.open_, el("span", {}, word("onlyOpen"))), clear, this.count),
      el("div", { className: "scroll" }, table, this.end),
    );
    this.watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && this.more());
    this.watch.observe(this.end);
    await this.load();
    this.fetchAgain();
  }

  close() {
    this.closed = true;
    this.watch?.disconnect();
    clearTimeout(this.timer);
  }

  changed(name, value, wait = 0) {
    wanted[name] = value;
    sessionStorage.setItem("jixiao-list", JSON.stringify(wanted));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), wait);
  }

  clear() {
    for (const name of Object.keys(wanted)) delete wanted[name];
    this.box.value = "";
    this.open_.checked = false;
    this.changed("text", "");
  }

  query(offset) {
    return `/api/documents?${new URLSearchParams({ ...wanted, offset: String(offset) })}`;
  }

  async load() {
    const asking = ++this.asking;
    const said = await get(this.query(0));
    if (asking !== this.asking || this.closed) return;
    this.lines = [];
    this.at = 0;
    this.body.replaceChildren();
    this.offer(said.facets);
    this.take(said);
  }

  async more() {
    if (this.loading || this.lines.length >= this.total) return;
    this.loading = true;
    const asking = this.asking;
    try {
      const said = await get(this.query(this.lines.length));
      if (asking === this.asking && !this.closed) this.take(said);
    } finally {
      this.loading = false;
    }
  }

  // While the server still reads the dataset, the list is what is known so far.
  fetchAgain() {
    if (this.known >= this.everything || this.closed) return;
    this.timer = setTimeout(async () => {
      await this.load();
      this.fetchAgain();
    }, 700);
  }

  take(said) {
    this.total = said.total;
    this.known = said.known;
    this.everything = said.all;
    this.count.textContent = said.known < said.all ? word("indexing", said.known, said.all) : word("summary", said.total, said.doubts);
    for (const line of said.lines) {
      this.body.append(this.row(line, this.lines.length));
      this.lines.push(line);
    }
    this.end.textContent = this.total ? "" : word("nothing");
    this.mark(this.at);
  }

  row(line, number) {
    const state = line.status === "failed" ? el("span", { className: "state bad" }, word("failed"))
      : line.left ? el("b", { className: "left" }, String(line.left))
      : el("span", { className: "state" }, word(line.status === "no_table" ? "no_table" : "done"));
    const slash = line.path.lastIndexOf("/") + 1;
    const reasons = line.reasons.map(([code, count]) => el("span", { className: "code", title: code }, `${codeName(code)} ${count}`));
    return el("tr", { onclick: () => this.enter(number), onmousemove: () => this.at !== number && this.mark(number, false), data: { sha16: line.sha16 } },
      el("td", { className: "left" }, state),
      el("td", { className: "file" }, el("div", {}, el("span", { className: "dim" }, line.path.slice(0, slash)), line.path.slice(slash)), el("div", { className: "dim" }, line.error || line.projects.join("；"))),
      el("td", {}, line.years.join(" ")),
      el("td", { className: "department" }, line.departments.join("；")),
      el("td", {}, ...reasons),
      el("td", { className: "number" }, line.contradictions ? String(line.contradictions) : ""),
      el("td", { className: "number dim" }, `${line.pages ?? "–"} / ${line.tables} / ${line.indicators}`));
  }

  offer(facets) {
    for (const name of FILTERS) {
      const options = facets[name].map(([value, count]) => el("option", { value }, `${name === "reason" ? codeName(value) : value}  (${count})`));
      if (wanted[name] && !facets[name].some(([value]) => value === wanted[name])) options.unshift(el("option", { value: wanted[name] }, wanted[name]));
      this.selects[name].replaceChildren(el("option", { value: "" }, word("all")), ...options);
      this.selects[name].value = wanted[name] || "";
    }
  }

  mark(number, scroll = true) {
    this.body.children[this.at]?.classList.remove("at");
    this.at = Math.max(0, Math.min(number, this.lines.length - 1));
    const row = this.body.children[this.at];
    row?.classList.add("at");
    if (scroll && number) row?.scrollIntoView({ block: "nearest" });
  }

  enter(number) {
    if (this.lines[number]) location.hash = `#/${this.lines[number].sha16}`;
  }

  key(event, typing) {
    if (typing) {
      if (event.key === "Escape" || (event.key === "Enter" && event.target === this.box)) event.target.blur();
      else if (event.key !== "ArrowDown" || event.target !== this.box) return false;
      else this.box.blur();
      return true;
    }
    const moves = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 15, PageUp: -15 };
    if (moves[event.key]) this.mark(this.at + moves[event.key]);
    else if (event.key === "Enter" || event.key === "n") this.enter(this.at);
    else if (event.key === "/") this.box.focus();
    else return false;
    return true;
  }
}
