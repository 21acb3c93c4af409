import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const OUT_DIR = process.env.JIABAO_WEB_OUT ?? resolve(import.meta.dirname, "../build/web");
const GATEWAY = process.env.JIABAO_GATEWAY ?? "http://127.0.0.1:8000";
// Old WebViews are common in Chinese chat apps.
const TARGET = ["chrome80", "safari13.1", "firefox78"];

/** ChatUI's style sheet loads its fonts from a CDN; the page must not leave its own origin. */
function withoutRemoteFonts(): Plugin {
  return {
    name: "without-remote-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@chatui/core/dist/index.css")) return null;
      const local = code.replace(/@font-face\s*\{[^}]*\}/g, "");
      const remote = local.match(/url\(["']?(?:https?:)?\/\//);
      if (remote) throw new Error(`ChatUI's style sheet still loads ${remote[0]}…: remove it here`);
      return { code: local, map: null };
    },
  };
}

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  base: "/",
  plugins: [withoutRemoteFonts()],
  // ChatUI's "browser" entry is one UMD file with everything in it.
  resolve: { mainFields: ["module", "main"] },
  server: { proxy: { "/api": GATEWAY } },
  build:
    mode === "widget"
      ? {
          outDir: OUT_DIR,
          emptyOutDir: false,
          target: TARGET,
          copyPublicDir: false,
          lib: {
            entry: resolve(import.meta.dirname, "src/widget/widget.ts"),
            formats: ["iife" as const],
            name: "JiaBaoWidget",
            fileName: () => "widget.js",
          },
        }
      : {
          outDir: OUT_DIR,
          emptyOutDir: true,
          target: TARGET,
          // Nothing as data: URL, so that a font or an icon never needs a wider CSP.
          assetsInlineLimit: 0,
          rolldownOptions: {
            // ChatUI does not declare that its unused components can be left out.
            treeshake: {
              moduleSideEffects: (id: string) => id.endsWith(".css") || !id.includes("@chatui/core/es/"),
            },
          },
        },
}));
