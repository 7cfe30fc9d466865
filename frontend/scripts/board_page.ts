// The parts of the board in the page, and how newer ones take their place.

import { keepDrafts, restoreDrafts } from "./board_drafts";
import { morph } from "./board_morph";
import { keepVanishing, showNews } from "./board_news";
import { type Answer, fetchPart } from "./board_send";
import { hideLost, showLost } from "./submit";

const BESIDE = ["board-people", "board-need"];
let failures = 0;
// What was chosen last, though it may still be on its way.
let marked: string | undefined;

export const part = (id: string, root: Document = document): HTMLElement | null => root.getElementById(id);
export const reference = (): string => part("board-need")?.dataset.need ?? "";
export const chosen = (): string => marked ?? reference();
/** Twice as long after each answer that did not come, up to sixteen times. */
export const patience = (): number => 2 ** failures;

export function markRow(root: HTMLElement, wanted: string): void {
  marked = wanted;
  for (const row of root.querySelectorAll<HTMLElement>("[data-row]")) {
    const isChosen = row.dataset.row === wanted;
    row.classList.toggle("is-selected", isChosen);
    const link = row.querySelector("a");
    if (isChosen) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
  sayWhetherBusy();
}

/** No key is about a request that is still beside the list when another was chosen. */
function sayWhetherBusy(): void {
  const isBusy = Boolean(marked) && marked !== reference();
  for (const id of BESIDE) part(id)?.setAttribute("aria-busy", String(isBusy));
}

/** Nobody who works by keyboard starts again at the top of the page because what they pressed is gone. */
export function holdFocus(root: ParentNode, had: Element | null = null): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  const rows = [`#row-${CSS.escape(reference())} a`, "[data-row] a", "#board-search"];
  const places = rows.map((place) => root.querySelector<HTMLElement>(place));
  const kept = had instanceof HTMLElement && had.isConnected ? had : null;
  [kept, ...places].find((place) => place?.getClientRects().length)?.focus({ preventScroll: true });
}

export function showBeside(doc: Document, isAnother: boolean): void {
  const had = document.activeElement;
  const need = part("board-need");
  if (isAnother && need) keepDrafts(reference(), need);
  for (const id of BESIDE) {
    const old = part(id);
    const fresh = part(id, doc);
    if (!old || !fresh) continue;
    if (isAnother) old.replaceChildren(...Array.from(fresh.childNodes));
    morph(old, isAnother ? withChildrenOf(fresh, old) : fresh);
    enhance(old);
  }
  const shown = part("board-need");
  if (isAnother && shown) restoreDrafts(reference(), shown);
  if (isAnother) document.querySelectorAll(".board-column").forEach((column) => column.scrollTo(0, 0));
  if (had !== document.body) holdFocus(document, had);
}

/** The attributes of one with the children of the other: only the attributes are left to be made alike. */
function withChildrenOf(fresh: HTMLElement, old: HTMLElement): HTMLElement {
  const shell = fresh.cloneNode(false) as HTMLElement;
  shell.append(...Array.from(old.childNodes, (child) => child.cloneNode(true)));
  return shell;
}

export function showList(root: HTMLElement, doc: Document): void {
  const had = document.activeElement;
  const rows = part("board-rows");
  const freshRows = part("board-rows", doc);
  if (rows && freshRows) keepVanishing(rows, freshRows);
  for (const id of ["board-head", "board-list"]) {
    const old = part(id);
    const fresh = part(id, doc);
    if (old && fresh && (id === "board-list" || fresh.dataset.signature)) morph(old, fresh);
  }
  markRow(root, chosen());
  showNews(root);
  if (had !== document.body) holdFocus(root, had);
}

export async function fetchOrSay(root: HTMLElement, url: string): Promise<Answer | null> {
  try {
    const answer = await fetchPart(url);
    if (answer?.response.redirected) location.reload();
    failures = 0;
    hideLost();
    return answer?.response.ok ? answer : null;
  } catch {
    failures = Math.min(failures + 1, 4);
    if (failures > 1) showLost(root, () => location.reload());
    return null;
  }
}

export function enhance(root: HTMLElement): void {
  root.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
}
