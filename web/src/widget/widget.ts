/**
 * The embed widget: a floating button that opens the chat page in a frame.
 *
 *   <script src="https://chat.example.com/widget.js"
 *           data-title="家庭保障顾问"
 *           async></script>
 *
 * Attributes: `data-title` (name of button and frame), `data-side` ("right" or "left"),
 * `data-color` (a CSS colour). The frame is made on the first opening; the host page and the
 * chat share nothing.
 */

const script = document.currentScript as HTMLScriptElement | null;

const STYLE = `
:host { all: initial; }
button { font: 500 15px/1 "PingFang SC","Microsoft YaHei",system-ui,sans-serif; cursor: pointer; }
button:focus-visible { outline: 3px solid #f0b48a; outline-offset: 2px; }
.open { position: fixed; bottom: calc(20px + env(safe-area-inset-bottom)); z-index: 2147483000;
  display: flex; align-items: center; gap: 8px; height: 52px; padding: 0 20px 0 16px; border: 0;
  border-radius: 26px; background: var(--color); color: #fffdf8;
  box-shadow: 0 6px 24px rgb(43 38 32 / 28%); }
.open svg { width: 26px; height: 26px; }
.panel { position: fixed; bottom: calc(20px + env(safe-area-inset-bottom)); z-index: 2147483001;
  display: flex; flex-direction: column; width: 420px; height: min(720px, calc(100vh - 40px));
  overflow: hidden; border-radius: 18px; background: #f7f2e9;
  box-shadow: 0 12px 48px rgb(43 38 32 / 32%); }
.bar { display: flex; align-items: center; justify-content: space-between; padding: 0 6px 0 16px;
  background: var(--color); color: #fffdf8;
  font: 500 14px/40px "PingFang SC","Microsoft YaHei",system-ui,sans-serif; }
.bar button { width: 40px; height: 40px; border: 0; background: none; color: inherit;
  font-size: 22px; }
iframe { flex: 1; width: 100%; border: 0; }
[hidden] { display: none !important; }
.right { right: 20px; } .left { left: 20px; }
@media (max-width: 519px) {
  .panel { inset: 0; width: auto; height: auto; border-radius: 0; }
}`;

const ICON =
  '<svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" ' +
  'stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">' +
  '<path d="M7 16.200 16 8.500l9 7.700"/><path d="M10.500 14.500V23h11v-8.500"/></svg>';

function mount(source: string, options: DOMStringMap): void {
  const title = options.title || "家庭保障顾问";
  const side = options.side === "left" ? "left" : "right";
  const host = document.createElement("div");
  host.style.setProperty("--color", options.color || "#1e5b50");
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML =
    `<style>${STYLE}</style><button type="button" class="open ${side}" aria-expanded="false">` +
    `${ICON}<span></span></button><div class="panel ${side}" role="dialog" hidden>` +
    `<div class="bar"><span></span><button type="button" aria-label="收起">×</button></div></div>`;
  const [open, close] = Array.from(root.querySelectorAll("button")) as [
    HTMLButtonElement,
    HTMLButtonElement,
  ];
  const panel = root.querySelector<HTMLElement>(".panel")!;
  // As text, never as markup: the title comes from the host page.
  root.querySelectorAll("span").forEach((label) => (label.textContent = title));
  panel.setAttribute("aria-label", title);

  const show = (visible: boolean): void => {
    if (visible && !panel.querySelector("iframe")) panel.append(frame(source, title));
    panel.hidden = !visible;
    open.hidden = visible;
    open.setAttribute("aria-expanded", String(visible));
    (visible ? close : open).focus();
  };
  open.addEventListener("click", () => show(true));
  close.addEventListener("click", () => show(false));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  document.body.append(host);
}

function frame(source: string, title: string): HTMLIFrameElement {
  const element = document.createElement("iframe");
  element.src = source;
  element.title = title;
  element.referrerPolicy = "no-referrer";
  return element;
}

if (script?.src) {
  const source = new URL("./", script.src).href;
  const start = () => mount(source, script.dataset);
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
}
