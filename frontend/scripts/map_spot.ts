import * as L from "leaflet";
import { boundsOf, drawBase, fetchBase } from "./map_base";

type Middle = [number, number];

/** As the server says it: the cell of the request with its corners, and the cells of those who could come. */
interface Spot {
  at: [number, number, number[]] | null;
  proposed: Middle[];
  others: Middle[];
}

const CLOSEST_FIT = 13;
const STEPS_PER_DEGREE = 10_000;

/** Follows the page: whenever another request is looked at, its spot is drawn. */
export async function openSpot(box: HTMLElement): Promise<void> {
  const source = document.getElementById(box.dataset.source ?? "");
  const base = await fetchBase(box);
  const map = await drawBase(box, base);
  const layer = L.layerGroup().addTo(map);
  const show = (): void => {
    const spot = read(source?.dataset.spot);
    layer.clearLayers();
    if (spot) draw(spot, layer);
    const bounds = L.latLngBounds([...placesIn(spot)]);
    map.fitBounds(bounds.isValid() ? bounds.pad(0.15) : boundsOf(base), { maxZoom: CLOSEST_FIT, animate: false });
    const status = box.querySelector("[data-map-status]");
    if (status) status.textContent = spot && !spot.at ? (box.dataset.nowhere ?? "") : "";
  };
  show();
  if (source) new MutationObserver(show).observe(source, { attributes: true, attributeFilter: ["data-spot"] });
}

const read = (text = ""): Spot | null => (text ? (JSON.parse(text) as Spot) : null);

function placesIn(spot: Spot | null): Middle[] {
  if (!spot) return [];
  return [...rimOf(spot), ...spot.proposed, ...spot.others];
}

function rimOf({ at }: Spot): Middle[] {
  if (!at) return [];
  const [lat, lon, steps] = at;
  const rim: Middle[] = [];
  for (let index = 0; index + 1 < steps.length; index += 2) {
    rim.push([lat + (steps[index] ?? 0) / STEPS_PER_DEGREE, lon + (steps[index + 1] ?? 0) / STEPS_PER_DEGREE]);
  }
  return rim;
}

function draw(spot: Spot, layer: L.LayerGroup): void {
  if (spot.at) {
    L.polygon(rimOf(spot), { interactive: false, className: "map-cell" }).addTo(layer);
    const [lat, lon] = spot.at;
    for (const from of spot.proposed) {
      L.polyline([from, [lat, lon]], { interactive: false, className: "map-way" }).addTo(layer);
    }
  }
  for (const at of spot.others) L.circleMarker(at, { interactive: false, radius: 6, className: "map-other" }).addTo(layer);
  for (const at of spot.proposed) L.circleMarker(at, { interactive: false, radius: 9, className: "map-proposed" }).addTo(layer);
}
