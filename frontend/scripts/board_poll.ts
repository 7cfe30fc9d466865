// Staying up to date: asked for every few seconds, more often while a plan is being made, not at all in the background.

import { takeNews } from "./board_news";
import { fetchOrSay, part, patience, reference, showBeside, showList } from "./board_page";

const SLOWEST_POLL_MS = 60_000;
let waiting: ReturnType<typeof setTimeout> | undefined;

export async function poll(root: HTMLElement): Promise<void> {
  clearTimeout(waiting);
  if (!document.hidden) await askForNews(root);
  const usual = Number(part("board-head")?.dataset.pollMs) || SLOWEST_POLL_MS;
  waiting = setTimeout(() => void poll(root), Math.min(SLOWEST_POLL_MS, Math.max(usual, 1000) * patience()));
}

async function askForNews(root: HTMLElement): Promise<void> {
  const url = new URL(root.dataset.since ?? "", location.href);
  new URLSearchParams(location.search).forEach((value, name) => url.searchParams.set(name, value));
  const signature = part("board-head")?.dataset.signature ?? "";
  url.searchParams.set("need", reference());
  url.searchParams.set("cursor", part("board-list")?.dataset.cursor ?? "");
  url.searchParams.set("signature", signature);
  const answer = await fetchOrSay(root, url.href);
  if (!answer) return;
  const changed = takeNews(answer.doc);
  showList(root, answer.doc);
  const hasNewPlan = part("board-head")?.dataset.signature?.split("~")[0] !== signature.split("~")[0];
  if (reference() && (changed.has(reference()) || (signature && hasNewPlan))) await refreshBeside(root);
}

export async function refreshBeside(root: HTMLElement): Promise<void> {
  const shown = reference();
  const query = new URLSearchParams(location.search);
  query.set("need", shown);
  const chosenPart = part("board-people")?.dataset.part;
  if (chosenPart) query.set("part", chosenPart);
  const answer = await fetchOrSay(root, `${root.dataset.beside ?? ""}?${query.toString()}`);
  if (answer && shown === reference()) showBeside(answer.doc, false);
}
