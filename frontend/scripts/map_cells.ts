import * as L from "leaflet";
import { boundsOf, drawBase, fetchBase, fetchJson, isStill } from "./map_base";
import { type Cell, cellsOf, type Heap, heapUp, rimOf, type Row } from "./map_heaps";
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

export async function openCells(box: HTMLElement): Promise<void> {
  const { source = "", query = "" } = box.dataset;
  const [base, answer] = await Promise.all([fetchBase(box), fetchJson<Answer>(query ? `${source}?${query}` : source)]);
  const map = await drawBase(box, base);
  const cells = cellsOf(answer.cells);
  const view = cells.length ? L.latLngBounds(cells.flatMap((cell) => [cell.at, ...rimOf(cell)])).pad(0.05) : boundsOf(base);
  map.fitBounds(view, { maxZoom: CLOSEST_FIT, animate: false });
  new CellMap(box, map, cells, answer);
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
    map.on("moveend", () => this.draw());
    this.draw();
  }

  private heaps(): Heap[] {
    const zoom = this.map.getZoom();
    const known = this.heapsByZoom.get(zoom) ?? heapUp(this.cells, zoom);
    this.heapsByZoom.set(zoom, known);
    return known;
  }

  private draw(): void {
    const view = this.map.getBounds().pad(0.1);
    const inView = new Map(this.heaps().filter((heap) => view.contains(heap.first.at)).map((heap) => [heap.key, heap]));
    const hadFocus = this.map.getContainer().contains(document.activeElement);
    for (const [key, marker] of this.shown) {
      if (inView.has(key)) continue;
      marker.remove();
      this.shown.delete(key);
    }
    for (const heap of inView.values()) if (!this.shown.has(heap.key)) this.add(heap);
    if (hadFocus && !this.map.getContainer().contains(document.activeElement)) this.map.getContainer().focus({ preventScroll: true });
    const near = this.cells.filter((cell) => cell.row[6] && view.contains(cell.at));
    this.hexagons.setLatLngs(near.length <= MOST_HEXAGONS ? near.map((cell) => [rimOf(cell)]) : []);
  }

  private add(heap: Heap): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = heap.cells.length > 1 ? "map-heap is-several" : "map-heap";
    button.textContent = heap.count.toLocaleString(document.documentElement.lang);
    button.setAttribute("aria-label", this.label(heap));
    button.title = this.label(heap);
    button.addEventListener("click", () => this.press(heap));
    // Brought into view by us, not by the browser scrolling the frame under the map's feet.
    button.addEventListener("focus", () => this.map.panInside(heap.first.at, { padding: [40, 40], animate: !isStill() }));
    const icon = L.divIcon({ className: "map-mark", html: button, iconSize: undefined });
    this.shown.set(heap.key, L.marker(heap.first.at, { icon, interactive: false, keyboard: false }).addTo(this.map));
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
      void showRows(this.box, heap.first.id);
      return;
    }
    const bounds = L.latLngBounds(heap.cells.map((cell) => cell.at));
    const zoom = Math.max(this.map.getZoom() + 1, Math.min(this.map.getBoundsZoom(bounds.pad(0.2)), CLOSEST_FIT));
    this.map.once("moveend", () => this.focusOn(heap));
    this.map.setView(bounds.getCenter(), Math.min(zoom, this.map.getMaxZoom()), { animate: !isStill() });
  }

  private focusOn(heap: Heap): void {
    const inside = this.heaps().find((one) => heap.cells.includes(one.first));
    const button = inside && this.shown.get(inside.key)?.getElement()?.querySelector("button");
    button?.focus({ preventScroll: true });
  }
}
