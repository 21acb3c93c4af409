// A stand-in for the gateway, for looking at the page and for browser tests.
//
//   node dev/fake_gateway.mjs [--port 8020] [--root ../build/web] [--delay 600]
//
// It keeps the contract of docs/architecture.md in memory: sessions by cookie, idempotent
// messages, one-time button tokens, an event stream with replay, and the production CSP.
// POST /dev/fault {"fail": n} makes the next n messages fail; {"drop": true} cuts all streams.

import { randomUUID } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { answer, greeting } from "./conversation.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at > 0 ? process.argv[at + 1] : fallback;
};
const PORT = Number(option("port", "8020"));
const ROOT = resolve(option("root", join(here, "../../build/web")));
const DELAY = Number(option("delay", "600"));
const CSP = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

const conversations = new Map();
const faults = { fail: 0 };

function conversationOf(request) {
  const id = /fake_session=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
  return id ? conversations.get(id) : undefined;
}

function openSession(request, response) {
  let conversation = conversationOf(request);
  if (!conversation) {
    const id = randomUUID();
    conversation = { id, events: [], streams: new Set(), done: new Map(), tokens: new Map(), step: 0, owner: "bot" };
    conversations.set(id, conversation);
    append(conversation, { role: "bot", ...greeting });
    response.setHeader("Set-Cookie", `fake_session=${id}; HttpOnly; SameSite=Lax; Path=/`);
  }
  json(response, 200, {
    conversation: conversation.id.slice(0, 8),
    institution: {
      name: "家保演示保险代理有限公司",
      licence_number: "演示-000000000000",
      complaint_phone: "400-000-0000(演示)",
    },
    last_event_id: conversation.events.length,
  });
}

function append(conversation, message) {
  const quick_replies = (message.quick_replies ?? []).map(({ label, words }) => {
    const token = randomUUID();
    conversation.tokens.set(token, words);
    return { token, label };
  });
  const created_at = new Date().toISOString();
  const event = { body: {}, ...message, quick_replies, id: conversation.events.length + 1, created_at };
  conversation.events.push(event);
  for (const stream of conversation.streams) writeEvent(stream, event);
}

function writeEvent(stream, event) {
  stream.write(`id: ${event.id}\nevent: message\ndata: ${JSON.stringify(event)}\n\n`);
}

function tell(conversation, event, data) {
  for (const stream of conversation.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function events(request, response, url) {
  const conversation = conversationOf(request);
  if (!conversation) return refuse(response, 401, "no_session", "会话已过期，请刷新页面后重新开始。");
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  const after = Number(request.headers["last-event-id"] ?? url.searchParams.get("after") ?? 0);
  response.write("retry: 1000\n\n");
  conversation.events.filter((event) => event.id > after).forEach((event) => writeEvent(response, event));
  conversation.streams.add(response);
  response.write(`event: state\ndata: ${JSON.stringify({ owner: conversation.owner })}\n\n`);
  request.on("close", () => conversation.streams.delete(response));
}

async function receive(request, response) {
  const conversation = conversationOf(request);
  if (!conversation) return refuse(response, 401, "no_session", "会话已过期，请刷新页面后重新开始。");
  if (faults.fail > 0) {
    faults.fail -= 1;
    return refuse(response, 503, "unavailable", "系统开了小差，您的信息没有丢失，请稍后再试。");
  }
  const { client_id, text, token } = await body(request);
  if (conversation.done.has(client_id)) return json(response, 202, conversation.done.get(client_id));
  const pressed = token ? conversation.tokens.get(token) : undefined;
  if (token && !pressed) {
    return refuse(response, 409, "unknown_button", "这个按钮已经失效了，请用最新的按钮，或者直接打字告诉我。");
  }
  if (token) conversation.tokens.delete(token);
  const label = token
    ? conversation.events.flatMap((e) => e.quick_replies).find((r) => r.token === token).label
    : text;
  append(conversation, { role: "user", client_id, kind: "text", text: label });
  const result = { status: "accepted", id: conversation.done.size + 1 };
  conversation.done.set(client_id, result);
  json(response, 202, result);
  void respond(conversation, pressed ?? text);
}

async function respond(conversation, words) {
  const pause = () => new Promise((wake) => setTimeout(wake, DELAY));
  const said = answer(words, conversation.step);
  conversation.step += 1;
  tell(conversation, "typing", { on: true });
  await pause();
  for (const message of said.messages) {
    append(conversation, { role: "bot", ...message });
    await pause();
  }
  tell(conversation, "typing", { on: false });
  if (!said.owner || said.owner === conversation.owner) return;
  conversation.owner = said.owner;
  tell(conversation, "state", { owner: said.owner });
  if (said.owner !== "human") return;
  await pause();
  append(conversation, { role: "agent", kind: "text", text: "您好，我是顾问小林，看到您给一家五口做的方案了。想先聊哪一位？" });
}

function file(response, path) {
  const target = normalize(join(ROOT, path === "/" ? "index.html" : path));
  if (!target.startsWith(ROOT) || !existsSync(target) || !statSync(target).isFile()) {
    return refuse(response, 404, "not_found", "没有找到您要的页面。");
  }
  response.writeHead(200, {
    "Content-Type": TYPES[extname(target)] ?? "application/octet-stream",
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
  });
  createReadStream(target).pipe(response);
}

async function body(request) {
  let raw = "";
  for await (const chunk of request) raw += chunk;
  return JSON.parse(raw || "{}");
}

function json(response, status, value) {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(value));
}

function refuse(response, status, code, message) {
  json(response, status, { error: { code, message } });
}

async function fault(request, response) {
  const wanted = await body(request);
  faults.fail = wanted.fail ?? faults.fail;
  if (wanted.drop) conversations.forEach((c) => c.streams.forEach((stream) => stream.destroy()));
  json(response, 200, faults);
}

createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  const call = `${request.method} ${url.pathname}`;
  if (call === "POST /api/session") return openSession(request, response);
  if (call === "POST /api/messages") return receive(request, response);
  if (call === "GET /api/events") return events(request, response, url);
  if (call === "POST /dev/fault") return fault(request, response);
  return file(response, url.pathname);
}).listen(PORT, "127.0.0.1", () => console.log(`chat page on http://127.0.0.1:${PORT}`));
