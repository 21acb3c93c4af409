// Builds the page and then the widget, which is a file of its own; extra arguments go to both.

import { build } from "vite";

const at = process.argv.indexOf("--logLevel");
const logLevel = at > 0 ? process.argv[at + 1] : "info";

await build({ logLevel });
await build({ logLevel, mode: "widget" });
