// The service, spoken to by types that are generated from its own schema (`make api`).

import type { components } from "./schema";

type Schemas = components["schemas"];
export type Me = Schemas["Me"];
export type Shelf = Schemas["Shelf"];
export type GarmentCard = Schemas["GarmentCard"];
export type GarmentDetail = Schemas["GarmentDetail"];
export type FabricCard = Schemas["FabricCard"];
export type MySizes = Schemas["MySizes"];
export type SizeAdvice = Schemas["SizeAdviceMade"];
export type BodyMade = Schemas["BodyMade"];
export type PersonKept = Schemas["PersonKept"];
export type LookRequest = Schemas["LookRequest"];
export type LookMade = Schemas["LookMade"];
export type Looks = Schemas["Looks"];
export type Shared = Schemas["Shared"];
export type SharedLook = Schemas["SharedLook"];
export type Wear = Schemas["Wear"];
export type Worn = Schemas["Worn"];
export type Zone = Schemas["Zone"];
export type HeatScale = Schemas["HeatScale"];
export type Step = Schemas["Step"];
export type Erased = Schemas["Erased"];
export type Problem = Schemas["Problem"];
export type Words = Schemas["Words"];
export type Person = Record<string, unknown>;
export type Purpose = "body" | "photo";

/** What the service refused, in its own words. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** The service can't be reached. */
export class Unreachable extends Error {}

let csrf = "";

type Options = { signal?: AbortSignal };

/** Send a request and return its JSON; throws `Refused` or `Unreachable`. */
async function ask<Answer>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
  options: Options = {},
): Promise<Answer> {
  const answer = await send(method, path, body, options);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

async function send(
  method: string,
  path: string,
  body: unknown,
  { signal }: Options,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrf;
  const form = body instanceof FormData;
  if (body !== undefined && !form) headers["Content-Type"] = "application/json";
  const content = form ? body : body === undefined ? null : JSON.stringify(body);
  let answer: Response;
  try {
    answer = await fetch(path, { method, headers, body: content, signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable(String(error));
  }
  if (!answer.ok) throw new Refused(await problemOf(answer));
  return answer;
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    return (await answer.json()) as Problem;
  } catch {
    const title = answer.statusText || `HTTP ${answer.status}`;
    return { type: "about:blank", title, status: answer.status, detail: title };
  }
}

async function remembered(me: Promise<Me>): Promise<Me> {
  const known = await me;
  csrf = known.csrf;
  return known;
}

export const api = {
  me: (options?: Options) => remembered(ask<Me>("GET", "/api/me", undefined, options)),
  consent: (purpose: Purpose, granted: boolean) =>
    remembered(ask<Me>("POST", "/api/me/consents", { purpose, granted })),
  keepPerson: (person: Person) => ask<PersonKept>("PUT", "/api/me/person", person),
  forgetPerson: () => ask<void>("DELETE", "/api/me/person"),
  keepPhoto: (photo: Blob) => {
    const form = new FormData();
    form.append("photo", photo);
    return ask<void>("PUT", "/api/me/photo", form);
  },
  forgetPhoto: () => ask<void>("DELETE", "/api/me/photo"),
  exportUrl: "/api/me/export",
  erase: () => ask<Erased>("DELETE", "/api/me"),
  sendCode: (email: string) => ask<void>("POST", "/api/me/email", { email }),
  logIn: (email: string, code: string) =>
    remembered(ask<Me>("POST", "/api/me/login", { email, code })),
  logOut: () => ask<void>("POST", "/api/me/logout"),
  body: (person: Person, options?: Options) =>
    ask<BodyMade>("POST", "/api/body", { person }, options),
  shelf: () => ask<Shelf>("GET", "/api/catalogue"),
  garment: (ref: string) => ask<GarmentDetail>("GET", `/api/catalogue/${encodeURIComponent(ref)}`),
  mySizes: (options?: Options) => ask<MySizes>("GET", "/api/me/sizes", undefined, options),
  askLook: (request: LookRequest) => ask<LookMade>("POST", "/api/me/looks", request),
  looks: () => ask<Looks>("GET", "/api/me/looks"),
  look: (id: string) => ask<LookMade>("GET", `/api/me/looks/${id}`),
  dropLook: (id: string) => ask<void>("DELETE", `/api/me/looks/${id}`),
  fileUrl: (id: string, name: string) => `/api/me/looks/${id}/files/${name}`,
  share: (id: string) => ask<Shared>("POST", `/api/me/looks/${id}/share`),
  unshare: (id: string) => ask<void>("DELETE", `/api/me/looks/${id}/share`),
  shared: (token: string) => ask<SharedLook>("GET", `/api/shared/${encodeURIComponent(token)}`),
  sharedModelUrl: (token: string) => `/api/shared/${encodeURIComponent(token)}/look.glb`,
  bytes: async (path: string, options: Options = {}): Promise<ArrayBuffer> =>
    (await send("GET", path, undefined, options)).arrayBuffer(),
};

/**
 * Watch a look until it is made, refused or given up; closing the watch lets the service cancel it.
 *
 * A stream that breaks is opened again by the browser; `broken` is called, for the look may be gone.
 */
export function watchLook(
  id: string,
  told: (event: components["schemas"]["ProgressEvent"]) => void,
  broken: () => void,
): () => void {
  const source = new EventSource(`/api/me/looks/${id}/events`);
  source.onerror = broken;
  source.onmessage = (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as components["schemas"]["ProgressEvent"];
    if (event.state !== "queued" && event.state !== "running") source.close();
    told(event);
  };
  return () => source.close();
}
