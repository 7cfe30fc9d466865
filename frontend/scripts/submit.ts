// A form is sent once, however often it is pressed, and only when the server can be reached: a page that cannot be
// sent would be replaced by the browser's own error, and what was typed with it.

const REACH_WITHIN_MS = 10_000;

export function guardForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post" || "plain" in form.dataset) return;
    event.preventDefault();
    if (!form.dataset.sending) void sendWhenReachable(form, event.submitter);
  });
  // The browser may bring the page back as it was left.
  window.addEventListener("pageshow", () => document.querySelectorAll<HTMLFormElement>("form[data-sending]").forEach(release));
}

async function sendWhenReachable(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  hold(form);
  if (await canReachServer()) {
    hideLost();
    send(form, submitter);
  } else {
    release(form);
    showLost(form, () => void sendWhenReachable(form, submitter));
  }
}

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const pressed = submitter as HTMLButtonElement | null;
  if (pressed?.hasAttribute("formaction")) form.action = pressed.formAction;
  const choice = document.createElement("input");
  choice.type = "hidden";
  if (pressed?.name) {
    choice.name = pressed.name;
    choice.value = pressed.value;
    form.append(choice);
  }
  HTMLFormElement.prototype.submit.call(form);
  choice.remove();
}

async function canReachServer(): Promise<boolean> {
  if (navigator.onLine === false) return false;
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), REACH_WITHIN_MS);
  try {
    // Any answer will do; this very script is the smallest thing we know to be there.
    await fetch(import.meta.url, { method: "HEAD", cache: "no-store", signal: abort.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function hold(form: HTMLFormElement): void {
  form.dataset.sending = "1";
  for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
}

function release(form: HTMLFormElement): void {
  delete form.dataset.sending;
  for (const button of buttonsOf(form)) button.removeAttribute("aria-disabled");
}

function buttonsOf(form: HTMLFormElement): Element[] {
  return Array.from(form.elements).filter((element) => element.matches("button:not([type=button]), [type=submit]"));
}

function lostBox(): HTMLElement | null {
  return document.getElementById("connection-lost");
}

/** Say beside the button that nothing was sent, and that nothing is lost. */
export function showLost(beside: HTMLElement, tryAgain: () => void): void {
  const box = lostBox();
  if (!box) return;
  const buttons = beside instanceof HTMLFormElement && beside.querySelector(".buttons, button:last-of-type");
  if (buttons) buttons.before(box);
  else beside.prepend(box);
  box.hidden = false;
  const again = box.querySelector<HTMLButtonElement>("[data-try-again]");
  if (again) again.onclick = tryAgain;
}

export function hideLost(): void {
  const box = lostBox();
  if (box) box.hidden = true;
}
