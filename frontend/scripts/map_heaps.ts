import * as L from "leaflet";

/** As the server sends a cell: name, middle, requests, number of the area's name, numbers of the kinds, corners. */
export type Row = [string, number, number, number, number, number[], number[]?];

export interface Cell {
  id: string;
  at: L.LatLng;
  /** The middle in pixels of the whole world at zoom 0. */
  point: L.Point;
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

export function cellsOf(rows: Row[]): Cell[] {
  return rows.map((row) => {
    const at = L.latLng(row[1], row[2]);
    return { id: row[0], at, point: L.CRS.EPSG3857.latLngToPoint(at, 0), row };
  });
}

/** The same heaps wherever the map is moved to; they depend on the zoom alone. One look at nine squares for each cell. */
export function heapUp(cells: Cell[], zoom: number): Heap[] {
  const scale = 2 ** zoom;
  const squares = new Map<string, Heap[]>();
  const heaps: Heap[] = [];
  for (const cell of cells) {
    const near = nearHeap(squares, cell, scale);
    if (near) {
      near.cells.push(cell);
      near.count += cell.row[3];
      continue;
    }
    const heap = { key: `${zoom}/${cell.id}`, first: cell, cells: [cell], count: cell.row[3] };
    heaps.push(heap);
    const square = squareOf(cell, scale).join();
    squares.set(square, [...(squares.get(square) ?? []), heap]);
  }
  return heaps;
}

function nearHeap(squares: Map<string, Heap[]>, cell: Cell, scale: number): Heap | undefined {
  const [x, y] = squareOf(cell, scale);
  for (let column = x - 1; column <= x + 1; column += 1) {
    for (let line = y - 1; line <= y + 1; line += 1) {
      const found = squares.get(`${column},${line}`)?.find(({ first }) => first.point.distanceTo(cell.point) * scale < APART);
      if (found) return found;
    }
  }
  return undefined;
}

function squareOf(cell: Cell, scale: number): [number, number] {
  return [Math.floor((cell.point.x * scale) / APART), Math.floor((cell.point.y * scale) / APART)];
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
