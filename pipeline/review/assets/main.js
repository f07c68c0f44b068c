// Which view is shown, and what every view has: the reviewer's name, the language, the help, the keys.

import { get } from "./api.js";
import { el, find, note } from "./dom.js";
import { DocumentView } from "./document.js";
import { ListView } from "./list.js";
import { chinese, learn, switchLanguage, word } from "./words.js";

const session = { who: "" };
let view = null;

function dress() {
  document.documentElement.lang = chinese() ? "zh-CN" : "en";
  document.title = word("brand");
  for (const marked of document.querySelectorAll("[data-word]")) marked.textContent = word(marked.dataset.word);
  for (const marked of document.querySelectorAll("[data-title]")) marked.title = word(marked.dataset.title);
  find("#language").textContent = word("other");
  const rows = word("keys").map(([keys, what]) =>
    el("tr", {}, el("th", {}, ...keys.split(" ").flatMap((key) => [el("kbd", {}, key), " "])), el("td", {}, what)));
  find("#help").replaceChildren(el("h2", {}, word("help")), el("table", {}, ...rows));
}

async function show() {
  view?.close?.();
  find("#where").replaceChildren();
  const [, sha16, page] = location.hash.match(/^#\/([0-9a-f]{16})(?:\/(\d+))?/) ?? [];
  view = sha16 ? new DocumentView(session, sha16, Number(page) || null) : new ListView(session);
  try {
    await view.open(find("#main"));
  } catch (error) {
    note(error.message, "bad", 12);
  }
}

function toggleLanguage() {
  switchLanguage();
  dress();
  show();
}

function toggleHelp() {
  const help = find("#help");
  if (help.open) help.close();
  else help.showModal();
}

const GLOBAL = { "?": toggleHelp, l: toggleLanguage };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (find("#help").open) {
    if (event.key === "?") toggleHelp();
    return;
  }
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (!typing && GLOBAL[event.key]) {
    GLOBAL[event.key]();
    event.preventDefault();
  } else if (view?.key?.(event, typing)) event.preventDefault();
}

async function start() {
  dress();
  const given = await get("/api/session");
  learn(given.codes);
  const name = find("#who");
  session.who = localStorage.getItem("jixiao-who") || given.who;
  session.out = given.out;
  name.value = session.who;
  name.addEventListener("input", () => {
    session.who = name.value.trim();
    localStorage.setItem("jixiao-who", session.who);
  });
  name.addEventListener("keydown", (event) => event.key === "Enter" && name.blur());
  find("#language").addEventListener("click", toggleLanguage);
  find("#help-button").addEventListener("click", toggleHelp);
  find("#help").addEventListener("click", (event) => event.target === find("#help") && toggleHelp());
  addEventListener("keydown", onKey);
  addEventListener("hashchange", () => view?.moved?.() || show());
  await show();
}

start().catch((error) => note(error.message, "bad", 60));
