/** The body of a household card, read from JSON. */

import { list, object, text, type Json } from "../contract";

export interface Fact {
  field: string;
  label: string;
  value: string;
  /** The customer's own words; empty when the fact was not said in words. */
  said: string;
  inferred: boolean;
}

export interface HouseholdBody {
  title: string;
  members: { id: string; name: string; facts: Fact[] }[];
  household: Fact[];
  hint: string;
}

export function readHousehold(body: Json): HouseholdBody {
  return {
    title: text(body.title),
    members: list(body.members, (raw) => {
      const member = object(raw);
      return { id: text(member.id), name: text(member.name), facts: list(member.facts, readFact) };
    }),
    household: list(body.household, readFact),
    hint: text(body.hint),
  };
}

function readFact(raw: unknown): Fact {
  const fact = object(raw);
  return {
    field: text(fact.field),
    label: text(fact.label),
    value: text(fact.value),
    said: text(fact.said),
    inferred: fact.inferred === true,
  };
}
