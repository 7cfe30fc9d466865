// The week grid: arrow keys, painting with mouse or finger, whole days and whole bands at once. Each cell stays the
// tick box it is without us.

import { all, once } from "./dom";

const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function enhanceWeeks(root: ParentNode): void {
  for (const table of all<HTMLTableElement>("table[data-week]", root)) {
    if (!once(table, "Week")) continue;
    const rows = all<HTMLTableRowElement>("tbody tr", table).map((row) => all<HTMLInputElement>("input", row));
    moveByKeys(table, rows);
    paint(table);
    offerWhole(table, rows);
  }
}

function moveByKeys(table: HTMLTableElement, rows: HTMLInputElement[][]): void {
  const cells = rows.flat();
  const stopAt = (cell: HTMLInputElement): void => cells.forEach((other) => (other.tabIndex = other === cell ? 0 : -1));
  const first = cells.find((cell) => cell.checked) ?? cells[0];
  if (first) stopAt(first);
  table.addEventListener("focusin", ({ target }) => cells.includes(target as HTMLInputElement) && stopAt(target as HTMLInputElement));
  table.addEventListener("keydown", (event) => {
    const row = rows.findIndex((line) => line.includes(event.target as HTMLInputElement));
    const step = STEPS[event.key];
    if (row < 0 || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    const column = rows[row]!.indexOf(event.target as HTMLInputElement);
    const sideways = getComputedStyle(table).direction === "rtl" ? -step[1] : step[1];
    const next = rows[row + step[0]]?.[column + sideways];
    event.preventDefault();
    next?.focus();
  });
}

function paint(table: HTMLTableElement): void {
  let start: HTMLInputElement | null = null;
  let ticks = false;
  let painted = false;
  table.addEventListener("pointerdown", (event) => {
    start = cellAt(table, event);
    ticks = !start?.checked;
    painted = false;
  });
  table.addEventListener("pointermove", (event) => {
    const cell = start && cellAt(table, event);
    if (!start || !cell || (cell === start && !painted)) return;
    painted = true;
    tick(start, ticks);
    tick(cell, ticks);
  });
  for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, () => (start = null));
  // A stroke that ends where it began must not also count as a press of that cell.
  table.addEventListener("click", (event) => {
    if (painted && event.target instanceof HTMLInputElement) event.preventDefault();
    painted = false;
  });
}

function cellAt(table: HTMLTableElement, event: PointerEvent): HTMLInputElement | null {
  const under = document.elementFromPoint(event.clientX, event.clientY)?.closest(".week-cell");
  return under && table.contains(under) ? under.querySelector("input") : null;
}

function tick(cell: HTMLInputElement, on: boolean): void {
  if (cell.checked === on) return;
  cell.checked = on;
  cell.dispatchEvent(new Event("change", { bubbles: true }));
}

function offerWhole(table: HTMLTableElement, rows: HTMLInputElement[][]): void {
  all<HTMLTableCellElement>("tbody th", table).forEach((heading, row) => pickButton(heading, () => rows[row] ?? []));
  all<HTMLTableCellElement>("thead th", table).forEach((heading, column) =>
    pickButton(heading, () => rows.flatMap((line) => line[column] ?? [])),
  );
}

function pickButton(heading: HTMLTableCellElement, cells: () => HTMLInputElement[]): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "week-pick";
  button.title = heading.dataset.pick ?? "";
  button.textContent = heading.textContent;
  button.addEventListener("click", () => {
    const on = !cells().every((cell) => cell.checked);
    cells().forEach((cell) => tick(cell, on));
  });
  heading.replaceChildren(button);
}
