// A form of the board, sent without leaving the board.

import { showLost } from "./submit";

export interface Answer {
  doc: Document;
  response: Response;
}

const HEADERS = { "X-Part-Of": "board" };

export async function fetchPart(url: string): Promise<Answer | null> {
  const response = await fetch(url, { headers: HEADERS, cache: "no-store" });
  if (response.status === 204) return null;
  return { response, doc: parse(response.ok ? await response.text() : "") };
}

const parse = (html: string): Document => new DOMParser().parseFromString(html, "text/html");

/** Nothing when it could not be sent, which is said beside the form: all that was typed is still in it. */
export async function sendForm(form: HTMLFormElement, pressed: HTMLButtonElement | null, again: () => void): Promise<Answer | null> {
  if (form.dataset.sending) return null;
  const body = new FormData(form);
  if (pressed?.name) body.append(pressed.name, pressed.value);
  hold(form, true);
  try {
    const url = pressed?.hasAttribute("formaction") ? pressed.formAction : form.action;
    const response = await fetch(url, { method: "POST", headers: HEADERS, body, cache: "no-store" });
    return { response, doc: parse(response.status < 500 ? await response.text() : "") };
  } catch {
    showLost(form, again);
    return null;
  } finally {
    hold(form, false);
  }
}

function hold(form: HTMLFormElement, isHeld: boolean): void {
  if (isHeld) form.dataset.sending = "1";
  else delete form.dataset.sending;
  for (const button of form.querySelectorAll("button")) {
    if (isHeld) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
