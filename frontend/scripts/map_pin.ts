import * as L from "leaflet";
import { type Base, drawBase, fetchBase } from "./map_base";
import { fill } from "./map_words";

const STREET_ZOOM = 15;
const TOWN_ZOOM = 11;
const TOWN_IS_NEAR_M = 15_000;

/** The cross stays in the middle, the world moves beneath it: the same for a finger, a mouse and the arrow keys. */
export async function openPin(box: HTMLElement): Promise<void> {
  const input = box.querySelector<HTMLInputElement>("input");
  if (!input) return;
  const base = await fetchBase(box);
  const map = await drawBase(box, base);
  const chosen = read(input.value);
  if (chosen) map.setView(chosen, STREET_ZOOM, { animate: false });
  else if (base.box) map.setZoom(Math.max(map.getZoom(), TOWN_ZOOM), { animate: false });
  const forget = box.querySelector<HTMLButtonElement>("[data-map-forget]");
  const tell = (at: L.LatLng | null): void => {
    input.value = at ? `${at.lat.toFixed(5)},${at.lng.toFixed(5)}` : "";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if (forget) forget.hidden = !at;
    const status = box.querySelector("[data-map-status]");
    if (status) status.textContent = at ? inWords(box, base, at) : "";
  };
  if (forget) forget.hidden = !chosen;
  forget?.addEventListener("click", () => tell(null));
  box.querySelector("[data-map-take]")?.addEventListener("click", () => {
    tell(map.getCenter().wrap());
    box.querySelector<HTMLButtonElement>("[data-map-close]")?.click();
  });
}

function read(text: string): L.LatLng | null {
  const [lat = Number.NaN, lon = Number.NaN] = text.split(",").map(Number);
  return text && Number.isFinite(lat) && Number.isFinite(lon) ? L.latLng(lat, lon) : null;
}

function inWords(box: HTMLElement, base: Base, at: L.LatLng): string {
  const near = base.towns
    .map(([name, lat, lon]): [number, string] => [at.distanceTo([lat, lon]), name])
    .sort(([one], [other]) => one - other)[0];
  return near && near[0] < TOWN_IS_NEAR_M ? fill(box.dataset.chosen, { town: near[1] }) : (box.dataset.chosenAlone ?? "");
}
