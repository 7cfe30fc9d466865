// The bundle of a page with an open map; `maps.ts` fetches it.

import { openCells } from "./map_cells";
import { openPin } from "./map_pin";

export function open(box: HTMLElement): Promise<void> {
  return box.dataset.map === "pin" ? openPin(box) : openCells(box);
}
