import { Typing } from "@chatui/core";
import { COPY } from "../copy";
import type { QuickReply } from "../contract";
import { caughtUp, openReplies, type Conversation } from "../conversation";
import { timeline } from "../timeline";
import { useFollow } from "../useFollow";
import { DownIcon } from "./icons";
import { MessageItem } from "./MessageItem";
import { Examples, Welcome } from "./Welcome";

const NONE: QuickReply[] = [];

interface MessageLogProps {
  state: Conversation;
  onExample: (text: string) => void;
  onPress: (reply: QuickReply, byKeyboard: boolean) => void;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
}

/**
 * The conversation. ChatUI announces each message as an interrupting alert; here one polite
 * log announces them, and stays silent while the history is replayed.
 */
export function MessageLog(props: MessageLogProps) {
  const { state, onExample, onPress, onRetry, onDiscard } = props;
  const entries = timeline(state, new Date());
  const open = openReplies(state);
  const complete = caughtUp(state);
  const unspoken = entries.every((entry) => entry.message.role !== "user");
  const version = `${entries.length}:${state.lastId}:${state.typing}`;
  const { scroller, away, toLatest } = useFollow(version, state.outgoing.length > 0, complete);
  return (
    <main className="log">
      <div className="log-scroller" ref={scroller}>
        <div
          className="column MessageList"
          role="log"
          aria-live="polite"
          aria-relevant="additions"
          aria-label={COPY.log}
          aria-busy={!complete}
        >
          {complete && entries.length === 0 && !state.typing && <Welcome />}
          {entries.map((entry) => (
            <MessageItem
              key={entry.key}
              entry={entry}
              replies={open?.id === entry.message.id ? open.replies : NONE}
              onPress={onPress}
              onRetry={onRetry}
              onDiscard={onDiscard}
            />
          ))}
          {state.typing && (
            <div className="Message left message">
              <span className="visually-hidden">
                {state.owner === "human" ? COPY.agentTyping : COPY.thinking}
              </span>
              <Typing />
            </div>
          )}
        </div>
        {complete && unspoken && !open && !state.typing && (
          <div className="column">
            <Examples onExample={onExample} />
          </div>
        )}
      </div>
      {away && (
        <button type="button" className="to-latest" aria-label={COPY.toLatest} onClick={toLatest}>
          <DownIcon />
        </button>
      )}
    </main>
  );
}
