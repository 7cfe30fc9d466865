import * as L from "leaflet";

const IS_SECURE = location.protocol === "https:";
const COOKIE = IS_SECURE ? "__Host-map_pictures" : "map_pictures";
const A_YEAR_SECONDS = 31_536_000;
const PATIENCE_MS = 8_000;

type FileScript = { openFile(url: string): { closest: Promise<number>; picture(z: number, x: number, y: number): Promise<Blob | null> } };

/** Pictures of streets from the host's own file, from somebody else if that was agreed to, or plain outlines. */
export async function showPictures(box: HTMLElement, map: L.Map, outlines: L.LayerGroup): Promise<void> {
  if (box.dataset.file) {
    await addFile(box, map);
    return;
  }
  if (!box.dataset.pictures) {
    outlines.addTo(map);
    return;
  }
  const url = box.dataset.picturesUrl ?? "";
  const tiles = tileLayer(Number(box.dataset.closest), (at, done) => picture(L.Util.template(url, at), done));
  const tell = (isMissing: boolean): void => {
    toggle(box, "[data-map-missing]", isMissing);
    toggle(box, "[data-map-pictures-credit]", !isMissing);
    toggle(box, "[data-map-outline-credit]", isMissing);
    if (isMissing) outlines.addTo(map);
    else outlines.remove();
  };
  watch(tiles, tell);
  const show = (answer: string): void => {
    const isAgreed = answer === box.dataset.pictures;
    toggle(box, "[data-map-missing]", false);
    toggle(box, "[data-map-ask]", !answer);
    toggle(box, "[data-map-stop]", isAgreed);
    toggle(box, "[data-map-start]", Boolean(answer) && !isAgreed);
    toggle(box, "[data-map-pictures-credit]", isAgreed);
    toggle(box, "[data-map-outline-credit]", !isAgreed);
    for (const layer of [tiles, outlines]) layer.remove();
    (isAgreed ? tiles : outlines).addTo(map);
  };
  listen(box, show);
  show(remembered());
}

/** Whether any picture arrives: a network that blocks them answers with an error, or never. */
function watch(tiles: L.GridLayer, tell: (isMissing: boolean) => void): void {
  let hasArrived = false;
  let timer = 0;
  tiles.on("loading", () => {
    hasArrived = false;
    clearTimeout(timer);
    timer = window.setTimeout(() => tell(true), PATIENCE_MS);
  });
  tiles.on("tileload", () => {
    clearTimeout(timer);
    if (!hasArrived) tell(false);
    hasArrived = true;
  });
  tiles.on("tileerror", () => {
    clearTimeout(timer);
    if (!hasArrived) tell(true);
  });
  tiles.on("remove", () => clearTimeout(timer));
}

function listen(box: HTMLElement, show: (answer: string) => void): void {
  const answer = (said: string): void => {
    const secure = IS_SECURE ? ";secure" : "";
    document.cookie = `${COOKIE}=${said};path=/;max-age=${A_YEAR_SECONDS};samesite=lax${secure}`;
    // Beside a form the page's content policy knows of the pictures already, and what was typed stays.
    if (box.dataset.map === "pin") show(said);
    else location.reload();
  };
  for (const button of box.querySelectorAll("[data-map-agree]")) {
    button.addEventListener("click", () => answer(box.dataset.pictures ?? ""));
  }
  for (const button of box.querySelectorAll("[data-map-decline]")) button.addEventListener("click", () => answer("none"));
}

function remembered(): string {
  const found = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1) ?? "";
}

function toggle(box: HTMLElement, selector: string, isShown: boolean): void {
  const part = box.querySelector<HTMLElement>(selector);
  if (part) part.hidden = !isShown;
}

type Draw = (at: L.Coords, done: (error?: Error) => void) => HTMLElement;

/** Not Leaflet's own layer of pictures: that one swaps them for a picture without an address, which our policy forbids. */
function tileLayer(closest: number, draw: Draw): L.GridLayer {
  const Layer = L.GridLayer.extend({
    createTile(at: L.Coords, done: L.DoneCallback): HTMLElement {
      const tile = draw(at, (error) => done(error, tile));
      return tile;
    },
  });
  return new (Layer as unknown as new (options: L.GridLayerOptions) => L.GridLayer)({ maxZoom: 16, maxNativeZoom: closest });
}

/** Tile servers want to know which site they serve; which page it is stays here. */
function picture(url: string, done: (error?: Error) => void): HTMLElement {
  const image = document.createElement("img");
  image.alt = "";
  image.referrerPolicy = "origin";
  image.onload = () => done();
  image.onerror = () => done(new Error(url));
  image.src = url;
  return image;
}

/** Drawn on a canvas, so that the content policy need not let in pictures that have no address. */
async function addFile(box: HTMLElement, map: L.Map): Promise<void> {
  const { openFile } = (await import(box.dataset.fileScript ?? "")) as FileScript;
  const file = openFile(new URL(box.dataset.file ?? "", location.href).href);
  const draw: Draw = (at, done) => {
    const tile = document.createElement("canvas");
    file
      .picture(at.z, at.x, at.y)
      .then((blob) => (blob ? createImageBitmap(blob) : null))
      .then((bitmap) => {
        // As large as the picture: closer than the file goes, the browser stretches it.
        tile.width = bitmap?.width ?? 1;
        tile.height = bitmap?.height ?? 1;
        if (bitmap) tile.getContext("2d")?.drawImage(bitmap, 0, 0);
        done();
      })
      .catch(done);
    return tile;
  };
  tileLayer(await file.closest, draw).addTo(map);
  toggle(box, "[data-map-outline-credit]", false);
}
