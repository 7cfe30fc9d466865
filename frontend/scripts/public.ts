// On every page. Nothing here is needed to get anything done: each part makes something better that works without it.

import { offerCopying } from "./copy";
import { countCharacters } from "./count";
import { armLeaving } from "./leave";
import { offerLocating } from "./locate";
import { offerMaps } from "./maps";
import { guardForms } from "./submit";
import { countDownUndo } from "./undo";
import { enhanceWeeks } from "./week";

function enhance(root: ParentNode): void {
  countCharacters(root);
  countDownUndo(root);
  enhanceWeeks(root);
  offerCopying(root);
  offerLocating(root);
  offerMaps(root);
  root.querySelector<HTMLElement>("[data-error-summary]")?.focus();
}

armLeaving();
guardForms();
enhance(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) enhance(event.target as HTMLElement);
});
