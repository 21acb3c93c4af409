/** Calls to the gateway. A failed call is a GatewayError with a sentence for the customer. */

import { object, readSession, text, type Session } from "./contract";
import { COPY } from "./copy";

const TIMEOUT_MS = 20_000;

export class GatewayError extends Error {
  /** `status` is 0 when no answer came at all. */
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
    this.name = "GatewayError";
  }

  /** Whether the same call may succeed later: no answer, a busy gateway, a broken one. */
  get transient(): boolean {
    return this.status === 0 || this.status >= 500 || [401, 408, 425, 429].includes(this.status);
  }
}

export interface Gateway {
  openSession(): Promise<Session>;
  send(message: { clientId: string; text: string; token: string | null }): Promise<void>;
}

export function httpGateway(fetcher: typeof fetch = window.fetch.bind(window)): Gateway {
  return {
    async openSession() {
      return readSession(await post(fetcher, "/api/session", {}));
    },
    async send({ clientId, text: words, token }) {
      const content = token ? { token } : { text: words };
      await post(fetcher, "/api/messages", { client_id: clientId, ...content });
    },
  };
}

async function post(fetcher: typeof fetch, path: string, body: object): Promise<unknown> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetcher(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      signal: abort.signal,
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw refused(response.status, answer);
    return answer;
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new GatewayError(COPY.errors.network, 0, "network");
  } finally {
    clearTimeout(timer);
  }
}

function refused(status: number, answer: unknown): GatewayError {
  const error = object(object(answer).error);
  const fallback = status === 429 ? COPY.errors.tooFast : COPY.errors.server;
  return new GatewayError(text(error.message) || fallback, status, text(error.code));
}
