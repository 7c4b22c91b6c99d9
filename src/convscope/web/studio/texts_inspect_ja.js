/** What the studio says where it looks into nets, in Japanese. */

/** @type {Record<keyof typeof import("./texts_inspect_en.js").INSPECT_ENGLISH, string>} */
export const INSPECT_JAPANESE = {
  "inspect.name": "中を見る",
  "inspect.run": "ネット",
  "inspect.beside": "並べる",
  "inspect.none": "なし",
  "inspect.image": "画像",
  "inspect.drawn": "描いた絵、または自分の画像",
  "inspect.number": "番号",
  "inspect.previous": "前の画像",
  "inspect.next": "次の画像",
  "inspect.label": "全 {count} 枚、ラベル {label}",
};
