// The package's scripts are modules without a package.json: they are imported from their text.
import { readFile } from "node:fs/promises";

const FOLDER = new URL("../../../kimotsuki_ictclub/notebook/web/", import.meta.url);

export async function load(name) {
  const text = await readFile(new URL(name, FOLDER), "utf-8");
  return import(`data:text/javascript,${encodeURIComponent(text)}`);
}
