// The bundle of a page with an open map; `maps.ts` fetches it.

import { openCells } from "./map_cells";
import { openPin } from "./map_pin";
import { openSpot } from "./map_spot";

export function open(box: HTMLElement): Promise<void> {
  if (box.dataset.map === "pin") return openPin(box);
  return box.dataset.map === "spot" ? openSpot(box) : openCells(box);
}
