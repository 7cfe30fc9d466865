// Reads a PMTiles file of pictures, piece by piece. A bundle of its own: most groups have no such file.

import { PMTiles } from "pmtiles";

export function openFile(url: string): {
  closest: Promise<number>;
  picture(z: number, x: number, y: number): Promise<Blob | null>;
} {
  const file = new PMTiles(url);
  return {
    closest: file.getHeader().then((header) => header.maxZoom),
    async picture(z, x, y) {
      const found = await file.getZxy(z, x, y);
      return found ? new Blob([found.data]) : null;
    },
  };
}
