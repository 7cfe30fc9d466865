// Builds everything the pages load: `node build.mjs [--watch]`. The wheel's build hook calls it after `npm ci --ignore-scripts`.
import { watch } from "node:fs";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { collectIcons } from "./icons.mjs";
import { physicalSides, toLogical } from "./logical.mjs";
import { collectOutlines } from "./outlines.mjs";

const HERE = new URL("./", import.meta.url);
const OUT = new URL("../src/manyhands/web/static/manyhands/", HERE);
const BROWSERS = ["chrome90", "firefox91", "safari15"];
/** Bytes a visitor loads, compressed: the page budgets stand or fall here, so the build refuses more. */
const LIMITS = { "site.css": 25_000, "public.js": 5_000, "board.js": 5_000, "passkeys.js": 2_000, "maps.css": 6_000, "map.js": 60_000 };

const SHIPPED = ["bootstrap", "bootstrap-icons", "htmx.org", "leaflet", "us-atlas", "fflate"];

const inHere = (name) => fileURLToPath(new URL(name, HERE));
const inOut = (name) => fileURLToPath(new URL(name, OUT));

const buildStyles = async () => Object.assign({}, ...(await Promise.all(["site", "maps"].map(buildStyle))));

async function buildStyle(name) {
  const { css } = sass.compile(inHere(`styles/${name}.scss`), {
    loadPaths: [inHere("node_modules")],
    quietDeps: true,
    // Bootstrap 5.3 is written for @import; its successor moves to modules.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  // Leaflet's pictures of controls that we do not use, and a behaviour of browsers long gone.
  const logical = toLogical(css).replace(/[\w-]+:\s*url\((?:images\/|#default)[^)]*\);?/g, "");
  const physical = physicalSides(logical);
  if (physical.length) throw new Error(`Physical sides in the stylesheet: ${[...new Set(physical)].join(", ")}`);
  if (/url\(["']?data:/.test(logical)) throw new Error("The stylesheet holds a data: image, which our content policy blocks");
  const { code } = await esbuild.transform(logical, { loader: "css", minify: true, target: BROWSERS });
  await writeFile(inOut(`${name}.css`), code);
  return { [`${name}.css`]: code };
}

async function buildScripts() {
  const { outputFiles } = await esbuild.build({
    entryPoints: Object.fromEntries(["public", "app", "board", "map", "map_file", "passkeys"].map((name) => [name, inHere(`scripts/${name}.ts`)])),
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    sourcemap: true,
    outdir: fileURLToPath(OUT),
    write: false,
    legalComments: "none",
  });
  await Promise.all(outputFiles.map((file) => writeFile(file.path, file.contents)));
  return Object.fromEntries(outputFiles.map((file) => [file.path.replace(/.*[\\/]/, ""), file.text]));
}

async function buildIcons() {
  const icons = await collectIcons(new URL("icons.txt", HERE), new URL("node_modules/bootstrap-icons/icons/", HERE));
  const text = JSON.stringify(icons);
  await writeFile(inOut("icons.json"), text);
  return { "icons.json": text };
}

async function buildOutlines() {
  const atlas = JSON.parse(await readFile(inHere("node_modules/us-atlas/counties-10m.json"), "utf8"));
  await mkdir(inOut("outlines"), { recursive: true });
  const files = Object.entries(collectOutlines(atlas));
  await Promise.all(files.map(([name, file]) => writeFile(inOut(`outlines/${name}.json`), JSON.stringify(file))));
  return { outlines: "" };
}

async function copyMark() {
  await copyFile(inHere("mark.svg"), inOut("favicon.svg"));
  return { "favicon.svg": "" };
}

/** The licences of what is bundled ask to travel with it. */
async function collectLicences() {
  const paths = Object.fromEntries(SHIPPED.map((name) => [name, `node_modules/${name}/LICENSE`]));
  // Its package comes without the text.
  paths.pmtiles = "licences/pmtiles.txt";
  const texts = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => `${name}\n\n${await readFile(inHere(path), "utf8")}`),
  );
  const text = texts.join("\n\n");
  await writeFile(inOut("licences.txt"), text);
  return { "licences.txt": text };
}

async function removeStale(files) {
  const stale = (await readdir(OUT)).filter((name) => !(name in files));
  await Promise.all(stale.map((name) => rm(inOut(name), { recursive: true })));
}

function checkLimits(files) {
  for (const [name, limit] of Object.entries(LIMITS)) {
    const size = gzipSync(files[name], { level: 9 }).length;
    console.log(`${name}: ${size} bytes compressed (limit ${limit})`);
    if (size > limit) throw new Error(`${name} is larger than its limit`);
  }
}

async function buildAll() {
  await mkdir(OUT, { recursive: true });
  const built = await Promise.all([buildStyles(), buildScripts(), buildIcons(), buildOutlines(), copyMark(), collectLicences()]);
  const files = Object.assign({}, ...built);
  await removeStale(files);
  checkLimits(files);
}

await buildAll();
if (process.argv.includes("--watch")) {
  let waiting;
  watch(fileURLToPath(HERE), { recursive: true }, (_, name) => {
    if (name?.includes("node_modules")) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => buildAll().catch((error) => console.error(error.message)), 100);
  });
}
