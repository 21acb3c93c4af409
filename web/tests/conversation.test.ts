import { describe, expect, it } from "vitest";
import { readMessage, readSession, type Message } from "../src/contract";
import { caughtUp, EMPTY, openReplies, reduce, type Change, type Conversation } from "../src/conversation";
import { timeline } from "../src/timeline";

const message = (id: number, role: Message["role"], more: object = {}): Message =>
  readMessage({ id, role, text: `第${id}条`, created_at: "2026-11-21T02:00:00Z", ...more })!;

const buttons = (...labels: string[]) => ({
  quick_replies: labels.map((label) => ({ token: `token-${label}`, label })),
});

const sending = (clientId: string, token: string | null = null): Change => ({
  type: "sending",
  outgoing: {
    clientId,
    text: "你好",
    token,
    createdAt: "2026-11-21T02:00:00Z",
    delivery: "sending",
    error: "",
    retryable: true,
  },
});

const received = (...messages: Message[]): Change[] =>
  messages.map((one) => ({ type: "received", message: one }));

const after = (...changes: Change[]): Conversation => changes.reduce(reduce, EMPTY);

const shown = (state: Conversation) => timeline(state, new Date()).map((entry) => entry.message.text);

describe("messages", () => {
  it("appear once however often they are replayed, in the order of their ids", () => {
    const state = after(...received(message(1, "bot"), message(3, "bot"), message(2, "bot"), message(3, "bot")));
    expect(state.messages.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(state.lastId).toBe(3);
  });

  it("do not double when the stream echoes what was sent", () => {
    const echo = message(7, "user", { client_id: "a", text: "你好" });
    const state = after(sending("a"), { type: "accepted", clientId: "a" }, ...received(echo));
    expect(shown(state)).toEqual(["你好"]);
    expect(state.outgoing).toEqual([]);
  });

  it("do not double when the echo comes before the answer to the call", () => {
    const echo = message(7, "user", { client_id: "a", text: "你好" });
    const state = after(sending("a"), ...received(echo), { type: "accepted", clientId: "a" });
    expect(shown(state)).toEqual(["你好"]);
  });

  it("keep the key of the bubble when they are confirmed", () => {
    const echo = message(7, "user", { client_id: "a" });
    const before = timeline(after(sending("a")), new Date())[0]!.key;
    expect(timeline(after(sending("a"), ...received(echo)), new Date())[0]!.key).toBe(before);
  });

  it("of another tab appear although nothing was sent here", () => {
    expect(shown(after(...received(message(1, "user", { client_id: "b", text: "在吗" }))))).toEqual(["在吗"]);
  });

  it("that failed stay, with the reason, until they are retried or discarded", () => {
    const failed = after(sending("a"), { type: "rejected", clientId: "a", error: "网络不通", retryable: true });
    expect(failed.outgoing[0]).toMatchObject({ delivery: "failed", error: "网络不通" });
    const retried = reduce(failed, { type: "retrying", clientId: "a" });
    expect(retried.outgoing[0]).toMatchObject({ delivery: "sending", error: "" });
    expect(reduce(failed, { type: "discarded", clientId: "a" }).outgoing).toEqual([]);
  });
});

describe("buttons", () => {
  const offer = message(1, "bot", buttons("没错", "要改"));

  it("can be pressed while nothing was answered", () => {
    expect(openReplies(after(...received(offer)))?.replies).toHaveLength(2);
  });

  it("stay when the same turn goes on without buttons", () => {
    expect(openReplies(after(...received(offer, message(2, "bot"))))?.id).toBe(1);
  });

  it("give way to the buttons of a newer message", () => {
    const state = after(...received(offer, message(2, "bot", buttons("好"))));
    expect(openReplies(state)).toMatchObject({ id: 2 });
  });

  it("are gone as soon as one is pressed, and after an answer from another tab", () => {
    expect(openReplies(after(...received(offer), sending("a", "token-没错")))).toBeNull();
    expect(openReplies(after(...received(offer, message(2, "user"), message(3, "bot"))))).toBeNull();
  });

  it("come back when a press that never arrived is discarded", () => {
    const failed = after(...received(offer), sending("a", "token-没错"), {
      type: "rejected",
      clientId: "a",
      error: "",
      retryable: true,
    });
    expect(openReplies(failed)).toBeNull();
    expect(openReplies(reduce(failed, { type: "discarded", clientId: "a" }))?.id).toBe(1);
  });
});

describe("session", () => {
  const session = (conversation: string, last = 0): Change => ({
    type: "session",
    session: readSession({ conversation, last_event_id: last, institution: { name: "某机构" } }),
  });

  it("keeps what is shown when the same conversation goes on", () => {
    const state = after(session("x"), ...received(message(1, "bot")), session("x", 1));
    expect(state.messages).toHaveLength(1);
    expect(state.institution?.name).toBe("某机构");
  });

  it("starts from nothing in another conversation but keeps what was not sent", () => {
    const state = after(session("x"), ...received(message(9, "bot")), sending("a"), session("y"));
    expect(state.messages).toEqual([]);
    expect(state.lastId).toBe(0);
    expect(state.outgoing).toHaveLength(1);
  });

  it("is caught up when the history was replayed to its end", () => {
    const replaying = after(session("x", 2), ...received(message(1, "bot")));
    expect(caughtUp(replaying)).toBe(false);
    expect(caughtUp(reduce(replaying, received(message(2, "bot"))[0]!))).toBe(true);
  });
});

describe("reading", () => {
  it.each([null, [], "text", {}, { id: "1", role: "bot" }, { id: 1, role: "admin" }])(
    "drops the malformed event %j",
    (raw) => expect(readMessage(raw)).toBeNull(),
  );

  it("fills absent fields and drops buttons without a token", () => {
    const read = readMessage({ id: 1, role: "bot", quick_replies: [{ label: "x" }, 3, null] });
    expect(read).toMatchObject({ kind: "text", text: "", body: {}, quickReplies: [], clientId: null });
  });
});
