import * as L from "leaflet";

const COOKIE = "map_pictures";
const A_YEAR_SECONDS = 31_536_000;

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
  const tiles = L.tileLayer(box.dataset.picturesUrl ?? "", {
    maxNativeZoom: Number(box.dataset.closest),
    maxZoom: 16,
    referrerPolicy: "origin",
  });
  const show = (answer: string): void => {
    const isAgreed = answer === box.dataset.pictures;
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

function listen(box: HTMLElement, show: (answer: string) => void): void {
  const answer = (said: string): void => {
    document.cookie = `${COOKIE}=${said};path=/;max-age=${A_YEAR_SECONDS};samesite=lax`;
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

/** Drawn on a canvas, so that the content policy need not let in pictures that have no address. */
async function addFile(box: HTMLElement, map: L.Map): Promise<void> {
  const { openFile } = (await import(box.dataset.fileScript ?? "")) as FileScript;
  const file = openFile(new URL(box.dataset.file ?? "", location.href).href);
  const FileLayer = L.GridLayer.extend({
    createTile(at: L.Coords, done: L.DoneCallback): HTMLElement {
      const tile = document.createElement("canvas");
      const { x: width, y: height } = (this as L.GridLayer).getTileSize();
      tile.width = width;
      tile.height = height;
      file
        .picture(at.z, at.x, at.y)
        .then((blob) => (blob ? createImageBitmap(blob) : null))
        .then((bitmap) => {
          if (bitmap) tile.getContext("2d")?.drawImage(bitmap, 0, 0, width, height);
          done(undefined, tile);
        })
        .catch((error: Error) => done(error, tile));
      return tile;
    },
  });
  const layer = new (FileLayer as unknown as new (options: L.GridLayerOptions) => L.GridLayer)({
    maxZoom: 16,
    maxNativeZoom: await file.closest,
  });
  layer.addTo(map);
  toggle(box, "[data-map-outline-credit]", false);
}
