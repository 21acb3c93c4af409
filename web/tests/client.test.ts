import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError, httpGateway, type Gateway } from "../src/api";
import { ChatClient } from "../src/client";
import { readMessage, readSession } from "../src/contract";
import type { FeedOptions } from "../src/events";
import { newClientId } from "../src/ids";

function makeClient(send: Gateway["send"]) {
  const feed = { start: vi.fn(), stop: vi.fn(), reconnect: vi.fn() };
  const openSession = vi.fn(() => Promise.resolve(readSession({ conversation: "x" })));
  let options!: FeedOptions;
  const client = new ChatClient({ openSession, send }, (given) => {
    options = given;
    return feed;
  });
  return { client, feed, openSession, stream: options };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("the chat client", () => {
  it("shows a message at once and sends it with its client id", async () => {
    const send = vi.fn(() => Promise.resolve());
    const { client } = makeClient(send);
    client.send("  你好\n第二行  ");
    const sent = client.snapshot().outgoing[0]!;
    expect(sent).toMatchObject({ text: "你好\n第二行", delivery: "sending" });
    await settle();
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ clientId: sent.clientId }));
    expect(client.snapshot().outgoing[0]!.delivery).toBe("sent");
  });

  it("ignores blank text and the second press of a button", async () => {
    const send = vi.fn(() => Promise.resolve());
    const { client } = makeClient(send);
    client.send(" \n ");
    client.press({ token: "t", label: "没错" });
    client.press({ token: "t", label: "没错" });
    await settle();
    expect(send).toHaveBeenCalledOnce();
  });

  it("retries under the same client id", async () => {
    const send = vi.fn<Gateway["send"]>();
    send.mockRejectedValueOnce(new GatewayError("网络不通", 0, "network")).mockResolvedValue();
    const { client } = makeClient(send);
    client.send("你好");
    await settle();
    const failed = client.snapshot().outgoing[0]!;
    expect(failed).toMatchObject({ delivery: "failed", error: "网络不通" });
    client.retry(failed.clientId);
    client.retry(failed.clientId);
    await settle();
    expect(send.mock.calls.map(([item]) => item.clientId)).toEqual([failed.clientId, failed.clientId]);
    expect(client.snapshot().outgoing[0]!.delivery).toBe("sent");
  });

  it.each([
    [0, true],
    [503, true],
    [429, true],
    [404, false],
    [422, false],
  ])("offers another try after the status %i: %s", async (status, retryable) => {
    const { client } = makeClient(() => Promise.reject(new GatewayError("没有成功", status, "")));
    client.send("你好");
    await settle();
    expect(client.snapshot().outgoing[0]).toMatchObject({ delivery: "failed", retryable });
  });

  it("sends one message after the other", async () => {
    const order: string[] = [];
    const send: Gateway["send"] = async ({ text }) => {
      await new Promise((wake) => setTimeout(wake, text === "一" ? 500 : 1));
      order.push(text);
    };
    const { client } = makeClient(send);
    ["一", "二", "三"].forEach(client.send);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(order).toEqual(["一", "二", "三"]);
  });

  it("opens a new session once when the old one has expired", async () => {
    const send = vi.fn<Gateway["send"]>();
    send.mockRejectedValueOnce(new GatewayError("过期", 401, "no_session")).mockResolvedValue();
    const { client, openSession } = makeClient(send);
    client.send("你好");
    await settle();
    expect(openSession).toHaveBeenCalledTimes(2);
    expect(client.snapshot().outgoing[0]!.delivery).toBe("sent");
  });

  it("connects again when an accepted message is not echoed", async () => {
    const { client, feed, stream } = makeClient(() => Promise.resolve());
    stream.onConnection("open");
    client.send("没有回音");
    await vi.advanceTimersByTimeAsync(8_000);
    expect(feed.reconnect).toHaveBeenCalledOnce();
  });

  it("leaves the connection alone when the echo came", async () => {
    const { client, feed, stream } = makeClient(() => Promise.resolve());
    stream.onConnection("open");
    client.send("你好");
    await settle();
    const { clientId } = client.snapshot().outgoing[0]!;
    stream.onMessage(readMessage({ id: 1, role: "user", client_id: clientId, text: "你好" })!);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(feed.reconnect).not.toHaveBeenCalled();
  });

  it("ends an indicator whose end was lost", async () => {
    const { client, stream } = makeClient(() => Promise.resolve());
    stream.onTyping(true);
    expect(client.snapshot().typing).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.snapshot().typing).toBe(false);
  });

  it("keeps the conversation out of storage and addresses", async () => {
    const { client, stream } = makeClient(() => Promise.resolve());
    client.send("我有高血压");
    await settle();
    stream.onMessage(readMessage({ id: 1, role: "bot", text: "记下了" })!);
    expect(localStorage.length + sessionStorage.length).toBe(0);
    expect(location.search + location.hash).toBe("");
  });
});

describe("the gateway calls", () => {
  const answering = (status: number, body: unknown) =>
    vi.fn<typeof fetch>(() => Promise.resolve(new Response(JSON.stringify(body), { status })));
  const message = { clientId: "c", text: "你好", token: null };

  it("send text or a token, never both", async () => {
    const fetcher = answering(202, { status: "accepted", id: 1 });
    const gateway = httpGateway(fetcher);
    await gateway.send(message);
    await gateway.send({ ...message, text: "没错", token: "t" });
    const bodies = fetcher.mock.calls.map(([, init]) => JSON.parse(init!.body as string));
    expect(bodies).toEqual([
      { client_id: "c", text: "你好" },
      { client_id: "c", token: "t" },
    ]);
  });

  it("pass the gateway's own sentence on", async () => {
    const fetcher = answering(409, { error: { code: "unknown_button", message: "按钮失效了" } });
    await expect(httpGateway(fetcher).send(message)).rejects.toMatchObject({
      message: "按钮失效了",
      status: 409,
      code: "unknown_button",
    });
  });

  it("have a sentence for an answer that is not JSON and for no answer", async () => {
    const page = vi.fn<typeof fetch>(() => Promise.resolve(new Response("<html>", { status: 502 })));
    await expect(httpGateway(page).send(message)).rejects.toMatchObject({ status: 502 });
    const dead = vi.fn<typeof fetch>(() => Promise.reject(new TypeError("failed")));
    await expect(httpGateway(dead).send(message)).rejects.toThrow(/网络/);
  });
});

describe("client ids", () => {
  it("are UUIDs also without a secure context", () => {
    const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
    expect(newClientId()).toMatch(uuid);
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const made = Array.from({ length: 50 }, newClientId);
    vi.unstubAllGlobals();
    made.forEach((id) => expect(id).toMatch(uuid));
    expect(new Set(made).size).toBe(50);
  });
});
