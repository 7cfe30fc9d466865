import * as L from "leaflet";

/** As the server sends a cell: name, middle, requests, number of the area's name, numbers of the kinds, corners. */
export type Row = [string, number, number, number, number, number[], number[]?];

export interface Cell {
  lat: number;
  lon: number;
  /** The middle in pixels of the whole world at zoom 0. */
  x: number;
  y: number;
  row: Row;
}

/** Cells that would cover one another, drawn as one. It stands where its first cell is: always a public middle. */
export interface Heap {
  key: string;
  first: Cell;
  cells: Cell[];
  count: number;
}

/** Closer than this, two buttons could not be hit apart. */
const APART = 56;
/** More squares than the world has at the closest zoom, so that one number names a square. */
const LINES = 2 ** 21;
const WORLD = 256;
const AT_ONCE = 1_000;

/** Ten thousand of these in a moment, even on an old phone: numbers only, and Mercator by hand. */
export function cellsOf(rows: Row[]): Cell[] {
  return rows.map((row) => {
    const sine = Math.sin((row[1] * Math.PI) / 180);
    const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    return { lat: row[1], lon: row[2], x: WORLD * (row[2] / 360 + 0.5), y: WORLD * y, row };
  });
}

/** Everything that is to be seen, with a rim of hexagons around it. */
export function boundsOfCells(cells: Cell[]): L.LatLngBounds {
  let [south, west, north, east] = [90, 180, -90, -180];
  for (const { lat, lon } of cells) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  const rim = 0.02;
  return L.latLngBounds([south - rim, west - rim], [north + rim, east + rim]);
}

/** Whether something is in view, without making an object for each question. */
export function insideOf(bounds: L.LatLngBounds): (cell: Cell) => boolean {
  const [south, west, north, east] = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()];
  return ({ lat, lon }) => lat >= south && lat <= north && lon >= west && lon <= east;
}

/** Let a slow phone answer a finger in between. */
export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The same heaps wherever the map is moved to; they depend on the zoom alone. One look at nine squares for each cell. */
export async function heapUp(cells: Cell[], zoom: number): Promise<Heap[]> {
  const scale = 2 ** zoom;
  const squares = new Map<number, Heap[]>();
  const heaps: Heap[] = [];
  for (const [index, cell] of cells.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await breathe();
    const column = Math.floor((cell.x * scale) / APART);
    const line = Math.floor((cell.y * scale) / APART);
    const near = nearHeap(squares, cell, column, line, APART / scale);
    if (near) {
      near.cells.push(cell);
      near.count += cell.row[3];
      continue;
    }
    const heap = { key: `${zoom}/${cell.row[0]}`, first: cell, cells: [cell], count: cell.row[3] };
    const square = column * LINES + line;
    const there = squares.get(square);
    if (there) there.push(heap);
    else squares.set(square, [heap]);
    heaps.push(heap);
  }
  return heaps;
}

function nearHeap(squares: Map<number, Heap[]>, { x, y }: Cell, column: number, line: number, apart: number): Heap | undefined {
  for (let square = (column - 1) * LINES + line; square <= (column + 1) * LINES + line; square += LINES) {
    for (let near = square - 1; near <= square + 1; near += 1) {
      const heap = squares.get(near)?.find(({ first }) => (first.x - x) ** 2 + (first.y - y) ** 2 < apart ** 2);
      if (heap) return heap;
    }
  }
  return undefined;
}

/** The corners of a cell's hexagon; they come as steps from its middle. */
export function rimOf({ row }: Cell): L.LatLngTuple[] {
  const steps = row[6] ?? [];
  const rim: L.LatLngTuple[] = [];
  for (let index = 0; index + 1 < steps.length; index += 2) {
    rim.push([row[1] + (steps[index] ?? 0) / 10_000, row[2] + (steps[index + 1] ?? 0) / 10_000]);
  }
  return rim;
}
