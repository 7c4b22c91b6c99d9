/** The texts of splits, over-fitting, callbacks and the clinic, in Japanese. */

export const JUDGING_JAPANESE = {
  "figure.stopping.patience": "待つ回数",
  "figure.stopping.restore": "いちばんよい重みに戻す",
  "figure.stopping.stops":
    "{last} エポックで止まります。いちばんよいのは {best} エポックの {loss} です。",
  "figure.stopping.runs":
    "最後の {last} エポックまで続きます。いちばんよいのは {best} エポックの {loss} です。",
  "figure.stopping.kept": "ネットワークの重みは {end} エポックのもの。検証データの損失は {loss}。",
  "figure.stopping.waits": "いちばんよい値からのエポック数（1 エポックごと）：{waits}",
  "figure.stopping.scale":
    "横は 1〜{epochs} エポック、縦は検証データの損失（0〜{most}）です。大きな点がいちばんよいエポックです。縦線の右側は学習していません。",

  "figure.coins.nets": "ネットワークの数",
  "figure.coins.pictures": "画像の枚数",
  "figure.coins.again": "もう一度投げる",
  "figure.coins.rows":
    "点は一つのネットワークの正解率です。上は、いちばんよいものを選ぶのに使った画像で、選んだ点に輪が付いています。" +
    "下は、選んだものに同じ枚数の新しい画像を見せた結果です。",
  "figure.coins.answer":
    "{nets} 個のうちいちばんよいものは、{pictures} 枚中 {right} 枚が正解で {percent} でした。" +
    "新しい {pictures} 枚では {again} 枚が正解で {percentAgain} です。",
  "figure.coins.mean":
    "{round} 回の平均：選ぶのに使った画像で {percent}、新しい画像で {percentAgain}。",

  "figure.overfitting.pictures": "訓練する画像",
  "figure.overfitting.dropout": "ドロップアウト",
  "figure.overfitting.loss": "損失",
  "figure.overfitting.accuracy": "正解率",
  "figure.overfitting.epoch": "エポック",
  "figure.overfitting.learned": "訓練",
  "figure.overfitting.held": "検証",
  "figure.overfitting.losses":
    "検証の損失は {best} エポックで最小の {low}、{last} エポックでは {end} です。そのとき訓練の損失は {learned} です。",
  "figure.overfitting.accuracies":
    "検証の正解率：損失が最小のとき {atBest}、最後は {end}。訓練の正解率（最後）：訓練しながら数えると {learned}、" +
    "あとでドロップアウトなしで判定すると {without}。",
  "figure.overfitting.one":
    "検証画像の 1 枚です。正しいクラス 9 の確率は、{best} エポックで {atBest}、{last} エポックで {end} です。",
  "figure.overfitting.picture": "手書きの 9",

  "figure.clinic.who": "次の患者",
  "figure.clinic.patient": "患者 {number}",
  "figure.clinic.batch": "最初のバッチのはじめの画像とラベル",
  "figure.clinic.label": "ラベル {label}",
  "figure.clinic.first":
    "最初のバッチ：損失 {loss}、画素は {low} から {high}、隠れ層のニューロン {hidden} 個のうち {silent} 個が" +
    "どの画像にも 0 を出しました。",
  "figure.clinic.loss": "損失。はみ出す値は上の端に描きます",
  "figure.clinic.step": "ステップ",
  "figure.clinic.training": "訓練",
  "figure.clinic.validation": "検証",
  "figure.clinic.healthy": "健康なネットワークの訓練",
  "figure.clinic.broken":
    "{step} ステップで損失が大きくなりすぎ、数でなくなりました。訓練はここで終わりました。",
  "figure.clinic.end":
    "{epochs} エポック後：訓練の損失 {loss}、正解率 {accuracy}。検証の損失 {heldLoss}、正解率 {heldAccuracy}。" +
    "隠れ層のニューロン {hidden} 個のうち {silent} 個が、バッチ全体に 0 を出します。",
  "figure.clinic.diagnosis": "診断",
  "figure.clinic.choose": "選んでください…",
  "figure.clinic.commit": "この診断に決める",
  "figure.clinic.right": "そのとおりです。{sign}{cure}",
  "figure.clinic.wrong": "違います。{sign}",
  "figure.clinic.name.dead-relu": "死んだ ReLU：学習率が大きすぎる",
  "figure.clinic.sign.dead-relu":
    "ReLU が死ぬときは、最初のバッチは正常です。そのあと損失が跳ね上がり、隠れ層のニューロンがほとんど黙り、" +
    "損失は当てずっぽうの値に留まります。",
  "figure.clinic.cure.dead-relu":
    "学習率を小さくして最初からやり直します。ここでは 1 の代わりに 0.003 です。",
  "figure.clinic.name.divergence": "発散：学習率が大きすぎる",
  "figure.clinic.sign.divergence":
    "発散すると、損失はステップごとに増え、ついには数でなくなります。",
  "figure.clinic.cure.divergence": "学習率をずっと小さくして最初からやり直します。",
  "figure.clinic.name.rate-too-small": "学習率が小さすぎる",
  "figure.clinic.sign.rate-too-small":
    "学習率が小さすぎると、悪いことも起きない代わりに何も起きません。損失もニューロンも、ほとんど元のままです。",
  "figure.clinic.cure.rate-too-small":
    "学習率を大きくします。ここでは 0.000001 の代わりに 0.003 です。",
  "figure.clinic.name.not-divided": "画素を 255 で割っていない",
  "figure.clinic.sign.not-divided":
    "割り忘れると画素が 255 に達し、いちばん最初のバッチの損失がすでに巨大です。",
  "figure.clinic.cure.not-divided": "訓練のときも使うときも、すべての画像を 255 で割ります。",
  "figure.clinic.name.softmax-twice": "ソフトマックスを二度",
  "figure.clinic.sign.softmax-twice":
    "ソフトマックスを二度掛けても学習は進みますが、正解率がどれだけ高くても損失は 1.46 より下がりません。",
  "figure.clinic.cure.softmax-twice": "二つのうち一つを外すか、from_logits を外します。",
  "figure.clinic.name.labels-shuffled": "ラベルが画像と合っていない",
  "figure.clinic.sign.labels-shuffled":
    "ラベルがずれていると、画像とラベルが合わず、損失は当てずっぽうの値に留まります。",
  "figure.clinic.cure.labels-shuffled":
    "画像とラベルの順番がどこで食い違ったのかを調べます。何枚か見て確かめます。",
  "figure.clinic.name.zero-weights": "重みがすべて 0 から始まった",
  "figure.clinic.sign.zero-weights":
    "重みが 0 から始まると、画像は正常なのに、最初のバッチから隠れ層のニューロンがすべて黙っています。",
  "figure.clinic.cure.zero-weights": "ふつうのプログラムのように、小さな乱数の重みから始めます。",
  "figure.clinic.name.empty-pictures": "画像が空",
  "figure.clinic.sign.empty-pictures": "空の画像では、どの画素も同じ数です。",
  "figure.clinic.cure.empty-pictures": "画像を読み込んで値をそろえるところを調べます。",
  "figure.clinic.name.sorted-by-class": "クラス順に並べたまま混ぜていない",
  "figure.clinic.sign.sorted-by-class":
    "クラス順に並んでいると、最初のバッチが一つのクラスだけになり、次のクラスが始まるたびに損失が跳ね上がります。",
  "figure.clinic.cure.sorted-by-class": "訓練データをエポックごとに混ぜ直します。",
  "figure.clinic.name.over-fitting": "過学習",
  "figure.clinic.sign.over-fitting":
    "過学習では、訓練の損失が 0 に近づいても、検証の損失はずっと上に残ります。",
  "figure.clinic.cure.over-fitting":
    "画像を増やすか、ドロップアウトを使うか、エポックを減らします。",

  "puzzle.losses": "エポックと、検証データの損失 × 100",
  "puzzle.stopEpoch": "学習の終わり",
  "puzzle.stopEpoch.question":
    "早期終了が検証データの損失を見張ります。待つ回数は {patience} です。学習は何エポックのあとで止まりますか。",
  "puzzle.restoredEpoch": "戻る重み",
  "puzzle.restoredEpoch.question":
    "待つ回数が {patience} の早期終了が学習を終え、いちばんよい重みに戻します。何エポックの重みですか。",
  "puzzle.ill": "病気の植物のスコア",
  "puzzle.healthy": "健康な植物のスコア",
  "puzzle.aucPercent": "数えて求める AUC",
  "puzzle.aucPercent.question":
    "病気の植物のスコアは、健康な植物より高いはずです。病気と健康のすべての組のうち、そうなっているのは何パーセントですか。" +
    "それが AUC（パーセント）です。",
  "puzzle.answers": "ネットワークの答え",
  "puzzle.threeAccuracies": "一行が一つのネットワーク。左から訓練・検証・テストの正解率（％）",
  "puzzle.countAccuracy": "正解率を数える",
  "puzzle.countAccuracy.question": "この答えの正解率は何％ですか。",
  "puzzle.splitSizes": "画像を分ける",
  "puzzle.splitSizes.question":
    "学習に使える画像が {pictures} 枚、それとは別にテストデータが {test} 枚あります。" +
    "学習に使える画像の {percent} % を検証データにします。訓練データは何枚ですか。",
  "puzzle.honestChoice": "信用できる数",
  "puzzle.honestChoice.question":
    "正しい手順で、ネットワークを一つ選びます。報告する正解率は何％ですか。",
  "puzzle.twoLosses": "損失（百分の一単位）。一行が 1 エポックで、左が訓練、右が検証",
  "puzzle.lossesBeforeAfter": "画像ごとの損失（百分の一単位）。上が前、下が後",
  "puzzle.bestEpoch": "いつ止めるか",
  "puzzle.bestEpoch.question":
    "どのエポックの重みを残しますか。エポックは上から順に 1 から数えます。",
  "puzzle.meanLoss": "とても間違った 1 枚",
  "puzzle.meanLoss.question":
    "訓練を続けると、検証画像 {pictures} 枚のうち 1 枚がずっと悪くなり、ほかはよくなりました。" +
    "平均の損失は百分の一単位でいくつ上がりましたか。",
  "puzzle.dropoutScale": "残った値",
  "puzzle.dropoutScale.question":
    "ドロップアウトで {percent} % の値を消します。このステップで {value} という値は消されませんでした。" +
    "次の層はこれをいくつとして受け取りますか。",
  "puzzle.excesses": "七つのニューロンの超過分。一行が一枚の画像",
  "puzzle.oneCurve": "エポックごとの損失（百分の一単位）",
  "puzzle.picturesPerClass": "クラス 0、1、2、3 のテスト画像の枚数",
  "puzzle.deadNeurons": "死んだニューロンを数える",
  "puzzle.deadNeurons.question":
    "ニューロンの出力はランプで決めます。どの画像にも 0 を出すニューロンは何個ありますか。",
  "puzzle.sickCurve": "曲線を読む",
  "puzzle.sickCurve.question":
    "十クラスを見分けるネットワークです。この曲線から何が分かりますか。健康なら 1、学習率が小さすぎるなら 2、" +
    "死んだ ReLU なら 3、発散なら 4、ソフトマックスを二度なら 5 を入力してください。",
  "puzzle.stuckAccuracy": "いつも同じ答え",
  "puzzle.stuckAccuracy.question":
    "動けなくなったネットワークが、どの画像もクラス {stuck} だと答えます。テストの正解率は何％になりますか。" +
    "クラスは 0 から数えます。",

  "hint.stopEpoch":
    "1 エポックずつ進みます。これまででいちばんよい値を書き、それから何エポックたったかを数えます。",
  "hint.firstRise": "そこで初めて損失が上がりますが、まだ待ちます。",
  "hint.bestIsEarlier": "それはいちばんよいエポックです。そうと分かるのは、待ったあとです。",
  "hint.comparedWithTheOneBefore":
    "比べるのは直前のエポックではなく、これまででいちばんよい値です。",
  "hint.stopsAtOnce": "一つ多すぎます。待つ回数を使い切ったら、すぐ止まります。",
  "hint.restoredEpoch":
    "まず、どこで止まるかを見つけます。そこまででいちばんよいエポックが答えです。",
  "hint.lastIsNotBest": "それは最後のエポックです。いちばんよい重みはもっと前です。",
  "hint.neverTrained": "それは止まったあとです。学習していません。",
  "hint.waitingBegins": "そこから待ち始めます。いちばんよいのはその前のエポックです。",
  "hint.epochNotLoss": "それは損失です。何エポックですか。",
  "hint.aucPercent":
    "病気の植物ごとに、スコアがそれより低い健康な植物を数えます。全部足して、組の数で割ります。",
  "hint.pairsNotPercent": "それは順序の正しい組の数です。全部の組の何パーセントですか。",
  "hint.wrongOrder": "それは順序が逆の組の割合です。",
  "hint.thatIsAccuracy": "それは 50 を境にしたときの正解率です。AUC は組で比べます。",
  "hint.countAccuracy": "ラベルと答えが一致する場所を数えてください。全体のどれだけですか。",
  "hint.countsErrors": "それは間違いの割合です。",
  "hint.countIsNoPercentage": "それは正解の数です。100 枚あたりにすると、いくつですか。",
  "hint.splitSizes": "学習に使える画像から、検証データを除いてください。",
  "hint.validationIsHeldBack": "検証データからは学習しません。その分を引きます。",
  "hint.thatIsValidation": "それは検証データです。残りが訓練データです。",
  "hint.testIsNoTraining": "テストデータから学習することはありません。",
  "hint.testIsApart": "テストデータははじめから別にあります。引く必要はありません。",
  "hint.honestChoice": "検証の正解率で選び、そのネットワークのテストの正解率を報告します。",
  "hint.choosingSpoils": "その数で選んだので、運が混じっています。その右の数を見てください。",
  "hint.chosenOnTest": "それはいちばん高いテストの正解率です。テストデータで選んではいけません。",
  "hint.chosenOnTraining": "訓練の正解率で選んでいます。画像を丸暗記しているだけかもしれません。",
  "hint.trainingIsNoReport": "それは学習した画像での正解率です。",
  "hint.bestEpoch": "検証の損失を見て、いちばん小さい値を探してください。",
  "hint.trainingLossChosen": "そこで最小なのは訓練の損失です。検証の損失はもう上がっています。",
  "hint.epochFromOne": "一つ少ないです。最初のエポックが 1 です。",
  "hint.thatIsTheLoss": "それは損失の値です。何エポックの値ですか。",
  "hint.meanLoss": "それぞれの行の平均を求め、下の平均から上の平均を引いてください。",
  "hint.sumIsNoMean": "それは総和の変化です。画像の枚数で割ります。",
  "hint.beforeForgotten": "それは後の平均です。前の平均を引きます。",
  "hint.riseIsPositive": "上がったので正の数です。後から前を引きます。",
  "hint.dropoutScale": "値を、残る割合で割ってください。",
  "hint.keptNotScaled":
    "ほかの値が消えているので、そのままでは次のニューロンの総和が小さくなりすぎます。",
  "hint.scaledDown": "小さくではなく、大きくなります。消えた値の分を補うためです。",
  "hint.rateMultiplied": "それは消される割合を掛けています。残る割合はいくつですか。",
  "hint.dividedByTheRate": "消される割合ではなく、残る割合で割ります。",
  "hint.itSurvives": "消された値は 0 になりますが、この値は消されていません。",
  "hint.deadNeurons":
    "列ごとに見てください。0 より大きい数が一つもない列のニューロンが死んでいます。",
  "hint.countsTheLiving": "それは生きているニューロンの数です。",
  "hint.silentOnceIsNotDead":
    "一枚に黙っても死んではいません。ほかの画像には答えるかもしれません。",
  "hint.countsCells": "それは負の数の個数です。ニューロンは一つの列全体です。",
  "hint.sickCurve":
    "1 から 5 で答えます。約 230 が当てずっぽうの損失、146 がソフトマックスを二度掛けたときの最小です。",
  "hint.healthyCurve": "健康なら、146 よりずっと下まで下がり続けます。",
  "hint.slowCurve": "学習率が小さすぎると、はじめの値からほとんど動きません。",
  "hint.deadCurve":
    "ReLU が死ぬと、一度跳ね上がってから、当てずっぽうの損失の約 230 に留まります。",
  "hint.divergingCurve": "発散すると、エポックごとに増えていきます。",
  "hint.twiceCurve": "ソフトマックスを二度掛けると、下がりますが 146 のすぐ上で落ち着きます。",
  "hint.stuckAccuracy": "そのクラスの画像だけが正解になります。全体のどれだけですか。",
  "hint.classesDiffer": "どのクラスも同じ枚数なら、そうなります。",
  "hint.anotherAnswer": "それはいちばん多いクラスですが、答えているのは別のクラスです。",
};
