/** What the server says of numbers: each form of the sentence, and which one the numbers up to 199 take. */
export interface Words {
  forms: string[];
  which: number[];
}

/** "3 requests": beyond 199, the last two digits decide, in every language. */
export function countIn(words: Words, count: number): string {
  const form = words.which[count < words.which.length ? count : 100 + (count % 100)] ?? 0;
  return (words.forms[form] ?? "").replace("%(count)s", count.toLocaleString(document.documentElement.lang));
}

/** Put values into a translated sentence, by their names in braces. */
export function fill(sentence = "", values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
