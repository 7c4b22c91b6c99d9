/** The texts of the training screen in Japanese. */

/** @type {Record<keyof typeof import("./texts_training_en.js").TRAINING_ENGLISH, string>} */
export const TRAINING_JAPANESE = {
  "train.name": "訓練する",
  "train.title": "このページでネットワークを訓練する",
  "train.intro":
    "計算はすべてこのブラウザーの中で行われます。「開始」を押して、学んでいく様子を見てください。",

  "train.start": "開始",
  "train.pause": "一時停止",
  "train.step": "1 ステップ",
  "train.anew": "最初から",

  "train.status.beginning": "準備しています…",
  "train.status.waiting": "クラスごとに例を 2 つ以上描き、描画エリアの下のボタンで加えてください。",
  "train.status.fresh": "準備ができました。まだ何も学んでおらず、重みは乱数のままです。",
  "train.status.running": "訓練中…",
  "train.status.paused": "一時停止中です。",
  "train.status.fit":
    "訓練用の例をすべて正しく判定できるようになりました（{steps} ステップ、{seconds} 秒）。",
  "train.status.ended": "{epochs} エポックで止めました。続けるには「開始」を押してください。",
  "train.status.broken":
    "訓練が途中で止まりました。学習率を小さくするなどして、最初からやり直してください。",
  "train.spoken": "{steps} ステップ、損失 {loss}。",

  "train.settings": "何を、どう学ぶか",
  "train.data": "例",
  "train.data.shapes": "○ と ×",
  "train.data.digits": "手書き数字",
  "train.data.own": "自分の絵",
  "train.dataNote.shapes":
    "訓練用 {train} 個、検証用 {held} 個。はじめの例はプログラムが描いたものです。自分の絵も加えられます。",
  "train.dataNote.digits":
    "訓練用 {train} 個、検証用 {held} 個。人が書いた数字です（Alpaydin と Kaynak、1998 年）。",
  "train.dataNote.own":
    "訓練用 {train} 個、検証用 {held} 個。各クラスの 4 個に 1 個を検証用に取り分けます。",
  "train.className": "クラス {number} の名前",
  "train.moreClasses": "クラスを増やす",
  "train.fewerClasses": "クラスを減らす",
  "train.count": "{name}：{number} 個",
  "train.thumbnails": "「{name}」の新しい例",

  "train.net": "ネットワーク",
  "train.net.one": "畳み込み 1 層",
  "train.net.two": "畳み込み 2 層",
  "train.net.dense": "畳み込みなし",
  "train.netNote.one":
    "8 個のフィルターが模様を探し、プーリングが強い反応を残し、最後の層が重みを付けて足します。重みは {parameters} 個です。",
  "train.netNote.two":
    "2 つ目の畳み込みは、模様の組み合わせを探します。重みは {parameters} 個です。",
  "train.netNote.dense":
    "場所ごとに、各ピクセルへ別々の重みを付けます。重みは {parameters} 個です。",
  "train.optimizer": "最適化手法",
  "train.optimizer.sgd": "SGD",
  "train.optimizer.momentum": "モメンタム付き SGD",
  "train.optimizer.adam": "Adam",
  "train.optimizerNote.sgd": "重みを、勾配と逆の向きへまっすぐ動かします。",
  "train.optimizerNote.momentum": "ボールが転がるように、それまでの勢いを保って動かします。",
  "train.optimizerNote.adam": "重みごとに、ちょうどよい歩幅を見つけます。",
  "train.rate": "学習率",
  "train.rateNote": "1 ステップで動かす幅です。小さすぎると遅く、大きすぎると定まりません。",
  "train.batch": "バッチサイズ",
  "train.batchNote": "重みを 1 回動かす前に見る例の数です。",
  "train.dropout": "ドロップアウト",
  "train.dropoutNote":
    "訓練中に、この割合の値を無作為に 0 にします。特定の値に頼りすぎなくなります。",
  "train.seed": "シード",
  "train.seedNote": "同じシードなら、最初の重みも例の順番も同じになります。",

  "train.progress": "損失と正解率",
  "train.loss": "損失",
  "train.accuracy": "正解率",
  "train.learned": "訓練用",
  "train.held": "検証用",
  "train.lossChart": "{steps} ステップそれぞれの損失。最後は {loss}",
  "train.accuracyChart": "{epochs} エポックそれぞれの終わりの正解率。最後は {percent}",
  "train.noCurve": "1 ステップ進むと、グラフが現れます。",
  "train.lookAt": "見るステップ",
  "train.stepText":
    "ステップ {step}（エポック {epoch}）：損失 {loss}、バッチの {count} 個のうち {right} 個が正解",
  "train.fitNow": "訓練用：{count} 個のうち {right} 個が正解。",
  "train.heldNow":
    "検証用：{count} 個のうち {right} 個が正解。この個数から言えるのは、正解率が {low} から {high} の間ということです。",
  "train.chance": "まだ当て推量かもしれません。",
  "train.sameHand":
    "検証用の絵も同じプログラムが描いたので、訓練用とよく似ています。自分の手で描くほうが難しい試験になります。",
  "train.noHeld": "検証用の絵がまだないので、新しい絵については何も言えません。",

  "train.weights": "重みと勾配",
  "train.layer": "層",
  "train.weightPictures": "重み（±{reach} まで）",
  "train.gradientPictures": "最後のステップの勾配（±{reach} まで）",
  "train.weightsHelp.filters":
    "1 枚がフィルター 1 個です。インクがあってほしい所と、ないほうがよい所が見えます。",
  "train.weightsHelp.values": "1 枚が層の出力 1 個です。何を、どの符号で足すかが見えます。",
  "train.weightsShown": "{number} 枚のうち {shown} 枚を表示しています。",

  "train.try": "描くと、このネットワークが判定します",
  "train.add": "「{name}」として加える",
  "train.removeLast": "最後の例を取り消す",
  "train.added": "加えました。「{name}」は {number} 個です。",
  "train.removed": "取り消しました。「{name}」は {number} 個です。",
};
