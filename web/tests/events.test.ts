import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventFeed, type EventSourceLike } from "../src/events";

class FakeSource implements EventSourceLike {
  static made: FakeSource[] = [];
  readyState = 0;
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(readonly url: string) {
    FakeSource.made.push(this);
  }

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.readyState = 2;
  }

  opened(): void {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }

  /** state 0: the browser tries again by itself; 2: it gave up. */
  failed(state: 0 | 2): void {
    this.readyState = state;
    this.onerror?.(new Event("error"));
  }

  emit(type: string, data: string): void {
    this.listeners.get(type)?.(new MessageEvent(type, { data }));
  }
}

const last = (): FakeSource => FakeSource.made[FakeSource.made.length - 1]!;

function makeFeed() {
  const seen = { connections: [] as string[], messages: [] as number[], typing: [] as boolean[], owners: [] as string[] };
  const prepare = vi.fn(() => Promise.resolve());
  const feed = new EventFeed({
    prepare,
    lastId: () => seen.messages[seen.messages.length - 1] ?? 0,
    onMessage: (message) => seen.messages.push(message.id),
    onTyping: (on) => seen.typing.push(on),
    onOwner: (owner) => seen.owners.push(owner),
    onConnection: (connection) => seen.connections.push(connection),
    open: (url) => new FakeSource(url),
    random: () => 0.5,
  });
  return { feed, seen, prepare };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

let online = true;

beforeEach(() => {
  FakeSource.made = [];
  online = true;
  vi.useFakeTimers();
  vi.spyOn(navigator, "onLine", "get").mockImplementation(() => online);
});

afterEach(() => vi.useRealTimers());

describe("the event feed", () => {
  it("opens the session before the stream and passes events on", async () => {
    const { feed, seen, prepare } = makeFeed();
    feed.start();
    expect(FakeSource.made).toHaveLength(0);
    await settle();
    expect(prepare).toHaveBeenCalledOnce();
    last().opened();
    last().emit("message", '{"id": 4, "role": "bot", "text": "您好"}');
    last().emit("typing", '{"on": true}');
    last().emit("state", '{"owner": "human"}');
    expect(seen).toMatchObject({ messages: [4], typing: [true], owners: ["human"] });
    expect(seen.connections).toEqual(["connecting", "open"]);
    feed.stop();
  });

  it("survives events that are not JSON", async () => {
    const { feed, seen } = makeFeed();
    feed.start();
    await settle();
    last().emit("message", "<html>");
    last().emit("typing", "{");
    expect(seen.messages).toEqual([]);
    feed.stop();
  });

  it("leaves a lost connection to the browser", async () => {
    const { feed, seen } = makeFeed();
    feed.start();
    await settle();
    last().opened();
    last().failed(0);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.made).toHaveLength(1);
    expect(seen.connections[seen.connections.length - 1]).toBe("retrying");
    feed.stop();
  });

  it("connects again after the last id, ever more slowly, when the browser gave up", async () => {
    const { feed, prepare } = makeFeed();
    feed.start();
    await settle();
    last().emit("message", '{"id": 12, "role": "bot"}');
    last().failed(2);
    await vi.advanceTimersByTimeAsync(999);
    expect(FakeSource.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(last().url).toBe("/api/events?after=12");
    expect(prepare).toHaveBeenCalledTimes(2);
    last().failed(2);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(FakeSource.made).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeSource.made).toHaveLength(3);
    feed.stop();
  });

  it("never waits longer than half a minute and a quarter", async () => {
    const { feed, prepare } = makeFeed();
    prepare.mockImplementation(() => Promise.reject(new Error("down")));
    feed.start();
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    const calls = prepare.mock.calls.length;
    expect(calls).toBeGreaterThan(18);
    await vi.advanceTimersByTimeAsync(37_500);
    expect(prepare.mock.calls.length).toBeGreaterThan(calls);
    feed.stop();
  });

  it("closes when the network goes and comes back with it", async () => {
    const { feed, seen } = makeFeed();
    feed.start();
    await settle();
    last().opened();
    online = false;
    window.dispatchEvent(new Event("offline"));
    expect(FakeSource.made[0]!.readyState).toBe(2);
    expect(seen.connections[seen.connections.length - 1]).toBe("offline");
    online = true;
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(FakeSource.made).toHaveLength(2);
    feed.stop();
  });

  it("distrusts a connection after a long time in the background", async () => {
    const { feed } = makeFeed();
    let visible: DocumentVisibilityState = "visible";
    vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visible);
    const turn = (state: DocumentVisibilityState) => {
      visible = state;
      document.dispatchEvent(new Event("visibilitychange"));
    };
    feed.start();
    await settle();
    last().opened();
    turn("hidden");
    await vi.advanceTimersByTimeAsync(5_000);
    turn("visible");
    await settle();
    expect(FakeSource.made).toHaveLength(1);
    turn("hidden");
    await vi.advanceTimersByTimeAsync(60_000);
    turn("visible");
    await settle();
    expect(FakeSource.made).toHaveLength(2);
    feed.stop();
  });

  it("does nothing more once stopped", async () => {
    const { feed, prepare } = makeFeed();
    feed.start();
    feed.stop();
    await settle();
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSource.made).toHaveLength(0);
    expect(prepare).toHaveBeenCalledOnce();
  });
});
