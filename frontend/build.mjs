// Builds everything the pages load: `node build.mjs [--watch]`. The wheel's build hook calls it after `npm ci --ignore-scripts`.
import { watch } from "node:fs";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { collectIcons } from "./icons.mjs";
import { physicalSides, toLogical } from "./logical.mjs";

const HERE = new URL("./", import.meta.url);
const OUT = new URL("../src/manyhands/web/static/manyhands/", HERE);
const BROWSERS = ["chrome90", "firefox91", "safari15"];
/** Bytes a visitor loads, compressed: the page budgets stand or fall here, so the build refuses more. */
const LIMITS = { "site.css": 25_000, "public.js": 5_000 };

const SHIPPED = ["bootstrap", "bootstrap-icons", "htmx.org"];

const inHere = (name) => fileURLToPath(new URL(name, HERE));
const inOut = (name) => fileURLToPath(new URL(name, OUT));

async function buildStyles() {
  const { css } = sass.compile(inHere("styles/site.scss"), {
    loadPaths: [inHere("node_modules")],
    quietDeps: true,
    // Bootstrap 5.3 is written for @import; its successor moves to modules.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const logical = toLogical(css);
  const physical = physicalSides(logical);
  if (physical.length) throw new Error(`Physical sides in the stylesheet: ${[...new Set(physical)].join(", ")}`);
  if (/url\(["']?data:/.test(logical)) throw new Error("The stylesheet holds a data: image, which our content policy blocks");
  const { code } = await esbuild.transform(logical, { loader: "css", minify: true, target: BROWSERS });
  await writeFile(inOut("site.css"), code);
  return { "site.css": code };
}

async function buildScripts() {
  const { outputFiles } = await esbuild.build({
    entryPoints: { public: inHere("scripts/public.ts"), app: inHere("scripts/app.ts") },
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

async function copyMark() {
  await copyFile(inHere("mark.svg"), inOut("favicon.svg"));
  return { "favicon.svg": "" };
}

/** The licences of what is bundled ask to travel with it. */
async function collectLicences() {
  const texts = await Promise.all(
    SHIPPED.map(async (name) => `${name}\n\n${await readFile(inHere(`node_modules/${name}/LICENSE`), "utf8")}`),
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
  const built = await Promise.all([buildStyles(), buildScripts(), buildIcons(), copyMark(), collectLicences()]);
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
