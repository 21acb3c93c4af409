/** What the log shows, in order: confirmed messages, then what is still on its way. */

import type { Message } from "./contract";
import type { Conversation, Outgoing } from "./conversation";

const PAUSE_MS = 5 * 60 * 1000;

export interface Entry {
  /** Stays the same when a message is confirmed, so that the bubble is not drawn anew. */
  key: string;
  message: Message;
  outgoing: Outgoing | null;
  /** A time to show above, after a pause. */
  time: string;
  /** First of several by the same author: carries the author's name. */
  opensGroup: boolean;
}

export function timeline(state: Conversation, now: Date): Entry[] {
  const known = state.messages.map((message) => ({ message, outgoing: null }));
  const waiting = state.outgoing.map((outgoing) => ({ message: asMessage(outgoing), outgoing }));
  let before: Message | null = null;
  return [...known, ...waiting].map(({ message, outgoing }) => {
    const time = pause(before, message) ? timeLabel(message.createdAt, now) : "";
    const opensGroup = time !== "" || before?.role !== message.role;
    before = message;
    return { key: message.clientId ?? `m${message.id}`, message, outgoing, time, opensGroup };
  });
}

function asMessage(outgoing: Outgoing): Message {
  return {
    id: Number.MAX_SAFE_INTEGER,
    role: "user",
    clientId: outgoing.clientId,
    kind: "text",
    text: outgoing.text,
    body: {},
    quickReplies: [],
    createdAt: outgoing.createdAt,
  };
}

function pause(before: Message | null, message: Message): boolean {
  if (!before) return true;
  return Date.parse(message.createdAt) - Date.parse(before.createdAt) > PAUSE_MS;
}

/** "14:05" today, "昨天 14:05", "11月3日 14:05", with the year when it is another one. */
export function timeLabel(iso: string, now: Date): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const midnight = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const days = Math.round((midnight(now).getTime() - midnight(at).getTime()) / 86_400_000);
  if (days === 0) return clock;
  if (days === 1) return `昨天 ${clock}`;
  const date = `${at.getMonth() + 1}月${at.getDate()}日 ${clock}`;
  return at.getFullYear() === now.getFullYear() ? date : `${at.getFullYear()}年${date}`;
}
