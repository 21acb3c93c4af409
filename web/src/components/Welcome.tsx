import { COPY } from "../copy";

/** What is shown before the first message: what to say, and how to begin. */
export function Welcome({ onExample }: { onExample: (text: string) => void }) {
  return (
    <section className="welcome">
      <h2>{COPY.welcome.title}</h2>
      <p>{COPY.welcome.lead}</p>
      <ul className="promises">
        {COPY.welcome.promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
      <p className="welcome-try">{COPY.welcome.tryLabel}</p>
      <div className="examples">
        {COPY.welcome.examples.map((example) => (
          <button type="button" key={example} onClick={() => onExample(example)}>
            {example}
          </button>
        ))}
      </div>
    </section>
  );
}
