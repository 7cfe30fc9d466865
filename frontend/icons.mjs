// Reads the SVG of each icon named in icons.txt from bootstrap-icons: {name: "inner markup"}, all drawn in a 16 × 16 box.
import { readFile } from "node:fs/promises";

export async function collectIcons(listFile, iconFolder) {
  const names = (await readFile(listFile, "utf8"))
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length) throw new Error(`icons.txt names twice: ${repeated.join(", ")}`);
  const entries = await Promise.all(names.sort().map(async (name) => [name, await innerMarkup(iconFolder, name)]));
  return Object.fromEntries(entries);
}

async function innerMarkup(iconFolder, name) {
  const svg = await readFile(new URL(`${name}.svg`, iconFolder), "utf8").catch(() => {
    throw new Error(`icons.txt names "${name}", which bootstrap-icons does not have`);
  });
  const match = svg.match(/^<svg[^>]*viewBox="0 0 16 16"[^>]*>([\s\S]*)<\/svg>\s*$/);
  if (!match) throw new Error(`The icon "${name}" is not drawn in a 16 × 16 box`);
  return match[1].replace(/\s*\n\s*/g, "").trim();
}
