import { COPY } from "../copy";
import type { Json } from "../contract";
import { readHousehold, type Fact } from "./household";

/** What was understood of the family, each fact beside the words that it came from. */
export function HouseholdCard({ body }: { body: Json }) {
  const card = readHousehold(body);
  return (
    <div className="card household">
      <h2 className="card-title">{card.title}</h2>
      <div className="household-members">
        {card.members.map((member) => (
          <FactGroup key={member.id} name={member.name} facts={member.facts} />
        ))}
        {card.household.length > 0 && (
          <FactGroup name={COPY.household.family} facts={card.household} />
        )}
      </div>
      {card.hint && <p className="card-hint">{card.hint}</p>}
    </div>
  );
}

function FactGroup({ name, facts }: { name: string; facts: Fact[] }) {
  return (
    <section className="household-member">
      <h3>{name}</h3>
      <dl>
        {facts.map((fact, index) => (
          <div className="fact" key={`${fact.field}-${index}`}>
            <dt>{fact.label}</dt>
            <dd>
              <span className="fact-value">{fact.value}</span>
              {fact.inferred && <span className="tag tag-inferred">{COPY.household.inferred}</span>}
              {fact.said && (
                <span className="fact-said">
                  {COPY.household.said}「{fact.said}」
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
