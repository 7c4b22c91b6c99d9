/** The texts of softmax, gradients and epochs, in Japanese. */

export const LEARNING_JAPANESE = {
  "figure.softmax.logit": "クラス {index} のロジット",
  "figure.softmax.class": "クラス {index}",
  "figure.softmax.classes": "クラスの数",
  "figure.softmax.label": "ラベル",
  "figure.softmax.twice": "ソフトマックスを二度",
  "figure.softmax.is": "ロジット {value}",
  "figure.softmax.entersAgain": "入る数 {value}",
  "figure.softmax.power": "e の累乗 {value}",
  "figure.softmax.sum": "e の累乗の総和：{total}　それぞれの累乗をこれで割ると確率になります。",
  "figure.softmax.loss": "ラベル {index}：確率 {share}、損失 {loss}",
  "figure.softmax.sigmoid":
    "クラス 1 のロジット − クラス 0 のロジット：{difference}　シグモイドに入れると {value}、" +
    "クラス 1 の確率と同じです。",

  "figure.back.inputs": "入力",
  "figure.back.filter": "フィルターの重み",
  "figure.back.behind": "位置の出力から取るもの",
  "figure.back.maximum": "最大値",
  "figure.back.sum": "総和",
  "figure.back.target": "正しい出力",
  "figure.back.next": "次の数",
  "figure.back.all": "すべて表示",
  "figure.back.begin": "順方向の計算は済んでいます。逆方向へ、一つずつたどってみましょう。",
  "figure.back.place": "位置 {place}",
  "figure.back.getsBack": "戻ってくる数：{back}",
  "figure.back.term": "重み {weight} の項：{term}",
  "figure.back.forwards": "出力 {output}、誤差 {output} − {target} = {error}、損失 {loss}。",
  "figure.back.outputGets": "出力に戻ってくる数：{back}",
  "figure.back.total": "重み {weight} の勾配：{total}",
  "figure.back.saysOutput": "損失は誤差の二乗です。出力には 2 × {error} = {back} が戻ります。",
  "figure.back.saysSum":
    "足し算は、受け取った数をそのまま全部に渡します。位置 {place} には {back} が戻ります。",
  "figure.back.saysWinner": "位置 {place} が最大でした。{back} がそっくり戻ります。",
  "figure.back.saysLoser":
    "位置 {place} は最大ではありませんでした。少し変わっても何も変わらないので、{back} です。",
  "figure.back.saysTerm":
    "位置 {place} では、重み {weight} に {input} が掛かっています。項は {back} × {input} = {term} です。",
  "figure.back.saysTotal":
    "重み {weight} は、どの位置でも使われています。項を足します。{terms} = {total}。",

  "figure.seeds.sgd": "SGD",
  "figure.seeds.momentum": "SGD とモーメンタム",
  "figure.seeds.adam": "Adam",
  "figure.seeds.first": "シード",
  "figure.seeds.range": "{first} から {last}",
  "figure.seeds.rate": "SGD の学習率（モーメンタムの有無によらず同じ）",
  "figure.seeds.adamRate": "Adam の学習率",
  "figure.seeds.steps": "歩",
  "figure.seeds.ends": "{count} 歩のあとの損失：{least} から {most}",

  "figure.epochs": "エポック数",

  "figure.batches.size": "バッチサイズ {size}",
  "figure.batches.loss": "損失。一つの点は約百枚の平均",
  "figure.batches.seen": "見た画像の数",
  "figure.batches.outcome":
    "{steps} ステップ、最後のバッチは {last} 枚。学習後の損失は {loss}、正しく判定した画像は {right} 枚です。",
  "figure.batches.done":
    "画像は {pictures} 枚で、それぞれ {epochs} 回ずつ見ます。ネットワークも、はじめの重みも、学習率も同じです。",

  "puzzle.chainGradient": "鎖をさかのぼる",
  "puzzle.chainGradient.question":
    "入力 {x} に重み a = {a} を掛け、その結果に重み b = {b} を掛けたものが出力です。正しい出力は {target}、" +
    "損失は二乗誤差です。a の勾配はいくつですか。",
  "puzzle.sharedGradient": "共有された重み",
  "puzzle.sharedGradient.question":
    "重みが二つのフィルターを四つの入力の上で動かすと、三つの位置に置けます。それぞれの位置に戻ってきた数は下の" +
    "とおりです。重み {weight} の勾配はいくつですか。",
  "puzzle.backs": "位置ごとに戻ってきた数",
  "puzzle.maximumGradient": "最大値を通る",
  "puzzle.maximumGradient.question":
    "どの入力にも同じ重み {weight} を掛け、いちばん大きい積を出力とします。出力には {back} が戻ってきました。" +
    "重みの勾配はいくつですか。",
  "puzzle.sameSeed": "同じプログラムをもう一度",
  "puzzle.sameSeed.question":
    "同じデータで同じプログラムを 6 回動かした結果が下にあります。シードを {seed}、学習率を {rate} にして、" +
    "もう一度動かします。正解は何パーセントになりますか。",
  "puzzle.runs": "上からシード、学習率、正解率（％）。一列が一回",
  "puzzle.powers": "クラスごとの e の累乗",
  "puzzle.percent": "確率（％）。一行が一枚の画像",
  "puzzle.oneHot": "ワンホットのラベル",
  "puzzle.softmaxShare": "ソフトマックスの割合",
  "puzzle.softmaxShare.question":
    "四つのロジットから e の累乗を求めました。ソフトマックスでは、クラス {index} の確率は何％ですか。" +
    "クラスは 0 から数えます。",
  "puzzle.labelProbability": "損失が見る確率",
  "puzzle.labelProbability.question":
    "画像 {picture} の損失は、ある確率の対数の符号を変えたものです。それは何％の確率ですか。" +
    "画像は 0 から数えます。",
  "puzzle.oneLogit": "二つのロジットを一つに",
  "puzzle.oneLogit.question":
    "ソフトマックスを使うネットワークで、クラス 0 のロジットが {first}、クラス 1 のロジットが {second} です。" +
    "シグモイドの出力が一つだけのネットワークで、クラス 1 の確率を同じにするには、ロジットをいくつにしますか。",
  "puzzle.stepsPerEpoch": "1 エポック",
  "puzzle.stepsPerEpoch.question":
    "{pictures} 枚の画像で学習します。バッチサイズは {size} です。1 エポックは何ステップですか。",
  "puzzle.lastBatch": "最後のバッチ",
  "puzzle.lastBatch.question":
    "{pictures} 枚の画像で学習します。バッチサイズは {size} です。エポックの最後のバッチは何枚ですか。",
  "puzzle.stepsInAll": "学習の全体",
  "puzzle.stepsInAll.question":
    "{pictures} 枚の画像で学習します。バッチサイズは {size} で、{epochs} エポック続けます。" +
    "重みは全部で何回変わりますか。",

  "hint.softmaxShare": "四つの累乗を足し、そのクラスの累乗を総和で割ってください。",
  "hint.powerNotDivided": "それは累乗そのものです。四つの総和で割ります。",
  "hint.allAlike": "四つの累乗がどれも同じなら、そうなります。",
  "hint.labelProbability":
    "その画像のラベルで 1 のある場所を探し、同じ場所の確率を読んでください。",
  "hint.pictureFromZero": "一つ前の画像です。画像は 0 から数えます。",
  "hint.likeliestTaken": "それはいちばん大きい確率です。損失が見るのは、ラベルのクラスの確率です。",
  "hint.shareOfOthers": "それは残りのクラスを合わせた確率です。",
  "hint.oneLogit": "効くのは二つのロジットの差だけです。",
  "hint.otherWayRound": "逆です。出力が表すのはクラス 1 です。",
  "hint.oneLogitOnly": "クラス 0 にもロジットがあります。それを引きます。",
  "hint.logitsAdded": "足しています。効くのは、クラス 1 がクラス 0 よりどれだけ上にあるかです。",
  "hint.chainGradient":
    "出力には「2 × 誤差」が戻ります。掛け算をさかのぼるときは、もう一方の数を掛けます。",
  "hint.secondWeight": "それは b の勾配です。掛け算をもう一つさかのぼります。",
  "hint.secondWeightLeftOut": "a まで戻るあいだに b を通ります。b も掛けてください。",
  "hint.stoppedBetween": "それは、最初の積に戻ってくる数です。a の勾配には、さらに入力を掛けます。",
  "hint.sharedGradient":
    "位置ごとに、戻ってきた数と、その重みがそこで見ている入力を掛けます。それから足してください。",
  "hint.lastPlaceOnly": "それは最後の位置の項だけです。すべての位置の項を足します。",
  "hint.inputsLeftOut": "戻ってきた数には、その重みが見ている入力を掛けます。",
  "hint.otherWeight": "それはもう一つの重みの勾配です。見ている入力が違います。",
  "hint.sharedMean": "それは平均です。共有された重みでは、項を足します。",
  "hint.maximumGradient": "いちばん大きい積を探します。その入力だけを、戻ってきた数に掛けます。",
  "hint.largestInput":
    "それはいちばん大きい入力です。重みが負なので、積がいちばん大きいのは別の入力です。",
  "hint.losersCounted": "何か戻ってくるのは、いちばん大きい積だけです。ほかは 0 です。",
  "hint.inputLeftOut": "それは積に戻ってくる数です。重みの勾配には、さらに入力を掛けます。",
  "hint.weightInstead": "掛け算では、重みのほうへは入力を、入力のほうへは重みを掛けて戻します。",
  "hint.sameSeed": "シードも設定も同じなら、結果も同じです。その回を探してください。",
  "hint.beginsAfresh": "それは最後の回です。プログラムは続きからではなく、はじめから動きます。",
  "hint.otherRate": "シードは同じですが、学習率が違う回です。進むステップが違います。",
  "hint.otherSeed": "学習率は同じですが、はじめの乱数の重みが違う回です。",
  "hint.stepsPerEpoch": "画像の数をバッチサイズで割ります。余りも 1 ステップになります。",
  "hint.lastBatchForgotten": "最後のバッチはいっぱいではありませんが、これも 1 ステップです。",
  "hint.countsPictures": "それは画像の数です。1 ステップで一つのバッチをまとめて使います。",
  "hint.thatIsTheSize": "それは 1 ステップで使う枚数です。何ステップで全部を使いますか。",
  "hint.lastBatch": "いっぱいのバッチを取れるだけ取ります。残ったものが最後のバッチです。",
  "hint.lastIsNotFull": "最後までいっぱいにはなりません。もっと少ない枚数が残ります。",
  "hint.whatIsMissing": "それは、いっぱいになるまでに足りない枚数です。",
  "hint.countsBatches": "それはバッチの数です。最後の一つには何枚ありますか。",
  "hint.nothingIsLeftOut": "余った画像も捨てられません。",
  "hint.stepsInAll": "まず 1 エポックのステップを数えます。どのエポックも同じ数です。",
  "hint.oneEpochOnly": "それは 1 エポックの分です。",
  "hint.countsEpochs": "それはエポックの数です。重みはステップごとに変わります。",
  "hint.epochsJoined":
    "どのエポックにも、最後に小さなバッチがあります。切り上げてから掛けてください。",
};
