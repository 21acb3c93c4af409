import { Fragment } from "react";
import { COPY } from "../copy";
import type { PlanItem, PlanMember } from "./plan";

interface SectionProps {
  member: PlanMember;
  anchor: string;
  /** False where only needs are explained and no product may be named. */
  withProducts: boolean;
}

/** One member of the family: why, the table of products, and what stays open. */
export function PlanMemberSection({ member, anchor, withProducts }: SectionProps) {
  return (
    <section className="member" id={anchor} tabIndex={-1} aria-labelledby={`${anchor}-name`}>
      <header>
        <h3 id={`${anchor}-name`}>
          {member.name}
          {member.age && <small>{member.age}</small>}
        </h3>
        {member.subtotal && (
          <p>
            <span className="visually-hidden">{COPY.plan.subtotal}</span>
            <b>{member.subtotal}</b>
          </p>
        )}
      </header>
      {member.why.map((sentence, index) => (
        <p className="member-why" key={index}>
          {sentence}
        </p>
      ))}
      {member.items.length > 0 && (
        <ItemTable items={member.items} labelledBy={`${anchor}-name`} />
      )}
      {member.items.length === 0 && withProducts && (
        <p className="member-none">{COPY.plan.noItems}</p>
      )}
      <Gaps member={member} />
    </section>
  );
}

// Explicit roles: on narrow screens the rows become blocks, and CSS that does so takes the
// meaning of a table away from screen readers.
function ItemTable({ items, labelledBy }: { items: PlanItem[]; labelledBy: string }) {
  const columns = [COPY.plan.line, COPY.plan.product, COPY.plan.sum, COPY.plan.premium];
  return (
    <table className="items" role="table" aria-labelledby={labelledBy}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <Fragment key={item.key}>
            <tr role="row" className="item">
              <th scope="row" role="rowheader" className="item-line">
                {item.line}
              </th>
              <td role="cell" className="item-product">
                {item.product}
                {item.insurer && <small>{item.insurer}</small>}
              </td>
              <td role="cell" className="item-sum" data-label={COPY.plan.sum}>
                {item.sum}
              </td>
              <td role="cell" className="item-premium">
                {item.premium}
              </td>
            </tr>
            <tr role="row" className="item-more">
              <td role="cell" colSpan={4}>
                <ItemDetails item={item} />
              </td>
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function ItemDetails({ item }: { item: PlanItem }) {
  const rows: [string, string[]][] = [
    [COPY.plan.why, item.why ? [item.why] : []],
    [COPY.plan.decision, item.decision ? [item.decision] : []],
    [COPY.plan.conditions, item.conditions],
    ...item.disclosures.map((entry): [string, string[]] => [entry.label, [entry.text]]),
    [COPY.plan.source, item.rateSource ? [item.rateSource] : []],
  ];
  return (
    <details>
      <summary>
        {COPY.plan.details}
        <span className="visually-hidden">：{item.product}</span>
        {item.conditions.length > 0 && (
          <span className="tag tag-warn">
            {item.conditions.length} 项{COPY.plan.conditions}
          </span>
        )}
      </summary>
      <dl className="details">
        {rows
          .filter(([, values]) => values.some(Boolean))
          .map(([label, values], index) => (
            <div key={`${label}-${index}`}>
              <dt>{label}</dt>
              {values.map((value, index) => (
                <dd key={index}>{value}</dd>
              ))}
            </div>
          ))}
      </dl>
    </details>
  );
}

/** What stays open: needs that are met in part, and lines that were left away with the reason. */
function Gaps({ member }: { member: PlanMember }) {
  return (
    <>
      {member.gaps.length > 0 && (
        <div className="gaps">
          <h4>{COPY.plan.gaps}</h4>
          <ul>
            {member.gaps.map((gap, index) => (
              <li key={index}>
                <b>{gap.need}</b>
                <span>
                  {gap.recommended && `${COPY.plan.need} ${gap.recommended}`}
                  {gap.covered && `，${COPY.plan.covered} ${gap.covered}`}
                </span>
                {gap.note && <span className="gap-note">{gap.note}</span>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {member.notCovered.length > 0 && (
        <div className="gaps not-covered">
          <h4>{COPY.plan.notCovered}</h4>
          <ul>
            {member.notCovered.map((item, index) => (
              <li key={index}>
                <b>{item.line}</b>
                <span className="gap-note">{item.reason}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
