/** The texts of neurons, small nets and tensors, in Japanese. */

export const NEURONS_JAPANESE = {
  "figure.neuron.threshold": "しきい値",
  "figure.neuron.outputKind": "出力の決め方",
  "figure.neuron.output.step": "ステップ関数",
  "figure.neuron.output.sigmoid": "シグモイド",
  "figure.neuron.output.ramp": "ランプ",
  "figure.neuron.sums": "総和：{terms} = {sum}　超過分：{sum} − {threshold} = {excess}",
  "figure.neuron.answer": "出力：{output}",
  "figure.neuron.curve": "超過分と出力の関係。超過分が {excess} のとき、出力は {output} です。",
  "figure.neuron.scale":
    "横は超過分で −{reach} から {reach} まで、縦は出力で 0 から {most} まで。" +
    "点がいまのニューロンです。範囲の外にあるときは端に示します。",

  "figure.tensor.axis.picture": "画像",
  "figure.tensor.axis.row": "行",
  "figure.tensor.axis.column": "列",
  "figure.tensor.axis.channel": "チャンネル",
  "figure.tensor.all": ":（全部）",
  "figure.tensor.answer": "形状 {shape}：階数 {rank}、数は {count} 個",
  "figure.tensor.numbers": "読む順に：{numbers}",
  "figure.tensor.tooMany": "取り出した数は、下で枠に入っている数です。",
  "figure.tensor.picture": "画像 {index}",
  "figure.tensor.coloured": "画像 {index} を色で見たもの",
  "figure.tensor.red": "チャンネル {index}：赤",
  "figure.tensor.green": "チャンネル {index}：緑",
  "figure.tensor.blue": "チャンネル {index}：青",

  "figure.circle.pad": "絵",
  "figure.circle.square": "{row} 行 {column} 列",
  "figure.circle.circle": "まる",
  "figure.circle.cross": "ばつ",
  "figure.circle.empty": "空白",
  "figure.circle.hidden": "隠れニューロン {number}",
  "figure.circle.output": "出力のニューロン：{name}",
  "figure.circle.verdict": "ネットワークの答え：{name}",
  "figure.circle.seed": "はじまりの番号（変えると、はじめの重みが変わります）",
  "figure.circle.progress":
    "{count} 歩のあと、損失は {loss}。{all} 個の例のうち {right} 個が正解です。",
  "figure.circle.weights":
    "隠れニューロンの重み。見ているマスの位置に並べてあります。色が強いほど 0 から離れています。",
  "figure.circle.forBoth": "まるには {circle}、ばつには {cross} を出します。",
  "figure.circle.sumOf": "総和を書き出すニューロン",
  "figure.circle.sum":
    "総和にバイアスを足すと {sum} + {bias} = {excess}。シグモイドを通すと {output} です。",

  "figure.tensor.channel.red": "チャンネル {index}：赤",
  "figure.tensor.channel.green": "チャンネル {index}：緑",
  "figure.tensor.channel.blue": "チャンネル {index}：青",

  "puzzle.weightedSum": "総和を求める",
  "puzzle.weightedSum.question": "「入力 × 重み」の総和はいくつですか。",
  "puzzle.silentThreshold": "黙るニューロン",
  "puzzle.silentThreshold.question":
    "出力はステップ関数で決めます。このニューロンの出力が 0 になる、いちばん小さい整数のしきい値はいくつですか。",
  "puzzle.rampOutput": "ランプの出力",
  "puzzle.rampOutput.question":
    "しきい値は {threshold}、出力はランプで決めます。このニューロンの出力はいくつですか。",
  "puzzle.tensor": "x",
  "puzzle.tensorA": "a",
  "puzzle.tensorB": "b",
  "puzzle.tensorIndex": "二つの添字",
  "puzzle.tensorIndex.question": "x[{row}, {column}] はどの数ですか。",
  "puzzle.reshapeAxis": "形状を変える",
  "puzzle.reshapeAxis.question":
    "形状が ({batch}, {rows}, {columns}, {channels}) のバッチを、({batch}, −1) にリシェイプします。" +
    "二番目の軸の長さはいくつになりますか。",
  "puzzle.broadcastCell": "列と行の足し算",
  "puzzle.broadcastCell.question":
    "a の形状は ({length}, 1)、b の形状は (1, {length})、そして c = a + b です。" +
    "c[{row}, {column}] はどの数ですか。",
  "puzzle.hiddenSum": "九つのマス",
  "puzzle.hiddenSum.question":
    "ある隠れニューロンのバイアスは {bias} です。この絵に対する超過分、つまり積の総和にバイアスを足した数はいくつですか。",
  "puzzle.squares": "絵",
  "puzzle.netParameters": "ネットワークのパラメーター",
  "puzzle.netParameters.question":
    "入力が {inputs} 個、隠れ層のニューロンが {hidden} 個、最後の層のニューロンが {outputs} 個のネットワークがあります。" +
    "バイアスも入れて、パラメーターはいくつありますか。",
  "puzzle.twoLayers": "二つの層を通る",
  "puzzle.twoLayers.question":
    "隠れニューロンが二つあり、三つの入力を見て、ランプで出力を決めます。出力のニューロンは一つで、その二つを見ます。" +
    "バイアスはすべて 0 です。出力のニューロンで、積の総和はいくつですか。",
  "puzzle.hiddenWeights": "重み（隠れニューロンごとに 1 行）",
  "puzzle.lastWeights": "出力のニューロンの重み",

  "hint.weightedSum": "入力とその下の重みを掛け、できた三つの積を足してください。",
  "hint.inputsOnly": "入力だけを足しています。先にそれぞれの重みを掛けます。",
  "hint.weightsOnly": "重みだけを足しています。先にそれぞれの入力を掛けます。",
  "hint.signsLost": "マイナスの符号が抜けています。負の重みは総和を減らします。",
  "hint.silentThreshold":
    "まず「入力 × 重み」の総和を求めます。ステップ関数が 1 になるのは、超過分が 0 より大きいときだけです。",
  "hint.equalIsSilent":
    "そこでも黙りますが、もっと小さくても黙ります。超過分がちょうど 0 なら出力は 0 です。",
  "hint.stillFires": "そこではまだ総和がしきい値より大きいので、出力は 1 です。",
  "hint.rampOutput":
    "総和からしきい値を引いたものが超過分です。ランプは超過分をそのまま出し、負なら 0 にします。",
  "hint.thresholdForgotten": "それは総和です。そこからしきい値を引きます。",
  "hint.thresholdAdded": "しきい値を足しています。しきい値は引くものです。",
  "hint.belowZero": "それは超過分です。0 より小さいので、ランプの出力は 0 です。",
  "hint.thatIsTheStep": "1 はステップ関数の答えです。ランプは超過分の大きさをそのまま出します。",
  "hint.tensorIndex":
    "一つ目の添字は上から何行目か、二つ目は左から何列目かです。どちらも 0 から数えます。",
  "hint.countedFromOne": "1 から数えています。添字は 0 から数えます。",
  "hint.axesSwapped": "軸の順が逆です。一つ目の添字は行です。",
  "hint.reshapeAxis": "一つになる軸の長さを掛け合わせてください。",
  "hint.batchCounted": "バッチの軸はそのまま残ります。掛け算から外してください。",
  "hint.lengthsAdded": "長さを足しています。数はすき間なく並んでいるので、掛け算です。",
  "hint.channelsForgotten": "それは画素の数です。画素ごとに、チャンネルの数だけ数があります。",
  "hint.broadcastCell": "a のその行の数と、b のその列の数を足してください。",
  "hint.onlyTheColumn": "それは a の数だけです。b の数も足します。",
  "hint.onlyTheRow": "それは b の数だけです。a の数も足します。",
  "hint.hiddenSum":
    "マスの数に、同じ位置の重みを掛けます。すべて足してから、バイアスを足してください。",
  "hint.addTheBias": "それは積の総和です。まだバイアスを足していません。",
  "hint.biasTurned": "バイアスは引くのではなく、足します。引くのはしきい値です。",
  "hint.paperCounted":
    "紙は 0 なので、重みを掛けても 0 です。効くのはインクのところの重みだけです。",
  "hint.inkCounted": "インクの数を数えています。マスごとに重みを掛けます。",
  "hint.netParameters":
    "隠れニューロンは、入力ごとに一つの重みと、一つのバイアスをもちます。最後の層は隠れ層を見ます。",
  "hint.firstLayerOnly": "それは隠れ層の分です。最後の層にもパラメーターがあります。",
  "hint.lastLayerOnly": "それは最後の層の分です。隠れ層にもパラメーターがあります。",
  "hint.inputsHaveNone": "入力は外から来る数です。入力にバイアスはありません。",
  "hint.layersMultiplied": "層どうしを掛けるのではありません。層ごとに数えて、足します。",
  "hint.twoLayers":
    "まず、隠れニューロンごとに総和を求め、ランプを通します。次に、最後のニューロンで同じように計算します。",
  "hint.rampForgotten": "隠れニューロンの総和に、負のものがあります。ランプを通ると 0 になります。",
  "hint.lastWeightsForgotten": "隠れニューロンの出力に、まだ重みを掛けていません。",
  "hint.oneHiddenOnly": "それは片方の隠れニューロンの分です。もう片方の分も足します。",
};
