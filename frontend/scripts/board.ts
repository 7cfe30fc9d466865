// The board in the hands of somebody who works with it all day: what is chosen comes beside the list, what is pressed is
// sent, what others do appears, and nobody loses their place or what they were typing. Without this script every link
// and button leads to a page.

import { keepDrafts, restoreDrafts } from "./board_drafts";
import { morph } from "./board_morph";
import { keepVanishing, showNews, takeNews } from "./board_news";
import { type Answer, fetchPart, sendForm } from "./board_send";
import { hideLost, showLost } from "./submit";

const SLOWEST_POLL_MS = 60_000;
const PRAISE_MS = 8_000;
const NEWS_EVERY_MS = 1_000;
const IS_WIDE = "(min-width: 62rem)";
const SAID_ONCE = ["moved", "put_away", "asked", "approved"];

const board = document.querySelector<HTMLElement>(".board");
let waiting: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

const part = (id: string, root: Document = document): HTMLElement | null => root.getElementById(id);
const reference = (): string => part("board-need")?.dataset.need ?? "";

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

// --- choosing -------------------------------------------------------------------------------------------------

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
  if (answer) showBeside(answer.doc, wanted !== reference());
  if (isPressed && !matchMedia(IS_WIDE).matches) {
    part("board-need")?.scrollIntoView();
    part("board-need")?.focus();
  }
}

function markRow(root: HTMLElement, wanted: string): void {
  for (const row of root.querySelectorAll<HTMLElement>("[data-row]")) {
    const isChosen = row.dataset.row === wanted;
    row.classList.toggle("is-selected", isChosen);
    const link = row.querySelector("a");
    if (isChosen) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }
}

function showBeside(doc: Document, isAnother: boolean): void {
  const need = part("board-need");
  if (isAnother && need) keepDrafts(reference(), need);
  for (const id of ["board-people", "board-need"]) {
    const old = part(id);
    const fresh = part(id, doc);
    if (!old || !fresh) continue;
    if (isAnother) old.replaceChildren(...Array.from(fresh.childNodes));
    morph(old, isAnother ? withChildrenOf(fresh, old) : fresh);
    enhance(old);
  }
  const shown = part("board-need");
  if (isAnother && shown) restoreDrafts(reference(), shown);
}

/** The attributes of one with the children of the other: only the attributes are left to be made alike. */
function withChildrenOf(fresh: HTMLElement, old: HTMLElement): HTMLElement {
  const shell = fresh.cloneNode(false) as HTMLElement;
  shell.append(...Array.from(old.childNodes, (child) => child.cloneNode(true)));
  return shell;
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

// --- pressing -------------------------------------------------------------------------------------------------

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  const isOurs = form.method === "post" && !("full" in form.dataset) && form.closest(".board, #board-toasts");
  if (!isOurs || !board) return;
  event.preventDefault();
  void press(board, form, event.submitter as HTMLButtonElement | null);
}

async function press(root: HTMLElement, form: HTMLFormElement, pressed: HTMLButtonElement | null): Promise<void> {
  const answer = await sendForm(form, pressed, () => void press(root, form, pressed));
  if (!answer) return;
  hideLost();
  const mistakes = answer.doc.querySelector("[data-error-summary]");
  if (answer.doc.querySelector(".board")) showWhole(root, form, answer.doc);
  else if (mistakes) sayMistakes(form, mistakes);
  else if (form.action.endsWith("/show/") && answer.response.ok) showFacts(answer.doc);
  else location.assign(answer.response.url);
}

function showWhole(root: HTMLElement, form: HTMLFormElement, doc: Document): void {
  form.reset();
  const fold = form.closest("details");
  if (fold) fold.open = false;
  const isAnother = Boolean(part("board-need", doc)?.dataset.need) && part("board-need", doc)?.dataset.need !== reference();
  showList(root, doc);
  if (part("board-need", doc)?.dataset.need) showBeside(doc, isAnother);
  showMessages(doc);
  const toasts = part("board-toasts");
  toasts?.replaceChildren(...Array.from(part("board-toasts", doc)?.childNodes ?? []));
  if (toasts) enhance(toasts);
  if (!document.activeElement || document.activeElement === document.body) {
    root.querySelector<HTMLElement>(`#row-${CSS.escape(reference())} a`)?.focus();
  }
  void poll(root);
}

/** What went well is gone after a while; what did not stays until the next press. */
function showMessages(doc: Document): void {
  const fresh = doc.querySelector("main .messages");
  part("board-messages")?.replaceChildren(...(fresh ? [fresh] : []));
  if (fresh && !fresh.querySelector(".notice-soon, .notice-now")) setTimeout(() => fresh.remove(), PRAISE_MS);
}

function sayMistakes(form: HTMLFormElement, mistakes: Element): void {
  form.querySelector("[data-error-summary]")?.remove();
  form.prepend(mistakes);
  (mistakes as HTMLElement).focus();
}

/** Shown because somebody asked for it just now, and noted; the answer is the request's own page. */
function showFacts(doc: Document): void {
  const facts = doc.querySelector("[aria-labelledby=facts] .card-body");
  if (facts) part("beside-facts")?.replaceChildren(...Array.from(facts.childNodes));
}

// --- staying up to date ---------------------------------------------------------------------------------------

async function poll(root: HTMLElement): Promise<void> {
  clearTimeout(waiting);
  if (!document.hidden) await askForNews(root);
  const usual = Number(part("board-head")?.dataset.pollMs) || SLOWEST_POLL_MS;
  waiting = setTimeout(() => void poll(root), Math.min(SLOWEST_POLL_MS, Math.max(usual, 1000) * 2 ** failures));
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

async function refreshBeside(root: HTMLElement): Promise<void> {
  const shown = reference();
  const query = new URLSearchParams(location.search);
  query.set("need", shown);
  const chosenPart = part("board-people")?.dataset.part;
  if (chosenPart) query.set("part", chosenPart);
  const answer = await fetchOrSay(root, `${root.dataset.beside ?? ""}?${query.toString()}`);
  if (answer && shown === reference()) showBeside(answer.doc, false);
}

function showList(root: HTMLElement, doc: Document): void {
  const rows = part("board-rows");
  const freshRows = part("board-rows", doc);
  if (rows && freshRows) keepVanishing(rows, freshRows);
  for (const id of ["board-head", "board-list"]) {
    const old = part(id);
    const fresh = part(id, doc);
    if (old && fresh && (id === "board-list" || fresh.dataset.signature)) morph(old, fresh);
  }
  markRow(root, reference());
  showNews(root);
}

async function fetchOrSay(root: HTMLElement, url: string): Promise<Answer | null> {
  try {
    const answer = await fetchPart(url);
    if (answer?.response.redirected) location.reload();
    failures = 0;
    hideLost();
    return answer?.response.ok ? answer : null;
  } catch {
    failures = Math.min(failures + 1, 4);
    if (failures > 1) showLost(root, () => void poll(root));
    return null;
  }
}

function enhance(root: HTMLElement): void {
  root.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
}
