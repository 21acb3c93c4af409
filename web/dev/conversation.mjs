// What the stand-in assistant says: a family of five from the first sentence to the plan.

const reply = (label, words = label) => ({ label, words });

const fact = (label, value, said = "", inferred = false) => ({
  field: label,
  label,
  value,
  said,
  inferred,
});

export const household = {
  kind: "household_card",
  text: "我理解的家庭情况：您36岁，妻子34岁，女儿3岁……",
  body: {
    title: "我理解的家庭情况",
    members: [
      {
        id: "self",
        name: "您本人",
        facts: [
          fact("年龄", "36岁", "我36"),
          fact("性别", "男", "老婆34", true),
          fact("职业", "外卖骑手(4类职业)", "送外卖的"),
          fact("社保", "居民医保", "交的居民医保"),
          fact("健康情况", "高血压1级(收缩压145)", "血压有点高，145左右"),
        ],
      },
      {
        id: "spouse",
        name: "妻子",
        facts: [fact("年龄", "34岁", "老婆34"), fact("社保", "职工医保", "她单位有五险一金")],
      },
      { id: "child_1", name: "女儿", facts: [fact("年龄", "3岁", "孩子3岁")] },
      {
        id: "father",
        name: "父亲",
        facts: [fact("年龄", "61到69岁", "我爸六十多"), fact("健康情况", "2型糖尿病", "他有糖尿病，打胰岛素")],
      },
      { id: "mother", name: "母亲", facts: [fact("年龄", "62岁", "妈62")] },
    ],
    household: [
      fact("城市", "成都", "在成都"),
      fact("家庭年收入", "30万元", "一年到手30万左右"),
      fact("年预算", "1.5万元", "想花1万5"),
      fact("房贷等负债", "80万元", "房贷还有80万"),
    ],
    hint: "请看一眼有没有说错的。标着“推断”的是我从您的话里推出来的，点“要改”或者直接告诉我都行。",
  },
  quick_replies: [reply("没错，看方案"), reply("有地方要改")],
};

export const consent = {
  kind: "consent_card",
  text: "为了给出合适的建议，我需要用到您家人的健康情况……",
  body: {
    title: "用到健康信息前，先征得您同意",
    purpose: "健康情况会影响能不能买、怎么买。只用来做这次的保障建议，不会用于推销。",
    points: [
      "只收集您主动说的内容，不想说的可以跳过",
      "保存在本机构的服务器上，您随时可以让我删除",
      "不同意也能继续，我会按保守情况估算",
    ],
  },
  quick_replies: [reply("同意"), reply("先不提供")],
};

const disclosures = (wait, renewal) => [
  { label: "等待期", text: wait },
  { label: "责任免除", text: "投保前已患疾病、故意自伤、酒后驾驶等，以条款列明的为准。" },
  { label: "犹豫期", text: "15天，期间退保退回全部保费。" },
  { label: "续保", text: renewal },
];

const item = (line, product, insurer, sum, premium, row, extra = {}) => ({
  product_id: `demo-${row}`,
  product,
  insurer,
  line,
  sum,
  premium: `${(premium / 100).toLocaleString("zh-CN")}元/年`,
  fen: premium,
  rate_source: `费率表第${row}行`,
  decision: "可按标准条件投保",
  why: "先挡住一年里花得最多的那笔医疗费。",
  conditions: [],
  disclosures: disclosures("30天，意外医疗无等待期", "一年期，保证续保20年。"),
  ...extra,
});

const members = [
  {
    id: "self",
    name: "您本人",
    age: "36岁",
    why: ["您的收入占全家的六成，房贷还有80万元，您倒下对家里影响最大，所以保障先给足您。"],
    items: [
      item("百万医疗险", "安心守护百万医疗险(2026版)", "示例人寿", "400万元", 48_500, 7, {
        decision: "可投保，但部分责任除外",
        conditions: ["除外责任：高血压及其并发症引起的治疗费用不赔。", "以通过健康告知为前提"],
      }),
      item("定期寿险", "顶梁柱定期寿险·互联网专属", "示例人寿", "100万元", 176_000, 112, {
        why: "房贷和孩子到成年的生活费，万一您不在了由它来还。",
        disclosures: disclosures("90天", "保到60岁，20年交，费率固定。"),
      }),
      item("成人意外险", "平凡英雄综合意外险(4类职业)", "演示财险", "50万元", 42_000, 31),
    ],
    gaps: [
      {
        need: "重疾险",
        recommended: "60万元",
        covered: "0元",
        note: "血压情况会加费，放进来会超出预算；先把医疗和寿险做实。",
      },
    ],
    not_covered: [],
  },
  {
    id: "spouse",
    name: "妻子",
    age: "34岁",
    why: ["收入稳定，重疾时的收入中断由重疾险来补。"],
    items: [
      item("百万医疗险", "安心守护百万医疗险(2026版)", "示例人寿", "400万元", 36_800, 6),
      item("重疾险", "温暖同行重大疾病保险(多次给付型)", "演示健康", "30万元", 398_000, 58),
      item("成人意外险", "平凡英雄综合意外险(1-3类职业)", "演示财险", "50万元", 15_800, 29),
    ],
    gaps: [],
    not_covered: [],
  },
  {
    id: "child_1",
    name: "女儿",
    age: "3岁",
    why: ["孩子小，先配医疗和意外，重疾保到30岁，花得不多。"],
    items: [
      item("百万医疗险", "安心守护百万医疗险(2026版)", "示例人寿", "400万元", 29_600, 2),
      item("少儿重疾险", "小树苗少儿重大疾病保险", "演示健康", "50万元", 62_500, 77),
      item("少儿意外险", "小超人少儿意外险", "演示财险", "20万元", 6_600, 25),
    ],
    gaps: [],
    not_covered: [{ line: "寿险", reason: "未成年人身故保险金有上限，也不承担家庭责任，不需要。" }],
  },
  {
    id: "father",
    name: "父亲",
    age: "61到69岁",
    why: ["糖尿病用胰岛素，普通医疗险大多买不了，先用不问健康的产品兜底。"],
    items: [
      item("惠民保", "蓉城惠民保(2026年度)", "演示共保体", "300万元", 5_900, 301, {
        decision: "健康告知没有问到您说的情况",
        conditions: ["既往症可保，但报销比例降为30%。"],
      }),
      item("老年意外险", "孝心安老年意外险", "演示财险", "10万元", 16_800, 41),
    ],
    gaps: [],
    not_covered: [
      { line: "重疾险", reason: "这个年龄保费接近保额，不划算；糖尿病也过不了核保。" },
      { line: "百万医疗险", reason: "目录里的产品都不接受正在用胰岛素的情况。" },
    ],
  },
  {
    id: "mother",
    name: "母亲",
    age: "62岁",
    why: [],
    items: [
      item("防癌医疗险", "长青防癌医疗险", "示例人寿", "200万元", 89_900, 205),
      item("惠民保", "蓉城惠民保(2026年度)", "演示共保体", "300万元", 5_900, 301),
      item("老年意外险", "孝心安老年意外险", "演示财险", "10万元", 16_800, 41),
    ],
    gaps: [],
    not_covered: [],
  },
].map((member) => ({ ...member, subtotal: yuan(sum(member.items)) }));

