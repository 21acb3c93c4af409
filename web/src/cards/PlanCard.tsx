import { useId } from "react";
import { COPY } from "../copy";
import type { Json } from "../contract";
import { budgetUse, memberShares, readPlan, type PlanBody } from "./plan";
import { PlanMemberSection } from "./PlanMember";
import { PlanNotes } from "./PlanNotes";

/** A plan for the whole family: what it costs, what each member gets, and what it rests on. */
export function PlanCard({ body }: { body: Json }) {
  const plan = readPlan(body);
  const id = useId();
  return (
    <div className="card plan">
      <PlanHeader plan={plan} />
      {plan.members.length > 1 && plan.total.premium && <Overview plan={plan} id={id} />}
      {plan.members.map((member, index) => (
        <PlanMemberSection
          key={member.id}
          member={member}
          anchor={`${id}-${index}`}
          withProducts={plan.tier !== "education"}
        />
      ))}
      <PlanNotes plan={plan} />
    </div>
  );
}

function PlanHeader({ plan }: { plan: PlanBody }) {
  return (
    <header className="plan-header">
      <div className="plan-heading">
        <h2 className="card-title">{plan.title}</h2>
        <ul className="tags" aria-label={COPY.planLabels}>
          {plan.labels.map((label, index) => (
            <li key={index} className="tag">
              {label}
            </li>
          ))}
        </ul>
      </div>
      {plan.total.premium && <Total plan={plan} />}
      <BudgetBar plan={plan} />
      <Tiers plan={plan} />
    </header>
  );
}

function Total({ plan }: { plan: PlanBody }) {
  return (
    <dl className="plan-total">
      <div>
        <dt>{COPY.plan.total}</dt>
        <dd className="figure">{plan.total.premium}</dd>
      </div>
      {plan.total.share && (
        <div>
          <dt>{COPY.plan.share}</dt>
          <dd>
            <span className="figure figure-small">{plan.total.share}</span>
            {plan.total.shareBasis && <span className="basis">{plan.total.shareBasis}</span>}
          </dd>
        </div>
      )}
    </dl>
  );
}

function BudgetBar({ plan }: { plan: PlanBody }) {
  const use = budgetUse(plan);
  if (!plan.budget.amount) return null;
  return (
    <div className={use?.over ? "budget budget-over" : "budget"}>
      {use && (
        <div className="budget-bar" aria-hidden="true">
          <span style={{ width: `${use.percent}%` }} />
        </div>
      )}
      <p>
        <span>
          {COPY.plan.budget} {plan.budget.amount}
          {plan.budget.origin && <span className="tag tag-origin">{plan.budget.origin}</span>}
        </span>
        {use && (
          <span>
            {use.over ? COPY.plan.over : COPY.plan.left} <b>{use.rest}</b>
          </span>
        )}
      </p>
    </div>
  );
}

/** The tiers side by side, once more than one has a premium to compare. */
function Tiers({ plan }: { plan: PlanBody }) {
  if (plan.tiers.filter((tier) => tier.premium).length < 2) return null;
  return (
    <ul className="tiers" aria-label={COPY.plan.tiers}>
      {plan.tiers.map((tier) => (
        <li key={tier.tier} aria-current={tier.tier === plan.tier ? "true" : undefined}>
          <span>{tier.title}</span>
          <b>{tier.premium}</b>
          {tier.tier === plan.tier && <small>{COPY.plan.current}</small>}
        </li>
      ))}
    </ul>
  );
}

/** One line a member; pressing it goes to the member's part of the plan. */
function Overview({ plan, id }: { plan: PlanBody; id: string }) {
  const shares = memberShares(plan);
  const go = (index: number) => {
    const target = document.getElementById(`${id}-${index}`);
    target?.scrollIntoView({ block: "start", behavior: "smooth" });
    target?.focus({ preventScroll: true });
  };
  return (
    <nav className="overview" aria-label={COPY.plan.members}>
      <h3>{COPY.plan.members}</h3>
      <ul>
        {plan.members.map((member, index) => (
          <li key={member.id}>
            <button type="button" onClick={() => go(index)}>
              <span className="overview-name">{member.name}</span>
              <span className="overview-bar" aria-hidden="true">
                <span style={{ width: `${shares[index]}%` }} />
              </span>
              <span className="overview-sum">{member.subtotal}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
