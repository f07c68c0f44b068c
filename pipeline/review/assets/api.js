// The server's answers; a refusal becomes an Error with code and hint.

import { told } from "./words.js";

export class Refused extends Error {
  constructor(said) {
    super(told(said));
    this.code = said.code;
  }
}

async function answered(response) {
  let said;
  try {
    said = await response.json();
  } catch {
    throw new Refused({ code: "SERVER", message: `HTTP ${response.status}`, hint: "" });
  }
  if (!response.ok) throw new Refused(said);
  return said;
}

async function asked(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Refused({ code: "GONE", message: "", hint: "" });
  }
}

export const get = async (path) => answered(await asked(path));

export const post = async (path, wish) =>
  answered(await asked(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(wish) }));

export async function picture(sha16, page, dpi) {
  const response = await asked(`/picture/${sha16}/${page}/${dpi}`);
  if (!response.ok) await answered(response);
  const image = new Image();
  image.src = URL.createObjectURL(await response.blob());
  await image.decode();
  return image;
}
