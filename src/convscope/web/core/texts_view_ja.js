/** Texts of the net in view, the magnifier and the projector, in Japanese. */

/** @type {Readonly<Record<keyof typeof import("./texts_view_en.js").VIEW_ENGLISH, string>>} */
export const VIEW_JAPANESE = {
  "fold.blocks": "同じブロック {number} 個、ほか {layers} 層",
  "fold.hidden": "ほか {number} 層",
  "fold.fold": "たたむ",
  "fold.unfoldThese": "隠れている {number} 層を表示（{first} から {last} まで）",
  "fold.foldThese": "{first} から {last} までの {number} 層をたたむ",
  "fold.all": "すべてたたむ",
  "fold.none": "すべての層を表示",

  "lens.title": "拡大表示",
  "lens.empty":
    "マップを指すか、タップするか、Tab と矢印キーで選ぶと、ここに大きく表示されます。値と、何からできているかもわかります。",
  "lens.close": "拡大表示をしまう",
  "lens.valueOf": "{layer}、値 {name}",
  "lens.filter": "フィルター {number}：入力マップごとに 1 つのカーネル",
  "lens.keys": "Shift + 矢印キー：隣の画素へ。Enter：計算を見る。Esc：閉じる。",
  "lens.input": "入力",
  "lens.madeOf": "もとになる {layer}：{list}",
  "lens.madeOfMap": "もとになる {layer}：マップ {number}",
  "lens.madeOfValue": "もとになる {layer}：値 {number}",
  "lens.madeOfLayers": "もとになるもの：{list}",
  "lens.mapOf": "{layer} のマップ {number}",
  "lens.valueIn": "{layer} の値 {number}",
  "lens.mapAdds": "マップ {number} が {sum}",
  "lens.valueAdds": "値 {number} が {sum}",
  "lens.moreMaps": "ほかのマップ {number} 枚",
  "lens.moreValues": "ほかの値 {number} 個",
  "lens.bias": "バイアス {bias}",
  "lens.comma": "、",

  "projector.start": "プロジェクター",
  "projector.key": "教室などで大きく映す（P キー）",
  "projector.whole": "入力から判定まで。",
  "projector.counter": "{number} / {count}",
  "projector.previous": "前の層（Page Up）",
  "projector.next": "次の層（Page Down）",
  "projector.leave": "終了",
  "projector.hint": "Page Down・→：次の層　Page Up・←：前の層　P・Esc：終了",
};
