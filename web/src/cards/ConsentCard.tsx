import { text, texts, type Json } from "../contract";

/** What the customer is asked to agree to, and for what purpose. */
export function ConsentCard({ body }: { body: Json }) {
  const points = texts(body.points);
  return (
    <div className="card consent">
      <h2 className="card-title">{text(body.title)}</h2>
      <p>{text(body.purpose)}</p>
      {points.length > 0 && (
        <ul className="ticks">
          {points.map((point, index) => (
            <li key={index}>{point}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
