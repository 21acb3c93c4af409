import "@chatui/core/dist/index.css";
import "./styles/theme.css";
import "./styles/page.css";
import "./styles/cards.css";
import "./styles/plan.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { httpGateway } from "./api";
import { App } from "./App";
import { ChatClient } from "./client";

const client = new ChatClient(httpGateway());

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
);
