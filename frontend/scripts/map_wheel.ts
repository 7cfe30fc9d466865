/** The wheel belongs to the page: it moves the map only for whoever has pressed the map, or holds Ctrl or ⌘. */
export function keepWheel(canvas: HTMLElement): void {
  let isPressed = false;
  document.addEventListener("pointerdown", (event) => {
    isPressed = event.target instanceof Node && canvas.contains(event.target);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      // Leaflet listens at the same element and would take the wheel from the page.
      if (!isPressed && !event.ctrlKey && !event.metaKey) event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
