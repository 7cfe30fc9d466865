import * as L from "leaflet";
import { boundsOf, drawBase, fetchBase, fetchJson, isStill } from "./map_base";
import { boundsOfCells, breathe, type Cell, cellsOf, type Heap, heapUp, insideOf, rimOf, type Row } from "./map_heaps";
import { showRows } from "./map_rows";
import { countIn, fill, type Words } from "./map_words";

interface Answer {
  kinds: string[];
  areas: string[];
  cells: Row[];
  elsewhere: number;
  words: Words;
}

/** More hexagons than this in view are crumbs: the numbers say it better. */
const MOST_HEXAGONS = 400;
const CLOSEST_FIT = 13;
const BUTTONS_AT_ONCE = 20;

export async function openCells(box: HTMLElement): Promise<void> {
  const { source = "", query = "" } = box.dataset;
  const [base, answer] = await Promise.all([fetchBase(box), fetchJson<Answer>(query ? `${source}?${query}` : source)]);
  const map = await drawBase(box, base);
  const cells = cellsOf(answer.cells);
  await breathe();
  map.fitBounds(cells.length ? boundsOfCells(cells) : boundsOf(base), { maxZoom: CLOSEST_FIT, animate: false });
  await breathe();
  await new CellMap(box, map, cells, answer).draw();
  say(box, answer, cells);
}

function say(box: HTMLElement, answer: Answer, cells: Cell[]): void {
  const total = cells.reduce((sum, cell) => sum + cell.row[3], 0);
  const sentences = [fill(box.dataset.shown, { count: countIn(answer.words, total), cells: cells.length })];
  if (answer.elsewhere) sentences.push(fill(box.dataset.elsewhere, { count: countIn(answer.words, answer.elsewhere) }));
  const status = box.querySelector("[data-map-status]");
  if (status) status.textContent = sentences.join(" ");
}

/** Only what is in view has elements, at most a hundred of them, however many cells there are. */
class CellMap {
  private readonly shown = new Map<string, L.Marker>();
  private readonly hexagons = L.polygon([], { interactive: false, className: "map-cell" });
  private readonly heapsByZoom = new Map<number, Heap[]>();

  constructor(
    private readonly box: HTMLElement,
    private readonly map: L.Map,
    private readonly cells: Cell[],
    private readonly answer: Answer,
  ) {
    this.hexagons.addTo(map);
    map.on("moveend", () => void this.draw());
  }

  /** Only for the zoom at which it began: whoever goes on meanwhile is drawn for anew. */
  async draw(): Promise<void> {
    const zoom = this.map.getZoom();
    const heaps = this.heapsByZoom.get(zoom) ?? (await heapUp(this.cells, zoom));
    this.heapsByZoom.set(zoom, heaps);
    await breathe();
    if (this.map.getZoom() === zoom) await this.show(heaps, zoom);
  }

  private async show(heaps: Heap[], zoom: number): Promise<void> {
    const isInView = insideOf(this.map.getBounds().pad(0.1));
    const inView = new Map(heaps.filter(({ first }) => isInView(first)).map((heap) => [heap.key, heap]));
    const hadFocus = this.map.getContainer().contains(document.activeElement);
    for (const [key, marker] of this.shown) {
      if (inView.has(key)) continue;
      marker.remove();
      this.shown.delete(key);
    }
    if (hadFocus && !this.map.getContainer().contains(document.activeElement)) this.map.getContainer().focus({ preventScroll: true });
    const near = this.cells.filter((cell) => cell.row[6] && isInView(cell));
    this.hexagons.setLatLngs(near.length <= MOST_HEXAGONS ? near.map((cell) => [rimOf(cell)]) : []);
    let added = 0;
    for (const heap of inView.values()) {
      if (this.shown.has(heap.key)) continue;
      this.add(heap);
      added += 1;
      if (added % BUTTONS_AT_ONCE === 0) await breathe();
      if (this.map.getZoom() !== zoom) return;
    }
  }

  private add(heap: Heap): void {
    const at = L.latLng(heap.first.lat, heap.first.lon);
    const button = document.createElement("button");
    button.type = "button";
    button.className = heap.cells.length > 1 ? "map-heap is-several" : "map-heap";
    button.textContent = heap.count.toLocaleString(document.documentElement.lang);
    button.setAttribute("aria-label", this.label(heap));
    button.title = this.label(heap);
    button.addEventListener("click", () => this.press(heap));
    // Brought into view by us, not by the browser scrolling the frame under the map's feet.
    button.addEventListener("focus", () => this.map.panInside(at, { padding: [40, 40], animate: !isStill() }));
    const icon = L.divIcon({ className: "map-mark", html: button, iconSize: undefined });
    this.shown.set(heap.key, L.marker(at, { icon, interactive: false, keyboard: false }).addTo(this.map));
  }

  private label(heap: Heap): string {
    const count = countIn(this.answer.words, heap.count);
    if (heap.cells.length > 1) return fill(this.box.dataset.several, { count });
    const [, , , , area, kinds] = heap.first.row;
    const names = kinds.map((kind) => this.answer.kinds[kind] ?? "").join(", ");
    const where = this.answer.areas[area] ?? "";
    return fill(where ? this.box.dataset.near : this.box.dataset.somewhere, { count, area: where, kinds: names });
  }

  private press(heap: Heap): void {
    if (heap.cells.length === 1) {
      void showRows(this.box, heap.first.row[0]);
      return;
    }
    const bounds = boundsOfCells(heap.cells);
    const zoom = Math.max(this.map.getZoom() + 1, Math.min(this.map.getBoundsZoom(bounds), CLOSEST_FIT));
    this.map.once("moveend", () => void this.focusOn(heap));
    this.map.setView(bounds.getCenter(), Math.min(zoom, this.map.getMaxZoom()), { animate: !isStill() });
  }

  private async focusOn(heap: Heap): Promise<void> {
    await this.draw();
    const inside = this.heapsByZoom.get(this.map.getZoom())?.find((one) => heap.cells.includes(one.first));
    const button = inside && this.shown.get(inside.key)?.getElement()?.querySelector("button");
    button?.focus({ preventScroll: true });
  }
}
