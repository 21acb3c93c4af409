import type { ReactNode } from "react";
import { COPY } from "../copy";
import type { PlanBody } from "./plan";

/** What the plan leaves out, warns of and rests on. */
export function PlanNotes({ plan }: { plan: PlanBody }) {
  const version = plan.catalogVersion.replace(/^sha256:/, "").slice(0, 12);
  return (
    <footer className="notes">
      <Note title={COPY.plan.stopAdvice} show={plan.stopAdvice.length > 0} tone="warn">
        {plan.stopAdvice.map((sentence, index) => (
          <li key={index}>{sentence}</li>
        ))}
      </Note>
      <Note title={COPY.plan.leftOut} show={plan.leftOut.length > 0}>
        {plan.leftOut.map((item, index) => (
          <li key={index} className="spread">
            <span>{item.text}</span>
            <b>{item.premium}</b>
          </li>
        ))}
      </Note>
      <Note title={COPY.plan.assumptions} show={plan.assumptions.length > 0}>
        {plan.assumptions.map((item, index) => (
          <li key={index} className="spread">
            <span>{item.text}</span>
            {item.origin && <span className="tag tag-origin">{item.origin}</span>}
          </li>
        ))}
      </Note>
      <Note title={COPY.plan.notices} show={plan.notices.length > 0}>
        {plan.notices.map((sentence, index) => (
          <li key={index}>{sentence}</li>
        ))}
      </Note>
      <p className="provenance">
        {plan.asOf && (
          <span>
            {COPY.plan.asOf} {plan.asOf}
          </span>
        )}
        {version && (
          <span title={plan.catalogVersion}>
            {COPY.plan.version} {version}
          </span>
        )}
      </p>
    </footer>
  );
}

interface NoteProps {
  title: string;
  show: boolean;
  tone?: "warn";
  children: ReactNode;
}

function Note({ title, show, tone, children }: NoteProps) {
  if (!show) return null;
  return (
    <section className={tone === "warn" ? "note note-warn" : "note"}>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  );
}
