/**
 * The event stream of a conversation, kept alive.
 *
 * EventSource reconnects by itself after a lost connection and sends `Last-Event-ID`. It
 * gives up for good when the server answers with an error, stays silent about a dead
 * connection after the machine slept, and knows nothing of an expired session: these cases
 * are handled here by opening the session again and asking for what came `after` the last id.
 */

import { object, readMessage, type Message, type Owner } from "./contract";
import type { Connection } from "./conversation";

export interface EventSourceLike {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface FeedOptions {
  /** Make or resume the session; called before each manual connection. */
  prepare: () => Promise<void>;
  lastId: () => number;
  onMessage: (message: Message) => void;
  onTyping: (on: boolean) => void;
  onOwner: (owner: Owner) => void;
  onConnection: (connection: Connection) => void;
  open?: (url: string) => EventSourceLike;
  random?: () => number;
}

const CLOSED = 2;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** After this time in the background a connection may be dead without an error. */
const STALE_AFTER_MS = 30_000;

export class EventFeed {
  private source: EventSourceLike | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  /** Grows with every connection, so that the late result of an older one is ignored. */
  private generation = 0;
  private hiddenSince: number | null = null;

  constructor(private readonly options: FeedOptions) {}

  start(): void {
    window.addEventListener("online", this.onOnline);
    window.addEventListener("offline", this.onOffline);
    document.addEventListener("visibilitychange", this.onVisibility);
    void this.connect();
  }

  stop(): void {
    window.removeEventListener("online", this.onOnline);
    window.removeEventListener("offline", this.onOffline);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.drop();
  }

  /** Connect now, whatever the state; used when an expected echo did not come. */
  reconnect(): void {
    this.attempts = 0;
    void this.connect();
  }

  private drop(): void {
    this.generation += 1;
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private async connect(): Promise<void> {
    this.drop();
    const generation = this.generation;
    this.options.onConnection(this.attempts === 0 ? "connecting" : "retrying");
    try {
      await this.options.prepare();
    } catch {
      if (generation === this.generation) this.later();
      return;
    }
    if (generation === this.generation) this.listen();
  }

  private listen(): void {
    const open = this.options.open ?? ((url: string) => new EventSource(url));
    const source = open(`/api/events?after=${this.options.lastId()}`);
    this.source = source;
    source.onopen = () => {
      this.attempts = 0;
      this.options.onConnection("open");
    };
    source.onerror = () => this.failed(source);
    source.addEventListener("message", (event) => {
      const message = readMessage(parse(event.data));
      if (message) this.options.onMessage(message);
    });
    source.addEventListener("typing", (event) => {
      this.options.onTyping(object(parse(event.data)).on === true);
    });
    source.addEventListener("state", (event) => {
      this.options.onOwner(object(parse(event.data)).owner === "human" ? "human" : "bot");
    });
  }

  private failed(source: EventSourceLike): void {
    if (source !== this.source) return;
    if (source.readyState === CLOSED) this.later();
    else this.options.onConnection("retrying");
  }

  private later(): void {
    if (!navigator.onLine) {
      this.options.onConnection("offline");
      return;
    }
    this.options.onConnection("retrying");
    const random = this.options.random ?? Math.random;
    const delay = Math.min(FIRST_DELAY_MS * 2 ** this.attempts, LONGEST_DELAY_MS);
    this.attempts += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), delay * (0.75 + random() / 2));
  }

  private readonly onOnline = (): void => this.reconnect();

  private readonly onOffline = (): void => {
    this.drop();
    this.options.onConnection("offline");
  };

  private readonly onVisibility = (): void => {
    if (document.visibilityState === "hidden") {
      this.hiddenSince = Date.now();
      return;
    }
    const away = this.hiddenSince === null ? 0 : Date.now() - this.hiddenSince;
    this.hiddenSince = null;
    const closed = !this.source || this.source.readyState === CLOSED;
    if (closed || away > STALE_AFTER_MS) this.reconnect();
  };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
