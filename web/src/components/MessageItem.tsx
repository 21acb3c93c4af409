import { Bubble, Button, ErrorBoundary } from "@chatui/core";
import { memo, useState, type ReactNode } from "react";
import { ConsentCard } from "../cards/ConsentCard";
import { HandoffCard } from "../cards/HandoffCard";
import { HouseholdCard } from "../cards/HouseholdCard";
import { PlanCard } from "../cards/PlanCard";
import { COPY } from "../copy";
import type { Message, QuickReply } from "../contract";
import type { Outgoing } from "../conversation";
import type { Entry } from "../timeline";
import { QuickReplies } from "./QuickReplies";

const LONG_TEXT = 1200;

interface MessageItemProps {
  entry: Entry;
  replies: QuickReply[];
  onPress: (reply: QuickReply, byKeyboard: boolean) => void;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
}

/** One message of the log, with its buttons or its delivery state. */
export const MessageItem = memo(function MessageItem(props: MessageItemProps) {
  const { entry, replies, onPress, onRetry, onDiscard } = props;
  const { message, outgoing } = entry;
  const side = message.role === "user" ? "right" : "left";
  return (
    <article className={`Message ${side} message`} data-role={message.role}>
      {entry.time && <p className="message-time">{entry.time}</p>}
      <p className={entry.opensGroup && side === "left" ? "message-author" : "visually-hidden"}>
        {author(message)}
      </p>
      <ErrorBoundary FallbackComponent={() => <Words text={message.text} />}>
        <Content message={message} />
      </ErrorBoundary>
      {replies.length > 0 && (
        <QuickReplies
          replies={replies}
          emphasise={message.kind === "household_card"}
          onPress={onPress}
        />
      )}
      {outgoing && <DeliveryLine item={outgoing} onRetry={onRetry} onDiscard={onDiscard} />}
    </article>
  );
});

function author(message: Message): string {
  if (message.role === "user") return COPY.you;
  return message.role === "agent" ? COPY.agent : COPY.bot;
}

function Content({ message }: { message: Message }): ReactNode {
  const { kind, body, text } = message;
  if (message.role === "user") return <Words text={text} />;
  switch (kind) {
    case "household_card":
      return <HouseholdCard body={body} />;
    case "consent_card":
      return <ConsentCard body={body} />;
    case "plan_card":
      return <PlanCard body={body} />;
    case "handoff_card":
      return <HandoffCard body={body} words={text} />;
    case "notice":
      return <p className={body.level === "warning" ? "notice notice-warn" : "notice"}>{text}</p>;
    default:
      return <Words text={text} />;
  }
}

/** Plain words in a bubble; a very long text is folded. */
function Words({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const long = text.length > LONG_TEXT;
  const shown = long && !open ? `${text.slice(0, LONG_TEXT)}…` : text;
  return (
    <Bubble type="text">
      <p>{shown}</p>
      {long && (
        <button type="button" className="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? COPY.showLess : COPY.showAll}
        </button>
      )}
    </Bubble>
  );
}

interface DeliveryLineProps {
  item: Outgoing;
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
}

function DeliveryLine({ item, onRetry, onDiscard }: DeliveryLineProps) {
  if (item.delivery !== "failed") {
    return <p className="delivery">{COPY.delivery[item.delivery]}</p>;
  }
  return (
    <div className="delivery delivery-failed" role="alert">
      <p>{item.error || COPY.delivery.failed}</p>
      {item.retryable && (
        <Button size="sm" onClick={() => onRetry(item.clientId)}>
          {COPY.retry}
        </Button>
      )}
      <Button size="sm" variant="text" onClick={() => onDiscard(item.clientId)}>
        {COPY.discard}
      </Button>
    </div>
  );
}
