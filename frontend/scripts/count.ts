import { all, announce, once } from "./dom";

const PAUSE_MS = 1200;

/** Count down what may still be typed; spoken only in a pause, and only when it begins to matter. */
export function countCharacters(root: ParentNode): void {
  for (const text of all<HTMLTextAreaElement>("textarea[data-limit]", root)) {
    const label = document.getElementById(`${text.id}_count`);
    if (label && once(text, "Count")) watch(text, label, Number(text.dataset.limit));
  }
}

function watch(text: HTMLTextAreaElement, label: HTMLElement, limit: number): void {
  let pause = 0;
  const show = (): number => {
    const left = limit - lengthAsSent(text.value);
    label.textContent = left < 0 ? `${label.dataset.over} ${-left}` : `${label.dataset.left} ${left}`;
    label.classList.toggle("is-over", left < 0);
    return left;
  };
  text.addEventListener("input", () => {
    clearTimeout(pause);
    if (show() < limit / 5) pause = window.setTimeout(() => announce(label.textContent ?? ""), PAUSE_MS);
  });
  if (text.value) show();
}

/** As the server counts: characters, not halves of them, and two for the end of a line. */
function lengthAsSent(value: string): number {
  return Array.from(value.replace(/\r?\n/g, "\r\n")).length;
}
