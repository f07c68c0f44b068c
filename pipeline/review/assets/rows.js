// The rows of one page: header, budget, goals, indicators under their levels.

import { el } from "./dom.js";
import { SIGNS, codeName, kindName, word } from "./words.js";

export function rowList(rows, { onRow, onPoint }) {
  if (!rows.length) return el("div", { className: "rows" }, el("p", { className: "dim empty" }, word("noRows")));
  const list = el("div", { className: "rows", role: "listbox" });
  let before = {};
  for (const row of rows) {
    for (const heading of headings(before, row)) list.append(heading);
    before = row;
    list.append(rowElement(row, onRow, onPoint));
  }
  return list;
}

function headings(before, row) {
  const found = [];
  if (before.table !== row.table) found.push(el("h3", {}, word(row.table)));
  const levels = ["level1", "level2"].map((name) => row.values[name] ?? "");
  const same = before.table === row.table && levels.every((level, number) => (before.values[["level1", "level2"][number]] ?? "") === level);
  if (row.table === "indicators" && !same) found.push(el("h4", {}, levels.filter(Boolean).join(" › ")));
  return found;
}

export const nameOf = (row) => ({
  target_tables: row.values.project_name || row.values.title,
  budgets: row.values.label,
  goals: row.values.label || kindName(row.values.horizon),
  indicators: row.values.level3,
}[row.table] || word("blank"));

export const valueOf = (row) => ({
  target_tables: [row.values.department, row.values.budget_total_text].filter(Boolean).join(" · "),
  budgets: row.values.amount_text,
  goals: row.values.text,
  indicators: row.values.value_text,
}[row.table] || word("blank"));

function rowElement(row, onRow, onPoint) {
  const last = row.decisions.at(-1);
  const decided = row.decisions.length > 1 ? "conflict" : last ? last.kind : "";
  const made = el("div", {
    className: `row ${row.table} ${row.needs_review ? "doubt" : ""} ${decided}`, role: "option", data: { key: row.key },
    onclick: () => onRow(row.key), onpointerenter: () => onPoint(row), onpointerleave: () => onPoint(null),
  });
  made.append(
    el("span", { className: "dot" }),
    el("span", { className: "name" }, nameOf(row)),
    el("span", { className: "value" }, ...(decided === "correct" && !row.applied ? [el("s", {}, valueOf(row)), " ", el("b", {}, last.text || word("blank"))] : [valueOf(row)])),
    el("span", { className: "codes" }, decided === "conflict" ? el("span", { className: "code bad" }, codeName("CORRECTION-CONFLICT"))
      : decided === "accept" ? el("span", { className: "code good" }, word("accepted"))
      : decided === "correct" ? el("span", { className: "code good" }, codeName("CORRECTED"))
      : row.reasons.map((code) => el("span", { className: "code", title: code }, codeName(code)))),
  );
  return made;
}

// What the parser made of a value, as label and value pairs.
export function parsed(table, values) {
  const pairs = [];
  const add = (name, value) => value !== null && value !== undefined && value !== "" && pairs.push([word(name), String(value)]);
  if (table === "budgets") add("amount", values.amount_yuan);
  if (table !== "indicators") return pairs;
  add("operator", values.operator ? SIGNS[values.operator] || values.operator : "–");
  const { number_low: low, number_high: high } = values;
  add("number", low === null || low === undefined ? high : high === null || high === undefined || high === low ? low : `${low} ~ ${high}`);
  add("unit", values.unit_text);
  const bounds = [values.value_min, values.value_max].filter((bound, place, both) => bound !== null && bound !== undefined && both.indexOf(bound) === place);
  if (bounds.length) add("base", `${bounds.join(" ~ ")} ${values.base_unit ?? ""}`);
  const days = [values.date_from, values.date_to].filter(Boolean);
  if (days.length) add("date", [...new Set(days)].join(" ~ "));
  add("kind", kindName(values.value_kind));
  return pairs;
}
