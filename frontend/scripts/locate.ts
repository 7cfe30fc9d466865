import { all, once } from "./dom";

/** "Use where I am": the browser is asked on the press of the button, never before. */
export function offerLocating(root: ParentNode): void {
  if (!navigator.geolocation) return;
  for (const box of all<HTMLElement>("[data-locate]", root)) {
    if (!once(box, "Locate")) continue;
    box.hidden = false;
    box.querySelector("button")?.addEventListener("click", () => locate(box));
  }
}

function locate(box: HTMLElement): void {
  const answer = box.querySelector("[role=status]");
  const say = (text = ""): void => {
    if (answer) answer.textContent = text;
  };
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      fill(box.dataset.latitude, coords.latitude);
      fill(box.dataset.longitude, coords.longitude);
      say(box.dataset.found);
    },
    () => say(box.dataset.failed),
    { timeout: 15_000, maximumAge: 60_000 },
  );
}

function fill(id = "", degrees: number): void {
  const field = document.getElementById(id) as HTMLInputElement | null;
  if (!field) return;
  field.value = degrees.toFixed(5);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
