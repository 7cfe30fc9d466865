// "Ana took this 12 s ago", at the row that changed under somebody's eyes; a row that goes stays for a moment, greyed.

import { all, announce } from "./dom";

interface News {
  text: string;
  at: number;
  gone?: HTMLElement;
}

const SHOWN_FOR_MS = 45_000;
const MINUTE_S = 60;
const news = new Map<string, News>();

/** Read what the server says has happened; own presses are no news. Returns every request that is concerned. */
export function takeNews(doc: Document): Set<string> {
  const changed = new Set<string>();
  // The server's clock may not be this computer's.
  const ahead = Number(doc.getElementById("board-changes")?.dataset.now ?? Date.now()) - Date.now();
  for (const item of all<HTMLElement>("[data-change]", doc)) {
    const reference = item.dataset.change ?? "";
    changed.add(reference);
    if (!("own" in item.dataset)) news.set(reference, { text: item.textContent ?? "", at: Number(item.dataset.at) - ahead });
  }
  return changed;
}

/** Before the list is replaced: put rows that would vanish with their news back where they were. */
export function keepVanishing(old: HTMLElement, fresh: HTMLElement): void {
  const rows = all<HTMLElement>("[data-row]", old);
  rows.forEach((row, index) => {
    const item = news.get(row.dataset.row ?? "");
    if (!item || fresh.querySelector(`#${CSS.escape(row.id)}`)) return;
    const ghost = row.cloneNode(true) as HTMLElement;
    ghost.classList.add("is-gone");
    item.gone = ghost;
    fresh.insertBefore(ghost, fresh.children[index] ?? null);
  });
}

export function showNews(list: HTMLElement): void {
  for (const [reference, item] of news) {
    const row = list.querySelector<HTMLElement>(`[data-row="${CSS.escape(reference)}"]`);
    const isOld = Date.now() - item.at > SHOWN_FOR_MS;
    if (isOld) {
      news.delete(reference);
      row?.querySelector(".row-news")?.remove();
      if (item.gone && !row?.contains(document.activeElement)) row?.remove();
    } else if (row) write(row, item);
  }
}

function write(row: HTMLElement, item: News): void {
  let note = row.querySelector<HTMLElement>(".row-news");
  if (!note) {
    note = document.createElement("p");
    note.className = "row-news small";
    row.append(note);
    announce(`${row.querySelector(".row-title")?.textContent ?? ""}: ${item.text}`);
  }
  note.textContent = `${item.text} ${ago(item.at)}`;
}

/** The browser knows how each language says it. */
function ago(at: number): string {
  const seconds = Math.max(1, Math.round((Date.now() - at) / 1000));
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: "narrow" });
  return seconds < MINUTE_S ? words.format(-seconds, "second") : words.format(-Math.round(seconds / MINUTE_S), "minute");
}
