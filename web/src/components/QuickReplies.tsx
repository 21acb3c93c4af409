import { Button } from "@chatui/core";
import { COPY } from "../copy";
import type { QuickReply } from "../contract";

interface QuickRepliesProps {
  replies: QuickReply[];
  /** Whether the first button is the expected answer; never so for a consent or a choice. */
  emphasise: boolean;
  onPress: (reply: QuickReply, byKeyboard: boolean) => void;
}

/** The answers that the assistant offers. */
export function QuickReplies({ replies, emphasise, onPress }: QuickRepliesProps) {
  return (
    <div className="replies" role="group" aria-label={COPY.replies}>
      {replies.map((reply, index) => (
        <Button
          key={reply.token}
          className="reply"
          color={emphasise && index === 0 ? "primary" : undefined}
          onClick={(event) => onPress(reply, event.detail === 0)}
        >
          {reply.label}
        </Button>
      ))}
    </div>
  );
}
