import { COPY } from "../copy";

/** What is shown while nothing was said yet: what this is, and how to begin. */
export function Welcome() {
  return (
    <section className="welcome">
      <h2>{COPY.welcome.title}</h2>
      <p>{COPY.welcome.lead}</p>
      <ul className="promises">
        {COPY.welcome.promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
    </section>
  );
}

/** First sentences to start from; pressing one puts it into the input. */
export function Examples({ onExample }: { onExample: (text: string) => void }) {
  return (
    <section className="examples">
      <p>{COPY.welcome.tryLabel}</p>
      {COPY.welcome.examples.map((example) => (
        <button type="button" key={example} onClick={() => onExample(example)}>
          {example}
        </button>
      ))}
    </section>
  );
}
