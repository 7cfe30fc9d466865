import { all, announce, once } from "./dom";

const SAID_FOR_MS = 3000;

/** Buttons that copy a link; they stay hidden where the browser does not let us copy. */
export function offerCopying(root: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const button of all<HTMLButtonElement>("button[data-copy]", root)) {
    if (!once(button, "Copy")) continue;
    button.hidden = false;
    button.addEventListener("click", () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const label = button.querySelector("span");
  const copied = button.dataset.copied ?? "";
  await navigator.clipboard.writeText(button.dataset.copy ?? "");
  announce(copied);
  if (!label || label.textContent === copied) return;
  const before = label.textContent;
  label.textContent = copied;
  setTimeout(() => (label.textContent = before), SAID_FOR_MS);
}
