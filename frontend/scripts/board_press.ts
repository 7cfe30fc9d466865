// What is pressed on the board is sent from where one is; what comes of it is put where it belongs.

import { chosen, enhance, holdFocus, markRow, part, reference, showBeside, showList } from "./board_page";
import { poll, refreshBeside } from "./board_poll";
import { sendForm } from "./board_send";
import { hideLost } from "./submit";

const PRAISE_MS = 8_000;

export async function press(root: HTMLElement, form: HTMLFormElement, pressed: HTMLButtonElement | null): Promise<void> {
  const before = chosen();
  const answer = await sendForm(form, pressed, () => void press(root, form, pressed));
  if (!answer) return;
  hideLost();
  const mistakes = answer.doc.querySelector("[data-error-summary]");
  if (answer.doc.querySelector(".board")) showWhole(root, form, answer.doc, before === chosen());
  else if (mistakes) sayMistakes(form, mistakes);
  else if (form.action.endsWith("/show/") && answer.response.ok) showFacts(answer.doc);
  else location.assign(answer.response.url);
}

function showWhole(root: HTMLElement, form: HTMLFormElement, doc: Document, isStillHere: boolean): void {
  form.reset();
  const fold = form.closest("details");
  if (fold) fold.open = false;
  const told = part("board-need", doc)?.dataset.need;
  showList(root, doc);
  // Whoever has gone on to another request meanwhile stays with it.
  if (told && isStillHere) {
    showBeside(doc, told !== reference());
    markRow(root, told);
  }
  showMessages(doc);
  const toasts = part("board-toasts");
  toasts?.replaceChildren(...Array.from(part("board-toasts", doc)?.childNodes ?? []));
  if (toasts) enhance(toasts);
  holdFocus(root);
  // What was pressed may concern the request that is looked at, though the answer is about all of them.
  if (!told && reference()) void refreshBeside(root);
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
