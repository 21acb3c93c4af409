import { Button } from "@chatui/core";
import type { QuickReply } from "../contract";

interface QuickRepliesProps {
  replies: QuickReply[];
  /** The first button of a card is the expected answer. */
  emphasise: boolean;
  onPress: (reply: QuickReply, byKeyboard: boolean) => void;
}

/** The answers that the assistant offers. */
export function QuickReplies({ replies, emphasise, onPress }: QuickRepliesProps) {
  return (
    <div className="replies" role="group" aria-label="可以这样回答">
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
