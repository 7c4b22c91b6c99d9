/** What the studio says of labels that may be wrong, in Japanese. */

/** @type {Record<keyof typeof import("./texts_suspects_en.js").SUSPECTS_ENGLISH, string>} */
export const SUSPECTS_JAPANESE = {
  "suspects.none": "ほかの画像と食い違うラベルはありません。",
  "suspects.note":
    "疑わしい順に {count} 枚のラベルです（{eyes}で比べたほかの画像のラベルによる判定）。慎重に見積もると、全体の {low} から {high} のラベルがまちがっています。ほかの画像のほうがまちがっていることもあるので、見てから決めてください。",
  "suspects.eyes": "ほかの写真で訓練したネット（{name}）の特徴と、輪郭や色",
  "suspects.looks": "輪郭と色",
  "suspects.working": "すべての画像を、ほかの画像から判定しています",
  "suspects.old": "これは最後の変更より前に見つけたものです。すでに決めた画像は表示していません。",
  "suspects.again": "もう一度調べる",
  "suspects.least": "「まちがいらしい」とみなす確率",
  "suspects.leastValue": "{percent} % 以上",
  "suspects.choose": "まちがいらしいものを選ぶ（{count}）",
  "suspects.proposed": "{label} → {proposed}？",
  "suspects.lead": "まちがいの確率 {percent}、差 {points} ポイント",
  "suspects.chooseOne": "{name} を選ぶ（ラベル {label}、提案 {proposed}）",
  "suspects.by.looks": "輪郭と色",
  "suspects.by.net": "この画像で訓練していないネット",
  "suspects.by.borrowed": "ほかの写真で訓練したネット（{name}）",
  "suspects.reason": "{by}：{says}（差 {points} ポイント）",
  "suspects.reasonAgainst": "{by}：{says}（ラベルのまま）",
  "suspects.neighbours":
    "最も似ている {count} 枚のうち {proposed_count} 枚が {proposed}、{label_count} 枚が {label} です。",
  "suspects.alike": "似ている画像、ラベル {proposed}",
};
