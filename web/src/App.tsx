import { ConfigProvider } from "@chatui/core";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ChatClient } from "./client";
import { Composer } from "./components/Composer";
import { Header } from "./components/Header";
import { MessageLog } from "./components/MessageLog";
import type { QuickReply } from "./contract";
import type { Connection } from "./conversation";
import { COPY } from "./copy";
import { useLargeType } from "./useLargeType";

/** The chat page. */
export function App({ client }: { client: ChatClient }) {
  const state = useSyncExternalStore(client.subscribe, client.snapshot);
  const human = state.owner === "human";
  const [draft, setDraft] = useState("");
  const [largeType, toggleLargeType] = useLargeType();
  const input = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    client.start();
    return client.stop;
  }, [client]);

  // A pressed button disappears: with a keyboard, go on in the input. A tap must not open
  // the on-screen keyboard.
  const press = useCallback(
    (reply: QuickReply, byKeyboard: boolean) => {
      client.press(reply);
      if (byKeyboard) input.current?.focus();
    },
    [client],
  );

  const useExample = useCallback((text: string) => {
    setDraft(text);
    input.current?.focus();
  }, []);

  return (
    <ConfigProvider locale="zh-CN" colorScheme="light">
      <div className="ChatApp page">
        <Header
          institution={state.institution}
          owner={state.owner}
          largeType={largeType}
          onLargeType={toggleLargeType}
          onHuman={() => client.send(human ? COPY.endHumanText : COPY.toHuman)}
        />
        <ConnectionLine connection={state.connection} />
        <MessageLog
          state={state}
          onExample={useExample}
          onPress={press}
          onRetry={client.retry}
          onDiscard={client.discard}
        />
        <footer className="footer">
          <div className="column">
            <Composer
              value={draft}
              placeholder={human ? COPY.placeholderHuman : COPY.placeholder}
              sizeKey={largeType ? "large" : "normal"}
              inputRef={input}
              onChange={setDraft}
              onSend={client.send}
            />
            <p className="disclaimer">
              <span>{COPY.disclaimer}</span>{" "}
              {state.institution?.complaintPhone && (
                <span>
                  {COPY.complaint} {state.institution.complaintPhone}
                </span>
              )}
            </p>
          </div>
        </footer>
      </div>
    </ConfigProvider>
  );
}

/** Says that the connection is down, and nothing while it is up or comes up quickly. */
function ConnectionLine({ connection }: { connection: Connection }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    const timer = setTimeout(() => setLate(true), connection === "offline" ? 0 : 1500);
    return () => clearTimeout(timer);
  }, [connection]);
  return (
    <div className="connection" role="status">
      {connection !== "open" && late && <p>{COPY.connection[connection]}</p>}
    </div>
  );
}
