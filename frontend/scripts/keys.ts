// Keys for people who work with the page all day: J and K move through a list, anything with data-key has its own key,
// "?" lists them. They rest while one is typing and can be switched off on this device.

import { all } from "./dom";

const OFF = "manyhands.keys.off";

/** A form with data-send-key is sent from any of its fields by Ctrl and Enter, or the command key and Enter. */
export function listenToSendKey(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !(event.target instanceof HTMLElement)) return;
    const button = event.target.closest("form[data-send-key]")?.querySelector<HTMLButtonElement>(".buttons button:not([disabled])");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

export function listenToKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>("dialog#keyboard");
  if (!dialog) return;
  prepare(dialog);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || dialog.open) return;
    if (event.key === "?") show(dialog);
    else if (isOff() || !press(event.key.toLowerCase())) return;
    event.preventDefault();
  });
}

function prepare(dialog: HTMLDialogElement): void {
  const toggle = dialog.querySelector<HTMLInputElement>("[data-keys-on]");
  toggle?.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  for (const opener of all<HTMLButtonElement>("[data-open-keys]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => show(dialog));
  }
}

function isOff(): boolean {
  return localStorage.getItem(OFF) !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

function press(key: string): boolean {
  if (key === "j" || key === "k") return moveInList(key === "j" ? 1 : -1);
  const here = document.activeElement?.closest<HTMLElement>("[data-item]");
  const element = (here && withKey(key, here)) ?? withKey(key, document);
  if (!element) return false;
  const shown = element.closest<HTMLElement>("[data-key-shown]");
  if (shown && !isInSight(shown.querySelector(".row-title") ?? shown, element)) {
    shown.scrollIntoView({ block: "nearest" });
    element.focus();
  } else if (element.matches("input, textarea, select")) element.focus();
  else element.click();
  return true;
}

function withKey(key: string, root: ParentNode): HTMLElement | undefined {
  return all<HTMLElement>("[data-key]", root).find((element) => element.dataset.key === key && isUsable(element));
}

function isUsable(element: HTMLElement): boolean {
  if (element.closest("[aria-busy=true]")) return false;
  const fold = element.closest("details:not([open])");
  if (fold && element.closest("summary")?.parentElement !== fold) return false;
  return element.getClientRects().length > 0 && element.getAttribute("aria-disabled") !== "true";
}

/** Nobody is asked unseen: what a key presses, and whom it is about, are both on the screen. */
function isInSight(...elements: Element[]): boolean {
  return elements.every((element) => {
    const box = element.getBoundingClientRect();
    const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return element.contains(there);
  });
}

function moveInList(step: number): boolean {
  const items = all<HTMLElement>("[data-list] [data-item]");
  if (!items.length) return false;
  const now = items.findIndex((item) => item.contains(document.activeElement));
  const start = now >= 0 ? now : items.findIndex((item) => item.matches(".is-selected"));
  const next = items[Math.min(Math.max(start + step, 0), items.length - 1)];
  next?.querySelector<HTMLElement>("a, button")?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return true;
}

function show(dialog: HTMLDialogElement): void {
  const list = dialog.querySelector("[data-keys]");
  const toggle = dialog.querySelector<HTMLInputElement>("[data-keys-on]");
  if (toggle) toggle.checked = !isOff();
  list?.replaceChildren(...namedKeys(dialog).flatMap(([keys, label]) => line(keys, label)));
  dialog.showModal();
}

function namedKeys(dialog: HTMLDialogElement): [string[], string][] {
  const named = new Map<string, string>();
  for (const element of all<HTMLElement>("[data-key]").filter(isUsable)) {
    const key = element.dataset.key ?? "";
    if (!named.has(key)) named.set(key, labelOf(element));
  }
  const keys = Array.from(named, ([key, label]): [string[], string] => [[key], label]);
  if (document.querySelector("[data-list] [data-item]")) keys.unshift([["j", "k"], dialog.dataset.listKeys ?? ""]);
  return [...keys, [["?"], dialog.dataset.helpKey ?? ""]];
}

function labelOf(element: HTMLElement): string {
  const given = element.dataset.keyLabel ?? element.getAttribute("aria-label");
  if (given) return given;
  if (element.id && element.matches("input, textarea, select")) {
    return document.querySelector(`label[for="${CSS.escape(element.id)}"]`)?.textContent ?? "";
  }
  const copy = element.cloneNode(true) as HTMLElement;
  copy.querySelectorAll("kbd, [aria-hidden=true]").forEach((part) => part.remove());
  return copy.textContent?.trim() ?? "";
}

function line(keys: string[], label: string): HTMLElement[] {
  const term = document.createElement("dt");
  const meaning = document.createElement("dd");
  keys.forEach((key) => {
    const cap = document.createElement("kbd");
    cap.textContent = key.toUpperCase();
    term.append(cap, " ");
  });
  meaning.textContent = label;
  return [term, meaning];
}
