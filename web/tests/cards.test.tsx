import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MessageItem } from "../src/components/MessageItem";
import { Composer } from "../src/components/Composer";
import { readMessage } from "../src/contract";
import { budgetUse, memberShares, readPlan, yuan } from "../src/cards/plan";
import { timeLabel } from "../src/timeline";
import { createRef } from "react";
// @ts-expect-error the stand-in gateway is plain JavaScript
import { consent, household, plan } from "../dev/conversation.mjs";

afterEach(cleanup);

function show(raw: object, press = vi.fn()) {
  const message = readMessage({ id: 1, role: "bot", ...raw })!;
  const entry = { key: "1", message, outgoing: null, time: "", opensGroup: true };
  render(
    <MessageItem
      entry={entry}
      replies={message.quickReplies}
      onPress={press}
      onRetry={vi.fn()}
      onDiscard={vi.fn()}
    />,
  );
  return press;
}

describe("cards", () => {
  it("show each fact with the customer's words, and what was inferred", () => {
    show(household);
    const fact = screen.getByText("男").closest("dd")!;
    expect(fact.textContent).toContain("推断");
    expect(fact.textContent).toContain("「老婆34」");
    expect(screen.getByText("61到69岁").closest("dd")!.textContent).not.toContain("推断");
  });

  it("offer the buttons of the message and pass the pressed one on", () => {
    const press = show({ ...household, quick_replies: [{ token: "t", label: "没错，看方案" }] });
    fireEvent.click(screen.getByRole("button", { name: "没错，看方案" }));
    expect(press).toHaveBeenCalledWith({ token: "t", label: "没错，看方案" }, true);
  });

  it("show a table with headers for every member that has products", () => {
    show(plan);
    const tables = screen.getAllByRole("table");
    const members = readPlan(plan.body).members;
    expect(tables).toHaveLength(members.length);
    tables.forEach((table, index) => {
      const headers = within(table).getAllByRole("columnheader").map((cell) => cell.textContent);
      expect(headers).toEqual(["险种", "产品", "保额", "保费"]);
      members[index]!.items.forEach((item) => expect(table.textContent).toContain(item.product));
    });
  });

  it("show every word of the plan that the contract carries", () => {
    show(plan);
    const page = document.body.textContent!;
    const words = leaves(plan.body, ["catalog_version", "tier", "id", "product_id"]);
    const missing = words.filter((word) => !page.includes(word));
    expect(missing).toEqual([]);
  });

  it("show the points of a consent", () => {
    show(consent);
    consent.body.points.forEach((point: string) => screen.getByText(point));
  });

  it("fall back to the words for an unknown kind and for markup", () => {
    show({ kind: "hologram", text: "<img src=x onerror=alert(1)>\n第二行" });
    expect(document.querySelector("img")).toBeNull();
    expect(screen.getByText(/onerror/).textContent).toContain("\n第二行");
  });

  it.each([{}, { members: [{}] }, { members: "x", total: 3, budget: null, tiers: [1] }])(
    "bear the incomplete plan %j",
    (body) => {
      show({ kind: "plan_card", text: "方案", body });
      expect(screen.queryByText(/undefined|NaN|\[object/)).toBeNull();
    },
  );

  it("name no empty product list where only needs are explained", () => {
    const gaps = [{ need: "重疾险", recommended: "50万元", covered: "0元", note: "" }];
    const members = [{ id: "self", name: "您本人", gaps, items: [] }];
    show({ kind: "plan_card", text: "缺口", body: { title: "家庭保障缺口", tier: "education", members } });
    screen.getByText("重疾险");
    expect(screen.queryByText(/没有安排新的产品/)).toBeNull();
    expect(screen.queryByText("全家保费合计")).toBeNull();
  });
});

function leaves(value: unknown, skip: string[]): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, skip));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (skip.includes(key) ? [] : leaves(item, skip)));
}

describe("figures", () => {
  const withMoney = (total: unknown, budget: unknown) =>
    budgetUse(readPlan({ total: { fen: total }, budget: { fen: budget } }));

  it("of the budget", () => {
    expect(withMoney(750_000, 1_500_000)).toEqual({ percent: 50, over: false, rest: "7,500元" });
    expect(withMoney(1_600_050, 1_500_000)).toEqual({ percent: 100, over: true, rest: "1,000.5元" });
    expect(withMoney(1, null)).toBeNull();
    expect(withMoney(1, 0)).toBeNull();
  });

  it("of the members relate to the largest", () => {
    const member = (...fen: number[]) => ({ items: fen.map((one) => ({ fen: one })) });
    expect(memberShares(readPlan({ members: [member(100, 300), member(200), member()] }))).toEqual([100, 50, 0]);
  });

  it("are written with separators", () => expect(yuan(-123_456_700)).toBe("1,234,567元"));
});

describe("times", () => {
  const now = new Date(2026, 10, 21, 9, 0);
  it.each([
    [new Date(2026, 10, 21, 8, 5), "08:05"],
    [new Date(2026, 10, 20, 23, 59), "昨天 23:59"],
    [new Date(2026, 9, 3, 12, 0), "10月3日 12:00"],
    [new Date(2025, 11, 31, 12, 0), "2025年12月31日 12:00"],
  ])("%s is %s", (at, label) => expect(timeLabel(at.toISOString(), now)).toBe(label));
  it("are left out when unreadable", () => expect(timeLabel("soon", now)).toBe(""));
});

describe("the composer", () => {
  const compose = (value: string) => {
    const send = vi.fn();
    render(
      <Composer value={value} placeholder="" sizeKey="" inputRef={createRef()} onChange={vi.fn()} onSend={send} />,
    );
    return { send, input: screen.getByRole("textbox", { name: "输入您想说的话" }) };
  };

  it("sends with Enter, not with Shift+Enter nor while Chinese is composed", () => {
    const { send, input } = compose("你好");
    fireEvent.keyDown(input, { key: "Enter", shiftKey: true });
    fireEvent.keyDown(input, { key: "Enter", isComposing: true });
    fireEvent.keyDown(input, { key: "Enter", keyCode: 229 });
    expect(send).not.toHaveBeenCalled();
    fireEvent.keyDown(input, { key: "Enter" });
    expect(send).toHaveBeenCalledWith("你好");
  });

  it("sends with its button, but neither blanks nor more than the gateway takes", () => {
    const { send } = compose("字".repeat(2001));
    expect(screen.getByRole("alert").textContent).toContain("1 字");
    expect(screen.getByRole("button", { name: "发送" })).toHaveProperty("disabled", true);
    cleanup();
    compose("  ");
    expect(screen.getByRole("button", { name: "发送" })).toHaveProperty("disabled", true);
    expect(send).not.toHaveBeenCalled();
  });
});
