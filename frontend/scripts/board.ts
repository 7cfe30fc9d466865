// The board in the hands of somebody who works with it all day: what is chosen comes beside the list, what is pressed is
// sent, what others do appears, and nobody loses their place or what they were typing. Without this script every link
// and button leads to a page.

import { showNews } from "./board_news";
import { chosen, enhance, fetchOrSay, markRow, part, reference, showBeside } from "./board_page";
import { poll } from "./board_poll";
import { press } from "./board_press";
import { fetchPart } from "./board_send";

const NEWS_EVERY_MS = 1_000;
const IS_WIDE = "(min-width: 62rem)";
const SAID_ONCE = ["moved", "put_away", "asked", "ended", "approved", "dismissed"];

const board = document.querySelector<HTMLElement>(".board");
if (board) start(board);

function start(root: HTMLElement): void {
  tidyAddress();
  document.addEventListener("click", (event) => onClick(root, event));
  document.addEventListener("submit", onSubmit, { capture: true });
  document.addEventListener("toggle", onToggle, { capture: true });
  document.addEventListener("visibilitychange", () => !document.hidden && void poll(root));
  window.addEventListener("popstate", () => void choose(root, new URL(location.href)));
  setInterval(() => !document.hidden && showNews(root), NEWS_EVERY_MS);
  const first = root.querySelector<HTMLAnchorElement>("[data-row] a");
  if (!reference() && first && matchMedia(IS_WIDE).matches) void choose(root, new URL(first.href));
  void poll(root);
}

/** A reload must not offer once more to undo what was undone. */
function tidyAddress(): void {
  const url = new URL(location.href);
  SAID_ONCE.forEach((name) => url.searchParams.delete(name));
  history.replaceState(null, "", url);
}

function onClick(root: HTMLElement, event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  if (!link || !root.contains(link) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const url = new URL(link.href);
  if (link.closest("[data-row]") || "partOfNeed" in link.dataset || link.closest(".board-back")) {
    event.preventDefault();
    history.pushState(null, "", url);
    void choose(root, url, true);
  } else if ("why" in link.dataset) {
    event.preventDefault();
    void unfoldWhy(link);
  }
}

async function choose(root: HTMLElement, url: URL, isPressed = false): Promise<void> {
  const wanted = url.searchParams.get("need") ?? "";
  markRow(root, wanted);
  root.classList.toggle("has-need", Boolean(wanted));
  if (!wanted) {
    root.querySelector<HTMLElement>(`#row-${CSS.escape(reference())} a`)?.focus();
    return;
  }
  const answer = await fetchOrSay(root, `${root.dataset.beside ?? ""}${url.search}`);
  // Another was chosen while this one was on its way.
  if (wanted !== chosen()) return;
  if (answer) showBeside(answer.doc, wanted !== reference());
  markRow(root, reference());
  if (isPressed && !matchMedia(IS_WIDE).matches) {
    part("board-need")?.firstElementChild?.scrollIntoView();
    part("beside-title")?.focus({ preventScroll: true });
  }
}

async function unfoldWhy(link: HTMLAnchorElement): Promise<void> {
  const line = link.closest("p");
  const shown = line?.nextElementSibling;
  if (shown?.matches(".board-why")) {
    shown.remove();
    return;
  }
  const answer = await fetchPart(link.href).catch(() => null);
  const why = answer?.doc.querySelector(".board-why");
  if (why && line) line.after(why);
  else location.assign(link.href);
}

function onToggle(event: Event): void {
  const fold = event.target as HTMLDetailsElement;
  if (!fold.open || !board?.contains(fold)) return;
  fold.querySelector<HTMLElement>(":scope > .confirm-body button")?.focus();
  const here = fold.querySelector<HTMLElement>("[data-part-here]");
  if (here && fold.dataset.part && !here.dataset.keep) void fill(here, fold.dataset.part);
}

async function fill(here: HTMLElement, url: string): Promise<void> {
  const answer = await fetchPart(url).catch(() => null);
  if (!answer?.response.ok) return;
  here.replaceChildren(...Array.from(answer.doc.body.childNodes));
  here.dataset.keep = "1";
  enhance(here);
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const isOurs = form.method === "post" && !("full" in form.dataset) && form.closest(".board, #board-toasts");
  if (!isOurs || !board) return;
  event.preventDefault();
  void press(board, form, event.submitter as HTMLButtonElement | null);
}
