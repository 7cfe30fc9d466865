import * as L from "leaflet";
import { showPictures } from "./map_pictures";
import { keepWheel } from "./map_wheel";

export interface Base {
  box: { west: number; south: number; east: number; north: number } | null;
  area: [number, number][][];
  towns: [string, number, number][];
  outlines: string[];
}

/** The middle of the United States, for a group that has not said where it helps. */
const NOWHERE = L.latLngBounds([24, -125], [50, -66]);
const STEPS_PER_DEGREE = 1000;
const TOWN_WIDTH = 110;
const TOWN_HEIGHT = 26;

export const isStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export async function fetchJson<Kind>(url: string): Promise<Kind> {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Kind;
}

/** A map with the group's surroundings under it: outlines and towns, or pictures where they are allowed. */
export async function drawBase(box: HTMLElement, base: Base): Promise<L.Map> {
  const canvas = box.querySelector<HTMLElement>("[data-map-canvas]");
  if (!canvas) throw new Error("no canvas");
  keepWheel(canvas);
  const isMoving = !isStill();
  const map = L.map(canvas, {
    attributionControl: false,
    zoomControl: false,
    // Leaflet's own keys glide also for people who want nothing to move.
    keyboard: false,
    minZoom: 4,
    maxZoom: 16,
    zoomAnimation: isMoving,
    fadeAnimation: isMoving,
    markerZoomAnimation: isMoving,
    inertia: isMoving,
  });
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut, zoomInText: "+", zoomOutText: "−" }).addTo(map);
  map.fitBounds(boundsOf(base), { animate: false });
  for (const name of ["under", "names"]) map.createPane(name);
  const outlines = L.layerGroup();
  await showPictures(box, map, outlines).catch((error: unknown) => {
    map.remove();
    throw error;
  });
  void addOutlines(base, outlines);
  keepTowns(base, map, outlines);
  if (base.area.length) L.polygon(base.area, { interactive: false, className: "map-area" }).addTo(map);
  listenToKeys(map);
  return map;
}

export const fetchBase = (box: HTMLElement): Promise<Base> => fetchJson<Base>(box.dataset.base ?? "");

export function boundsOf(base: Base): L.LatLngBounds {
  return base.box ? L.latLngBounds([base.box.south, base.box.west], [base.box.north, base.box.east]) : NOWHERE;
}

/** Each line is a first corner and the steps to the next ones, in thousandths of a degree. */
async function addOutlines(base: Base, layer: L.LayerGroup): Promise<void> {
  for (const url of base.outlines) {
    const file = await fetchJson<Record<"county" | "state", number[][]>>(url).catch(() => null);
    if (!file) continue;
    for (const kind of ["county", "state"] as const) {
      L.polyline(file[kind].map(unpack), { pane: "under", interactive: false, className: `map-${kind}` }).addTo(layer);
    }
  }
}

function unpack(steps: number[]): L.LatLngTuple[] {
  const corners: L.LatLngTuple[] = [];
  let lat = 0;
  let lon = 0;
  for (let index = 0; index + 1 < steps.length; index += 2) {
    lon += steps[index] ?? 0;
    lat += steps[index + 1] ?? 0;
    corners.push([lat / STEPS_PER_DEGREE, lon / STEPS_PER_DEGREE]);
  }
  return corners;
}

/** The largest towns that fit without covering one another, anew for each part of the world and each zoom. */
function keepTowns(base: Base, map: L.Map, layer: L.LayerGroup): void {
  const names = L.layerGroup().addTo(layer);
  const draw = (): void => {
    const taken: L.Point[] = [];
    names.clearLayers();
    for (const [name, lat, lon] of base.towns) {
      const point = map.latLngToContainerPoint([lat, lon]);
      if (!map.getSize().contains(point) || point.x < 0 || point.y < 0) continue;
      if (taken.some((other) => Math.abs(other.x - point.x) < TOWN_WIDTH && Math.abs(other.y - point.y) < TOWN_HEIGHT)) continue;
      taken.push(point);
      names.addLayer(townLabel(name, [lat, lon]));
    }
  };
  map.on("moveend", draw);
  draw();
}

function townLabel(name: string, at: L.LatLngTuple): L.Marker {
  const label = document.createElement("span");
  label.textContent = name;
  label.dir = "auto";
  const icon = L.divIcon({ className: "map-town", html: label, iconSize: undefined });
  return L.marker(at, { icon, pane: "names", interactive: false, keyboard: false });
}

/** Arrows, plus and minus work wherever the focus is inside the map. */
function listenToKeys(map: L.Map): void {
  const canvas = map.getContainer();
  canvas.tabIndex = 0;
  const steps: Record<string, L.PointTuple> = { ArrowUp: [0, -80], ArrowDown: [0, 80], ArrowLeft: [-80, 0], ArrowRight: [80, 0] };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    if (step) map.panBy(step, { animate: !isStill() });
    else if (event.key === "+" || event.key === "=") map.zoomIn();
    else if (event.key === "-") map.zoomOut();
    else return;
    event.preventDefault();
  });
}
