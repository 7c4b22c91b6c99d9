/** What is said at an opened neuron, in Japanese. */

/** @type {Readonly<Record<keyof typeof import("./texts_neuron_en.js").NEURON_ENGLISH, string>>} */
export const NEURON_JAPANESE = {
  "question.title": "はじめの問い",
  "question.sum": "画素の値は、どんな総和？",
  "question.filter": "フィルターは何を探している？",
  "question.lost": "プーリングは何を捨てる？",
  "question.why": "なぜこの判定で、ほかではない？",
  "question.change": "どうすれば判定は変わる？",

  "jump.open": "{place} を開く",
  "jump.input": "入力：{position}",

  "slide.title": "窓を入力の上で動かす",
  "slide.first": "最初から",
  "slide.back": "一つ戻る",
  "slide.next": "一つ進む",
  "slide.play": "再生",
  "slide.pause": "一時停止",
  "slide.speed": "速さ",
  "slide.slow": "ゆっくり",
  "slide.medium": "ふつう",
  "slide.fast": "速い",
  "slide.position": "窓の位置",
  "slide.still": "動きを減らす設定になっているので、窓は一つずつ動かします。",
  "slide.input": "入力の上の窓",
  "slide.output": "マップの {count} 画素のうち {number} 画素",
  "slide.where": "{row} 行 {column} 列：",
  "slide.sum": "{number} 個の積の総和 + バイアス：{line}",
  "slide.after": "{line}、{name} の後：{value}",
  "slide.largest": "{number} 個の値のうち最大のものは {value}",
  "slide.mean": "{number} 個の値の平均は {value}",

  "contributions.title": "入力マップごとに、総和への寄与を見る",
  "contributions.note": "{layer} のマップ {number} 枚、寄与の大きい順です。開くと積が見られます。",
  "contributions.map": "マップ {channel}",
  "contributions.place": "行、列",
  "contributions.factors": "値 × 重み",
  "contributions.total": "{number} 枚のマップの総和：{value}",
  "contributions.fold": "すべて閉じる",

  "filter.title": "このフィルターが探しているもの",
  "filter.picture": "フィルター（カーネル {number} 枚）",
  "filter.legend":
    "青：正の重み。そこにインクがあると値が大きくなります。橙：負の重み。そこにインクがあると値が小さくなります。",
  "filter.legendPlain":
    "凡例の + の側：正の重み。そこにインクがあると値が大きくなります。− の側：負の重み。そこにインクがあると値が小さくなります。",
  "filter.several":
    "このフィルターには、入力マップごとに 1 枚のカーネルがあります。何に反応するかは、反応した場所を見るとわかります。",
  "filter.like": "{pattern}を探しています（似ている度合い {likeness}、最大 1）。",
  "filter.unlike": "単純な模様ではありません。色と下の場所を見比べてください。",
  "filter.found": "描いたもののうち、強く反応した場所",

  "pattern.spot": "窓全体のインク",
  "pattern.spot.opposite": "インクのまったくない場所",
  "pattern.left": "左にインクがあり、右にない場所",
  "pattern.left.opposite": "右にインクがあり、左にない場所",
  "pattern.top": "上にインクがあり、下にない場所",
  "pattern.top.opposite": "下にインクがあり、上にない場所",
  "pattern.corner": "左上にインクがあり、右下にない場所",
  "pattern.corner.opposite": "右下にインクがあり、左上にない場所",
  "pattern.otherCorner": "右上にインクがあり、左下にない場所",
  "pattern.otherCorner.opposite": "左下にインクがあり、右上にない場所",
  "pattern.vertical": "縦の線（中央にインクがあり、左右にない場所）",
  "pattern.vertical.opposite": "縦のすき間（左右にインクがあり、中央にない場所）",
  "pattern.horizontal": "横の線（中央にインクがあり、上下にない場所）",
  "pattern.horizontal.opposite": "横のすき間（上下にインクがあり、中央にない場所）",
  "pattern.falling": "左上から右下への斜めの線",
  "pattern.falling.opposite": "左上から右下への斜めのすき間",
  "pattern.rising": "左下から右上への斜めの線",
  "pattern.rising.opposite": "左下から右上への斜めのすき間",
  "pattern.centre": "点（中央にインクがあり、まわりにない場所）",
  "pattern.centre.opposite": "穴（まわりにインクがあり、中央にない場所）",

  "pooling.title": "プーリングが捨てるもの",
  "pooling.kept": "残るもの（ほかは灰色）",
  "pooling.counts":
    "{size} 個の値のうち {kept} 個が残り、{thrown} 個が捨てられます。捨てられた値のうち {zeros} 個は 0 です。",
  "pooling.means": "{size} 個の値が {outputs} 個の平均になります。元のまま残る値はありません。",
  "pooling.unseen": "{number} 個はどの窓にも入りません。",
  "pooling.place":
    "最大の値が窓のどこにあったかも失われます。{number} か所のどこにあっても、結果は同じです。",
  "pooling.placeMean":
    "それぞれの値が窓のどこにあったかも失われます。{number} 個の値をどう並べても、平均は同じです。",
  "pooling.turn": "窓の中の並びをすべて逆にする",
  "pooling.same":
    "値の場所は変わりましたが、プーリング後のマップは同じです。差の最大値：{difference}。",

  "copy.title": "窓を変えたらどうなる？写しで試す",
  "copy.says": "これは試すための写しです。ネットワークも、判定も、上の数値も変わりません。",
  "copy.size": "窓",
  "copy.stride": "ストライド",
  "copy.dilation": "ダイレーション",
  "copy.padding": "パディング",
  "copy.valid": "なし（valid）",
  "copy.same": "まわりに 0（same）",
  "copy.reset": "元の層に戻す",
  "copy.own": "元の層：{height} × {width}",
  "copy.copy": "写し：{height} × {width}",
  "copy.reach": "窓の広がり",
  "copy.reachFormula": "({size} − 1) × {dilation} + 1 = {reach}",
  "copy.rule": "マップの大きさ",
  "copy.ruleValid": "⌊（入力 − 窓）÷ ストライド⌋ + 1",
  "copy.ruleSame": "⌈入力 ÷ ストライド⌉",
  "copy.both": "行と列",
  "copy.rows": "行",
  "copy.columns": "列",
  "copy.tooLarge": "窓が入力に入りません。置ける場所がないので、マップもできません。",
  "copy.resized":
    "このカーネルは訓練されていません。学んだカーネルの端を切るか、まわりに 0 を足したものです。",

  "rival.label": "比べる相手",

  "compare.title": "なぜこの判定で、ほかではない？",
  "compare.ahead":
    "スコアは「{name}」が {score}、「{other}」が {otherScore} で、「{name}」が {difference} だけ上です。この差は、次の積からできています。",
  "compare.behind":
    "スコアは「{name}」が {score}、「{other}」が {otherScore} で、差は {difference} です。この差は、次の積からできています。",
  "compare.strongest":
    "「{other}」ではなく「{name}」だと最も強く言っているのは、{place} の値です。",
  "compare.strongestAgainst":
    "最も大きい積は「{name}」ではなく「{other}」の味方で、{place} の値です。",
  "compare.caption": "値 × 重みの差（大きい順）",
  "compare.from": "値の出どころ",
  "compare.weights": "重み「{name}」−「{other}」",
  "compare.for": "「{name}」の味方",
  "compare.bias": "バイアスの差を足す",
  "compare.scores": "スコアの差",

  "change.title": "どうすれば判定は変わる？",
  "change.note":
    "ここでは入力の画素を一つずつ変え、そのつどネットワークが判定します。描いたものは変わりません。",
  "change.picture": "ネットワークへの入力（{number} 画素を変更）",
  "change.choose": "画素を選ぶと、塗るか消します。",
  "change.help": "矢印キーで動き、スペースで画素を変えます。",
  "change.gradient": "各画素にインクを足すとどうなるか",
  "change.wishes": "青：増やすと相手が有利に。橙：減らすと相手が有利に。",
  "change.wishesPlain": "凡例の + の側：増やすと相手が有利に。− の側：減らすと相手が有利に。",
  "change.pixel": "{row} 行 {column} 列：値 {value}、勾配 {gradient}。",
  "change.now": "今のままの判定は「{name}」、{percent} です。",
  "change.still": "{number} 画素を変えても、まだ「{name}」、{percent} です。",
  "change.reached": "{number} 画素を変えると、判定は「{name}」、{percent} になりました。",
  "change.ink":
    "「{other}」に最も有利なのは、{row} 行 {column} 列を塗ることです。勾配によれば、スコアの差は {gain} 縮まります。",
  "change.clear":
    "「{other}」に最も有利なのは、{row} 行 {column} 列を消すことです。勾配によれば、スコアの差は {gain} 縮まります。",
  "change.brighter":
    "「{other}」に最も有利なのは、{row} 行 {column} 列の色を変え、全体に明るくすることです。勾配によれば、スコアの差は {gain} 縮まります。",
  "change.darker":
    "「{other}」に最も有利なのは、{row} 行 {column} 列の色を変え、全体に暗くすることです。勾配によれば、スコアの差は {gain} 縮まります。",
  "change.none": "残った画素に、有利になるものはありません。",
  "change.one": "最も有利な画素を変える",
  "change.all": "判定が変わるまで続ける",
  "change.undo": "一つ取り消す",
  "change.reset": "元に戻す",

  "pixel.rises":
    "{row} 行 {column} 列の画素：値を 1 増やすと、「{other}」が「{name}」に対して約 {gradient} 有利になります。その内訳です。",
  "pixel.falls":
    "{row} 行 {column} 列の画素：値を 1 増やすと、「{other}」が「{name}」に対して約 {gradient} 不利になります。その内訳です。",
  "pixel.nothing":
    "{row} 行 {column} 列の画素：「{other}」と「{name}」の差は変わりません。その内訳です。",
  "pixel.terms": "この画素を見る {layer} のニューロン：重み × そこでの勾配（大きい順）",
  "pixel.sum": "総和：画素の勾配",

  "words.neuronRises":
    "このニューロン：活性化前の値を {step} 大きくすると、{target}は約 {change} 上がります。",
  "words.neuronFalls":
    "このニューロン：活性化前の値を {step} 大きくすると、{target}は約 {change} 下がります。",
  "words.neuronNothing": "このニューロン：少し変えても、{target}は変わりません。",
  "words.weightRises":
    "重み：最も影響が大きいのは {place} への重みです。{step} 大きくすると、その重みを使うすべての場所を通して、{target}は約 {change} 上がります。",
  "words.weightFalls":
    "重み：最も影響が大きいのは {place} への重みです。{step} 大きくすると、その重みを使うすべての場所を通して、{target}は約 {change} 下がります。",
  "words.weightNothing": "重み：少し変えても、{target}は変わりません。",
  "words.inputRises":
    "入ってくる値：最も影響が大きいのは {place} です。{step} 大きくすると、それを見るすべてのニューロンを通して、{target}は約 {change} 上がります。",
  "words.inputFalls":
    "入ってくる値：最も影響が大きいのは {place} です。{step} 大きくすると、それを見るすべてのニューロンを通して、{target}は約 {change} 下がります。",
  "words.inputNothing": "入ってくる値：少し変えても、{target}は変わりません。",
  "words.there": "そこを開く",
};
