/**
 * The chat client: one store that the page subscribes to, and the verbs of the customer.
 *
 * Nothing of the conversation is written to storage or to an address; after a reload the
 * gateway replays it.
 */

import { GatewayError, type Gateway } from "./api";
import type { QuickReply } from "./contract";
import { EMPTY, reduce, type Change, type Conversation, type Outgoing } from "./conversation";
import { EventFeed, type FeedOptions } from "./events";
import { newClientId } from "./ids";

/** An accepted message is echoed at once; without the echo the stream is taken for dead. */
const ECHO_WITHIN_MS = 8_000;
/** An indicator whose end was lost must not stay for ever. */
const TYPING_AT_MOST_MS = 60_000;

type FeedFactory = (options: FeedOptions) => Pick<EventFeed, "start" | "stop" | "reconnect">;

export class ChatClient {
  private state: Conversation = EMPTY;
  private readonly listeners = new Set<() => void>();
  private readonly feed: ReturnType<FeedFactory>;
  private queue: Promise<void> = Promise.resolve();
  private typingTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly gateway: Gateway,
    makeFeed: FeedFactory = (options) => new EventFeed(options),
  ) {
    this.feed = makeFeed({
      prepare: () => this.openSession(),
      lastId: () => this.state.lastId,
      onMessage: (message) => this.apply({ type: "received", message }),
      onTyping: (on) => this.typing(on),
      onOwner: (owner) => this.apply({ type: "owner", owner }),
      onConnection: (connection) => this.apply({ type: "connection", connection }),
    });
  }

  start = (): void => this.feed.start();

  stop = (): void => {
    clearTimeout(this.typingTimer);
    this.feed.stop();
  };

  snapshot = (): Conversation => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Send what the customer typed; blank text is ignored. */
  send = (text: string): void => {
    if (text.trim()) this.post(text.trim(), null);
  };

  /** Press a button; a second press of the same button is ignored. */
  press = (reply: QuickReply): void => {
    if (!this.state.usedTokens.has(reply.token)) this.post(reply.label, reply.token);
  };

  /** Send a failed message again under its client id, so that it cannot arrive twice. */
  retry = (clientId: string): void => {
    const item = this.state.outgoing.find((candidate) => candidate.clientId === clientId);
    if (item?.delivery !== "failed") return;
    this.apply({ type: "retrying", clientId });
    this.enqueue(item);
  };

  discard = (clientId: string): void => this.apply({ type: "discarded", clientId });

  private post(text: string, token: string | null): void {
    const outgoing: Outgoing = {
      clientId: newClientId(),
      text,
      token,
      createdAt: new Date().toISOString(),
      delivery: "sending",
      error: "",
      retryable: true,
    };
    this.apply({ type: "sending", outgoing });
    this.enqueue(outgoing);
  }

  /** One at a time, so that quick messages keep their order. */
  private enqueue(item: Outgoing): void {
    this.queue = this.queue.then(() => this.deliver(item));
  }

  private async deliver(item: Outgoing): Promise<void> {
    const { clientId } = item;
    try {
      await this.sendInSession(item);
      this.apply({ type: "accepted", clientId });
      setTimeout(() => this.expectEcho(clientId), ECHO_WITHIN_MS);
    } catch (error) {
      const { message } = error as Error;
      const retryable = !(error instanceof GatewayError) || error.transient;
      this.apply({ type: "rejected", clientId, error: message, retryable });
    }
  }

  private async sendInSession(item: Outgoing): Promise<void> {
    if (this.state.id === "") await this.openSession();
    try {
      await this.gateway.send(item);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.status !== 401) throw error;
      await this.openSession();
      await this.gateway.send(item);
    }
  }

  private async openSession(): Promise<void> {
    this.apply({ type: "session", session: await this.gateway.openSession() });
  }

  private expectEcho(clientId: string): void {
    const waiting = this.state.outgoing.some((item) => item.clientId === clientId);
    if (waiting && this.state.connection === "open") this.feed.reconnect();
  }

  private typing(on: boolean): void {
    clearTimeout(this.typingTimer);
    if (on) this.typingTimer = setTimeout(() => this.typing(false), TYPING_AT_MOST_MS);
    this.apply({ type: "typing", on });
  }

  private apply(change: Change): void {
    this.state = reduce(this.state, change);
    this.listeners.forEach((listener) => listener());
  }
}
