import { all, once } from "./dom";

/** Show how long an undo is still possible, and take the offer away when it no longer is. */
export function countDownUndo(root: ParentNode): void {
  for (const form of all<HTMLFormElement>("form[data-undo-seconds]", root)) {
    if (once(form, "Undo")) countDown(form, Number(form.dataset.undoSeconds));
  }
}

function countDown(form: HTMLFormElement, seconds: number): void {
  const end = performance.now() + seconds * 1000;
  const label = form.querySelector("[data-seconds-left]");
  const tick = (): void => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (label) label.textContent = `${Math.max(left, 0)}`;
    if (left > 0 || form.dataset.sending) return;
    clearInterval(timer);
    if (form.contains(document.activeElement)) document.getElementById("main")?.focus();
    form.remove();
  };
  const timer = setInterval(tick, 250);
  tick();
}
