// What was typed about a request and not sent yet, while another request is looked at. In memory only: it is gone with
// the page, as it would be without us.

import { all } from "./dom";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const drafts = new Map<string, Map<string, string>>();

export function keepDrafts(reference: string, root: ParentNode): void {
  const typed = new Map(fieldsIn(root).filter(isChanged).map((field) => [field.id, field.value]));
  if (typed.size) drafts.set(reference, typed);
  else drafts.delete(reference);
}

export function restoreDrafts(reference: string, root: ParentNode): void {
  const typed = drafts.get(reference);
  for (const field of typed ? fieldsIn(root) : []) {
    const value = typed?.get(field.id);
    if (value === undefined) continue;
    field.value = value;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  }
}

function fieldsIn(root: ParentNode): Field[] {
  return all<Field>("input[type=text][id], input[type=date][id], textarea[id], select[id]", root);
}

function isChanged(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return !field.options[field.selectedIndex]?.defaultSelected && field.selectedIndex > 0;
  return field.value !== field.defaultValue;
}
