/**
 * The state of the conversation as a pure reducer.
 *
 * `messages` is what the gateway has confirmed, ordered by id and free of duplicates;
 * `outgoing` is what the customer sent and the event stream has not echoed yet. An echo is
 * recognised by its client id, so that a message never shows twice.
 */

import type { Institution, Message, Owner, QuickReply, Session } from "./contract";

export type Delivery = "sending" | "sent" | "failed";
export type Connection = "connecting" | "open" | "retrying" | "offline";

export interface Outgoing {
  clientId: string;
  text: string;
  token: string | null;
  createdAt: string;
  delivery: Delivery;
  /** A sentence for the customer when the delivery failed. */
  error: string;
  /** Whether sending the same again may help. */
  retryable: boolean;
}

export interface Conversation {
  id: string;
  institution: Institution | null;
  messages: Message[];
  outgoing: Outgoing[];
  usedTokens: ReadonlySet<string>;
  /** History is complete when the stream has reached this id. */
  replayUntil: number;
  lastId: number;
  typing: boolean;
  owner: Owner;
  connection: Connection;
}

export type Change =
  | { type: "session"; session: Session }
  | { type: "received"; message: Message }
  | { type: "sending"; outgoing: Outgoing }
  | { type: "accepted"; clientId: string }
  | { type: "rejected"; clientId: string; error: string; retryable: boolean }
  | { type: "retrying"; clientId: string }
  | { type: "discarded"; clientId: string }
  | { type: "typing"; on: boolean }
  | { type: "owner"; owner: Owner }
  | { type: "connection"; connection: Connection };

export const EMPTY: Conversation = {
  id: "",
  institution: null,
  messages: [],
  outgoing: [],
  usedTokens: new Set(),
  replayUntil: 0,
  lastId: 0,
  typing: false,
  owner: "bot",
  connection: "connecting",
};

export function reduce(state: Conversation, change: Change): Conversation {
  switch (change.type) {
    case "session":
      return opened(state, change.session);
    case "received":
      return received(state, change.message);
    case "sending":
      return {
        ...state,
        outgoing: [...state.outgoing, change.outgoing],
        usedTokens: withToken(state.usedTokens, change.outgoing.token),
      };
    case "accepted":
      return delivered(state, change.clientId, { delivery: "sent" });
    case "rejected":
      return delivered(state, change.clientId, {
        delivery: "failed",
        error: change.error,
        retryable: change.retryable,
      });
    case "retrying":
      return delivered(state, change.clientId, { delivery: "sending", error: "" });
    case "discarded":
      return discarded(state, change.clientId);
    case "typing":
      return state.typing === change.on ? state : { ...state, typing: change.on };
    case "owner":
      return { ...state, owner: change.owner };
    case "connection":
      return { ...state, connection: change.connection, typing: false };
  }
}

/** Another conversation than before (cookie expired, profile deleted) starts from nothing. */
function opened(state: Conversation, session: Session): Conversation {
  const same = state.id === "" || state.id === session.conversation;
  const base = same ? state : { ...EMPTY, outgoing: state.outgoing, connection: state.connection };
  return {
    ...base,
    id: session.conversation,
    institution: session.institution,
    replayUntil: session.lastEventId,
  };
}

function received(state: Conversation, message: Message): Conversation {
  if (state.messages.some((known) => known.id === message.id)) return state;
  const echoed = (item: Outgoing) => message.role === "user" && item.clientId === message.clientId;
  return {
    ...state,
    messages: insertById(state.messages, message),
    outgoing: state.outgoing.filter((item) => !echoed(item)),
    lastId: Math.max(state.lastId, message.id),
  };
}

function insertById(messages: Message[], message: Message): Message[] {
  const last = messages[messages.length - 1];
  if (!last || last.id < message.id) return [...messages, message];
  return [...messages, message].sort((a, b) => a.id - b.id);
}

/** A late answer to a message that was already echoed changes nothing. */
function delivered(
  state: Conversation,
  clientId: string,
  change: Partial<Outgoing>,
): Conversation {
  const outgoing = state.outgoing.map((item) =>
    item.clientId === clientId ? { ...item, ...change } : item,
  );
  return { ...state, outgoing };
}

/** Giving up on a button that never arrived makes the button usable again. */
function discarded(state: Conversation, clientId: string): Conversation {
  const item = state.outgoing.find((candidate) => candidate.clientId === clientId);
  const usedTokens = new Set(state.usedTokens);
  if (item?.token) usedTokens.delete(item.token);
  return {
    ...state,
    outgoing: state.outgoing.filter((candidate) => candidate.clientId !== clientId),
    usedTokens,
  };
}

function withToken(tokens: ReadonlySet<string>, token: string | null): ReadonlySet<string> {
  return token ? new Set([...tokens, token]) : tokens;
}

/** Whether everything that existed when the session opened has been shown. */
export function caughtUp(state: Conversation): boolean {
  return state.id !== "" && state.lastId >= state.replayUntil;
}

/**
 * The message whose buttons may be pressed, with these buttons; null when there is none.
 *
 * One turn may bring several messages, so buttons stay until the customer answered (here or
 * in another tab) or a newer message offers buttons of its own.
 */
export function openReplies(state: Conversation): { id: number; replies: QuickReply[] } | null {
  if (state.outgoing.some((item) => item.delivery !== "failed")) return null;
  for (let i = state.messages.length - 1; i >= 0; i--) {
    const message = state.messages[i]!;
    if (message.role === "user") return null;
    if (message.quickReplies.length === 0) continue;
    const used = message.quickReplies.some((reply) => state.usedTokens.has(reply.token));
    return used ? null : { id: message.id, replies: message.quickReplies };
  }
  return null;
}
