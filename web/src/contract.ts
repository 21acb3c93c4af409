/**
 * The gateway's JSON as typed values.
 *
 * Everything that arrives is read here once; a malformed event is dropped, an absent field
 * becomes empty, so that the components never meet a surprise.
 */

export type Role = "user" | "bot" | "agent";
export type Owner = "bot" | "human";

export interface QuickReply {
  token: string;
  label: string;
}

export interface Message {
  id: number;
  role: Role;
  clientId: string | null;
  kind: string;
  text: string;
  body: Json;
  quickReplies: QuickReply[];
  createdAt: string;
}

export interface Institution {
  name: string;
  licence: string;
  complaintPhone: string;
}

export interface Session {
  conversation: string;
  institution: Institution;
  lastEventId: number;
}

export type Json = Record<string, unknown>;

export function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function text(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : "";
}

export function number(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export function list<T>(value: unknown, read: (item: unknown) => T): T[] {
  return Array.isArray(value) ? value.map(read) : [];
}

export function texts(value: unknown): string[] {
  return list(value, text).filter((item) => item !== "");
}

const ROLES: readonly string[] = ["user", "bot", "agent"];

/** Read one `message` event; null when it has no id or no known role. */
export function readMessage(raw: unknown): Message | null {
  const data = object(raw);
  const id = number(data.id);
  if (id === null || !ROLES.includes(text(data.role))) return null;
  return {
    id,
    role: data.role as Role,
    clientId: text(data.client_id) || null,
    kind: text(data.kind) || "text",
    text: text(data.text),
    body: object(data.body),
    quickReplies: list(data.quick_replies, readQuickReply).filter((r) => r.token && r.label),
    createdAt: text(data.created_at),
  };
}

function readQuickReply(raw: unknown): QuickReply {
  const data = object(raw);
  return { token: text(data.token), label: text(data.label) };
}

/** Read the answer of `POST /api/session`. */
export function readSession(raw: unknown): Session {
  const data = object(raw);
  const institution = object(data.institution);
  return {
    conversation: text(data.conversation),
    institution: {
      name: text(institution.name),
      licence: text(institution.licence_number),
      complaintPhone: text(institution.complaint_phone),
    },
    lastEventId: number(data.last_event_id) ?? 0,
  };
}
