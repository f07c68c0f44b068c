// Elements from data. Text only ever becomes a text node: what a PDF says is never markup.

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

function set(made, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(made.dataset, value);
    else if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value === true ? "" : String(value));
  }
}

export const find = (selector, below = document) => below.querySelector(selector);

export function note(text, kind = "info", seconds = 4) {
  const shown = el("div", { className: `note ${kind}` }, text);
  find("#notes").append(shown);
  setTimeout(() => shown.remove(), seconds * 1000);
}
