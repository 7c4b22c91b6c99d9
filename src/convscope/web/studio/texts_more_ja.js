/** What the studio says of a run besides its verdicts, in Japanese. */

/** @type {Record<keyof typeof import("./texts_more_en.js").MORE_ENGLISH, string>} */
export const MORE_JAPANESE = {
  "cost.title": "ほかの機器で必要なもの",
  "cost.weights": "重み",
  "cost.peak": "層の間の値の最大量（画像 1 枚）",
  "cost.multiplyAdds": "掛け算と足し算の回数（画像 1 枚）",
  "cost.note": "重みは {parameters} 個。訓練が終わる前にわかります。",
  "robust.title": "頑健さ",
  "robust.measure": "頑健さを測る",
  "robust.working": "画像をずらし、回し、拡大縮小し、乱しています",
  "robust.before": "そのままの画像では {count} 枚（{split}）の {percent} が正解です。",
  "robust.right": "正解",
  "robust.note": "外から入る部分は縁の色です。割合にポインターを置くと 95 % 区間が表示されます。",
  "robust.shift": "ずらす（ピクセル）",
  "robust.turn": "回す（度）",
  "robust.scale": "大きさ（倍）",
  "robust.blur": "ぼかす（σ、ピクセル）",
  "robust.noise": "ノイズ（σ、全範囲に対する割合）",
  "robust.brightness": "明るさ（全範囲に対する割合）",
  "robust.contrast": "コントラスト（倍）",
  "review.write": "講評を書く",
  "review.working": "講評を書いています",
  "review.open": "講評を開く",
  "run.notebook": "ノートブック",
};