function sum(items) {
  return items.reduce((total, { fen }) => total + fen, 0);
}

function yuan(fen) {
  return `${(fen / 100).toLocaleString("zh-CN")}元/年`;
}

const total = sum(members.flatMap((member) => member.items));

export const plan = {
  kind: "plan_card",
  text: `均衡方案：一年合计${yuan(total)}。`,
  body: {
    title: "均衡方案",
    tier: "balanced",
    labels: ["演示产品", "示例费率", "AI生成"],
    as_of: "2026-11-21",
    catalog_version: "sha256:7d1f0c52b8a94e03a6f1",
    budget: { amount: "1.5万元/年", fen: 1_500_000, origin: "您告诉我的" },
    total: {
      premium: yuan(total),
      fen: total,
      share_of_income: `${(total / 300_000).toFixed(1)}%`,
      share_basis: "按家庭年收入30万元计算(您告诉我的)",
    },
    members,
    left_out: [
      { text: "您本人：增加重疾险30万元", premium: "+5,460元/年" },
      { text: "妻子：把重疾险补到50万元", premium: "+2,653元/年" },
    ],
    stop_advice: ["父亲已经在交的“万能账户年金”先不要急着退，过了犹豫期退保只退现金价值；交完这两年再看更合适。"],
    assumptions: [
      { text: "家庭年收入30万元", origin: "您告诉我的" },
      { text: "父亲按65岁计算", origin: "推断" },
      { text: "孩子到成年每年生活和教育费用3万元", origin: "标准估算" },
    ],
    notices: [
      "保费按费率表计算，会随年龄变化；最终以保险条款和保险公司核保结论为准。",
      "投保时请按实际情况回答健康告知，未问到的不用告知。",
      "目录里的产品是演示产品，费率是示例费率，不能直接购买。",
    ],
    tiers: [
      { tier: "basic", title: "基础", premium: "6,318元/年" },
      { tier: "balanced", title: "均衡", premium: yuan(total) },
      { tier: "full", title: "充足", premium: "17,613元/年" },
    ],
  },
  quick_replies: [reply("看基础"), reply("看充足"), reply("为什么这样配"), reply("便宜一点", "有没有便宜点的"), reply("转人工")],
};

const text = (words, quick_replies = []) => ({ kind: "text", text: words, body: {}, quick_replies });

export const greeting = text(
  "您好，我是家保，帮您理清一家人的保障。\n跟我说说家里有谁、多大年纪、身体怎么样、一年想花多少，想到哪儿说到哪儿就行。",
);

const cancel = reply("继续和机器人聊", "取消转人工");

/** The answer to what the customer said: messages, and who owns the conversation afterwards. */
export function answer(words, step) {
  if (/取消转人工/.test(words)) {
    return { owner: "bot", messages: [text("好的，已取消人工排队，我们继续。刚才聊到的内容我都还记得。")] };
  }
  if (/人工/.test(words)) {
    const body = { state: "queued", title: "已为您登记转人工" };
    const said = "好的，已经帮您记下转人工的需求，顾问会按顺序查看您的留言并在这里回复。";
    return {
      owner: "human",
      messages: [{ kind: "handoff_card", text: said, body, quick_replies: [cancel] }],
    };
  }
  if (/没错/.test(words)) return { messages: [text("好的，我按1.5万元的预算为一家五口配了一份。"), plan] };
  if (/同意|不提供/.test(words)) return { messages: [household] };
  if (/要改/.test(words)) return { messages: [text("好的，哪里不对？直接说就行，比如“我爸65岁”。")] };
  if (/未知/.test(words)) return { messages: [{ kind: "hologram", text: "新样式的消息也能读到文字。", body: {} }] };
  if (step === 0) {
    const said = "谢谢您告诉我这些，一家五口我都记下了。\n上有老、下有小，您又是家里的主要收入来源，这份心意我明白。";
    const notice = {
      kind: "notice",
      text: "爸爸的情况我会单独看，打胰岛素不等于什么都买不了。",
      body: { level: "info" },
    };
    return { messages: [text(said), notice, consent] };
  }
  return { messages: [text(`您说的是“${words.slice(0, 40)}”，我记下了。`, [reply("没错，看方案"), reply("转人工")])] };
}
