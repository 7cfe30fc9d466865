// Only on pages where a passkey can be used or made. The browser's own dialogue does the work; what it answers goes into
// the form, which is then sent like any other. Where a browser cannot do it, the form stays hidden and its note is shown.

type Wire = Record<string, unknown>;
type Described = { id: string; type: PublicKeyCredentialType };

function enhance(form: HTMLFormElement): void {
  const can = window.isSecureContext && "PublicKeyCredential" in window;
  form.hidden = !can;
  const note = document.querySelector<HTMLElement>("[data-no-passkey]");
  if (note) note.hidden = can;
  if (!can) return;
  form.addEventListener("submit", (event) => {
    const answer = form.elements.namedItem("credential") as HTMLInputElement;
    if (answer.value) return;
    event.preventDefault();
    void ask(form, answer);
  });
}

async function ask(form: HTMLFormElement, answer: HTMLInputElement): Promise<void> {
  say(form, "");
  try {
    const options = await fetchOptions(form);
    const key = form.dataset.passkey === "make" ? await make(options) : await use(options);
    answer.value = JSON.stringify(key);
  } catch {
    say(form, form.dataset.problem ?? "");
    return;
  }
  form.submit();
}

async function fetchOptions(form: HTMLFormElement): Promise<Wire> {
  const body = new FormData();
  const token = form.elements.namedItem("csrfmiddlewaretoken") as HTMLInputElement;
  body.append(token.name, token.value);
  body.append("for", form.dataset.passkey ?? "");
  const reply = await fetch(form.dataset.options ?? "", { method: "POST", body });
  if (!reply.ok) throw new Error(String(reply.status));
  return (await reply.json()) as Wire;
}

async function make(options: Wire): Promise<Wire> {
  const user = options["user"] as Wire;
  const publicKey = {
    ...options,
    challenge: bytes(options["challenge"]),
    user: { ...user, id: bytes(user["id"]) },
    excludeCredentials: described(options["excludeCredentials"]),
  } as unknown as PublicKeyCredentialCreationOptions;
  const key = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = key.response as AuthenticatorAttestationResponse;
  return wire(key, { attestationObject: text(response.attestationObject) });
}

async function use(options: Wire): Promise<Wire> {
  const publicKey = {
    ...options,
    challenge: bytes(options["challenge"]),
    allowCredentials: described(options["allowCredentials"]),
  } as unknown as PublicKeyCredentialRequestOptions;
  const key = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = key.response as AuthenticatorAssertionResponse;
  return wire(key, {
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : null,
  });
}

function wire(key: PublicKeyCredential, response: Wire): Wire {
  const clientDataJSON = text(key.response.clientDataJSON);
  return { id: key.id, rawId: text(key.rawId), type: key.type, response: { clientDataJSON, ...response } };
}

function described(given: unknown): PublicKeyCredentialDescriptor[] {
  return ((given ?? []) as Described[]).map((one) => ({ type: one.type, id: bytes(one.id) }));
}

function bytes(given: unknown): ArrayBuffer {
  const plain = atob(String(given).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function say(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-said]");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach(enhance);
