/** The texts of what figures and puzzles of several themes say, in Japanese. */

export const SHARED_JAPANESE = {
  "figure.steps": "{count} 歩進む",

  "figure.again": "最初から",

  "figure.descent.loss": "損失",

  "figure.neuron.input": "入力 {number}",
  "figure.neuron.weight": "重み {number}",

  "figure.bars": "ネットワークの答え（全部で 100 %）",

  "figure.inside.digit": "数字",
  "figure.inside.answer": "ネットワークの答え：{digit}、{percent}",

  "figure.training": "学習中…",

  "puzzle.inputs": "入力",
  "puzzle.weights": "重み",
  "puzzle.picture": "画像",

  "hint.errorTurned": "符号が逆です。誤差は「予測 − y」で、「y − 予測」ではありません。",
  "hint.twoForgotten": "前に付く 2 が抜けています。",

  "puzzle.labels": "ラベル",

  "hint.biasesForgotten": "バイアスが抜けています。ニューロンごとに一つあります。",
  "hint.classFromZero": "一つ前のクラスです。クラスは 0 から数えます。",
};
