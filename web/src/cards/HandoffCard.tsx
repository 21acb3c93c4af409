import { COPY } from "../copy";
import { text, type Json } from "../contract";
import { PersonIcon } from "../components/icons";

/** A colleague takes over: the title, and the rest of the words when they say more. */
export function HandoffCard({ body, words }: { body: Json; words: string }) {
  const title = text(body.title) || COPY.handoff;
  const rest = words.startsWith(title) ? words.slice(title.length).replace(/^[。，\s]+/, "") : words;
  return (
    <div className="card handoff">
      <PersonIcon />
      <div>
        <h2 className="card-title">{title}</h2>
        {rest && <p>{rest}</p>}
      </div>
    </div>
  );
}
