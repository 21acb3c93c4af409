/** The body of a plan card, read from JSON, and the few figures derived for display. */

import { list, number, object, text, texts, type Json } from "../contract";

export interface PlanItem {
  key: string;
  product: string;
  insurer: string;
  line: string;
  sum: string;
  premium: string;
  fen: number | null;
  rateSource: string;
  decision: string;
  why: string;
  conditions: string[];
  disclosures: { label: string; text: string }[];
}

export interface PlanMember {
  id: string;
  name: string;
  age: string;
  subtotal: string;
  why: string[];
  items: PlanItem[];
  gaps: { need: string; recommended: string; covered: string; note: string }[];
  notCovered: { line: string; reason: string }[];
}

export interface PlanBody {
  title: string;
  tier: string;
  labels: string[];
  asOf: string;
  catalogVersion: string;
  budget: { amount: string; fen: number | null; origin: string };
  total: { premium: string; fen: number | null; share: string; shareBasis: string };
  members: PlanMember[];
  leftOut: { text: string; premium: string }[];
  stopAdvice: string[];
  assumptions: { text: string; origin: string }[];
  notices: string[];
  tiers: { tier: string; title: string; premium: string }[];
}

export function readPlan(body: Json): PlanBody {
  const budget = object(body.budget);
  const total = object(body.total);
  return {
    title: text(body.title),
    tier: text(body.tier),
    labels: texts(body.labels),
    asOf: text(body.as_of),
    catalogVersion: text(body.catalog_version),
    budget: {
      amount: text(budget.amount),
      fen: number(budget.fen),
      origin: text(budget.origin),
    },
    total: {
      premium: text(total.premium),
      fen: number(total.fen),
      share: text(total.share_of_income),
      shareBasis: text(total.share_basis),
    },
    members: list(body.members, readMember),
    leftOut: list(body.left_out, (raw) => ({
      text: text(object(raw).text),
      premium: text(object(raw).premium),
    })),
    stopAdvice: texts(body.stop_advice),
    assumptions: list(body.assumptions, (raw) => ({
      text: text(object(raw).text),
      origin: text(object(raw).origin),
    })),
    notices: texts(body.notices),
    tiers: list(body.tiers, (raw) => ({
      tier: text(object(raw).tier),
      title: text(object(raw).title),
      premium: text(object(raw).premium),
    })),
  };
}

function readMember(raw: unknown): PlanMember {
  const member = object(raw);
  return {
    id: text(member.id),
    name: text(member.name),
    age: text(member.age),
    subtotal: text(member.subtotal),
    why: texts(member.why),
    items: Array.isArray(member.items) ? member.items.map(readItem) : [],
    gaps: list(member.gaps, (gap) => ({
      need: text(object(gap).need),
      recommended: text(object(gap).recommended),
      covered: text(object(gap).covered),
      note: text(object(gap).note),
    })),
    notCovered: list(member.not_covered, (item) => ({
      line: text(object(item).line),
      reason: text(object(item).reason),
    })),
  };
}

function readItem(raw: unknown, index: number): PlanItem {
  const item = object(raw);
  return {
    key: `${index}-${text(item.product_id)}`,
    product: text(item.product),
    insurer: text(item.insurer),
    line: text(item.line),
    sum: text(item.sum),
    premium: text(item.premium),
    fen: number(item.fen),
    rateSource: text(item.rate_source),
    decision: text(item.decision),
    why: text(item.why),
    conditions: texts(item.conditions),
    disclosures: list(item.disclosures, (entry) => ({
      label: text(object(entry).label),
      text: text(object(entry).text),
    })),
  };
}

export function yuan(fen: number): string {
  const amount = Math.abs(fen) / 100;
  return `${amount.toLocaleString("zh-CN", { maximumFractionDigits: fen % 100 ? 2 : 0 })}元`;
}

export interface Budget {
  /** Width of the bar, 0 to 100. */
  percent: number;
  over: boolean;
  rest: string;
}

/** How much of the budget is used; null when either figure is unknown. */
export function budgetUse(plan: PlanBody): Budget | null {
  const { fen: total } = plan.total;
  const { fen: budget } = plan.budget;
  if (total === null || budget === null || budget <= 0) return null;
  return {
    percent: Math.min(100, (total / budget) * 100),
    over: total > budget,
    rest: yuan(budget - total),
  };
}

/** The share of each member's premium in the largest one, 0 to 100, for the overview bars. */
export function memberShares(plan: PlanBody): number[] {
  const sums = plan.members.map((m) => m.items.reduce((sum, item) => sum + (item.fen ?? 0), 0));
  const largest = Math.max(...sums, 1);
  return sums.map((sum) => (sum / largest) * 100);
}
