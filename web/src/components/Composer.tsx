import { Button, Input } from "@chatui/core";
import type { FormEvent, KeyboardEvent, RefObject } from "react";
import { COPY } from "../copy";
import { SendIcon } from "./icons";

/** The gateway refuses a longer message. */
const MAX_LENGTH = 2000;

interface ComposerProps {
  value: string;
  placeholder: string;
  /** Drawn anew when the type size changes: ChatUI measures its line height only once. */
  sizeKey: string;
  inputRef: RefObject<HTMLTextAreaElement>;
  onChange: (value: string) => void;
  onSend: (text: string) => void;
}

/**
 * The input with its button. ChatUI's own composer has an unlabelled text area and a button
 * that a keyboard cannot press, so this one is made of ChatUI's parts.
 */
export function Composer(props: ComposerProps) {
  const { value, placeholder, sizeKey, inputRef, onChange, onSend } = props;
  const excess = value.trim().length - MAX_LENGTH;
  const sendable = value.trim() !== "" && excess <= 0;
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!sendable) return;
    onSend(value);
    onChange("");
    inputRef.current?.focus();
  };
  // 229: the key belongs to an input method that is composing Chinese.
  const onKeyDown = (event: KeyboardEvent) => {
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form className="composer" onSubmit={send}>
      {excess > 0 && (
        <p className="composer-excess" role="alert">
          {COPY.tooLong(excess)}
        </p>
      )}
      <Input
        key={sizeKey}
        ref={inputRef as RefObject<HTMLTextAreaElement & HTMLInputElement>}
        className="composer-input"
        value={value}
        onChange={onChange}
        onKeyDown={onKeyDown}
        placeholder={placeholder}
        aria-label={COPY.input}
        aria-invalid={excess > 0}
        maxRows={6}
        autoSize
        enterKeyHint="send"
        autoComplete="off"
      />
      <Button
        className="composer-send"
        color="primary"
        type="submit"
        disabled={!sendable}
        aria-label={COPY.send}
      >
        <SendIcon />
      </Button>
    </form>
  );
}
