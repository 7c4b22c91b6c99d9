/** The texts of convolution and filters, in Japanese. */

export const FILTERS_JAPANESE = {
  "figure.sliding.picture": "画像　{size} × {size}",
  "figure.sliding.map": "マップ　{size} × {size}",
  "figure.sliding.pictureLabel": "{size} × {size} 画素の画像。矢印キーで窓を動かせます",
  "figure.sliding.filter": "フィルター",
  "figure.sliding.filter.vertical": "左から右への変化",
  "figure.sliding.filter.horizontal": "上から下への変化",
  "figure.sliding.filter.diagonal": "斜めの線",
  "figure.sliding.next": "次の位置",
  "figure.sliding.all": "マップを埋める",
  "figure.sliding.again": "最初から",
  "figure.sliding.products": "画素 × 重み",
  "figure.sliding.where":
    "{places} 行のうち {row} 行目、{places} 列のうち {column} 列目。{total} か所のうち {done} か所目です。",
  "figure.sliding.sum": "九つの積の総和：{sum}",

  "figure.channels.picture": "赤、緑、青、白の四角がある画像",
  "figure.channels.pictureLabel":
    "9 × 9 画素の画像。左上に赤、右上に緑、左下に青、右下に白の四角があります。矢印キーで枠を動かせます",
  "figure.channels.channel.red": "赤",
  "figure.channels.channel.green": "緑",
  "figure.channels.channel.blue": "青",
  "figure.channels.slice": "スライス",
  "figure.channels.sum": "総和：{sum}",
  "figure.channels.kernel": "フィルター",
  "figure.channels.kernel.red": "赤だけ",
  "figure.channels.kernel.blue": "青だけ",
  "figure.channels.kernel.light": "明るいところ",
  "figure.channels.kernel.edge": "赤の左の縁",
  "figure.channels.first": "最初のスライスをどのチャンネルにも使う",
  "figure.channels.bias": "バイアス",
  "figure.channels.where": "{places} 行のうち {row} 行目、{places} 列のうち {column} 列目です。",
  "figure.channels.total": "{terms} に、バイアス {bias} を足して {total}",
  "figure.channels.maps": "フィルターが {count} 個あるので、マップは {count} 枚です。",
  "figure.channels.mapLabel": "マップ。枠の位置の数は {value} です",

  "figure.learningFilter.beginning": "始まり",
  "figure.learningFilter.steps": "{steps} 回進める",
  "figure.learningFilter.back": "0 回に戻す",
  "figure.learningFilter.filter": "フィルター",
  "figure.learningFilter.weights": "フィルターの重み（行の順）：{numbers}",
  "figure.learningFilter.kind.upright": "縦の縁",
  "figure.learningFilter.kind.level": "横の縁",
  "figure.learningFilter.map": "そのマップ",
  "figure.learningFilter.largest": "いちばん大きい数：{value}",
  "figure.learningFilter.says": "{steps} 回のあと、{all} 枚のうち {right} 枚に正しく答えます。",
  "figure.learningFilter.sides":
    "右の列の重みから左の列の重みを引くと {right}、下の行から上の行を引くと {below} です。",

  "figure.matchedFilter.filter": "線のまわりの重み",
  "figure.matchedFilter.around.nothing": "0",
  "figure.matchedFilter.around.minus": "−1",
  "figure.matchedFilter.picture": "画像",
  "figure.matchedFilter.weights": "フィルター",
  "figure.matchedFilter.map": "マップ",
  "figure.matchedFilter.label":
    "20 × 20 画素の画像。左上に斜めの線、右上に塗りつぶした四角、左下にばつ印、右下に横の線があります。矢印キーで枠を動かせます",
  "figure.matchedFilter.terms":
    "線の下のインク：{line} × {onLine} = {lineSum}　まわりのインク：{around} × {weight} = {aroundSum}",
  "figure.matchedFilter.sum": "総和：{sum}",

  "figure.strides.field.rows": "画像の行数",
  "figure.strides.field.reach": "フィルターの行数",
  "figure.strides.field.stride": "ストライド",
  "figure.strides.zeros": "画像のまわり",
  "figure.strides.valid": "何も置かない（valid）",
  "figure.strides.same": "0 を置く（same）",
  "figure.strides.and": "、",
  "figure.strides.size": "マップは {positions} 行です。",
  "figure.strides.padded":
    "0 の行は、最初の行の前に {before} 行、最後の行の後ろに {after} 行です。",
  "figure.strides.unseen": "一度も見られない行：{rows} 行目。",
  "figure.strides.allSeen": "どの行も見られます。",

  "figure.receptiveField.layers": "層の数",
  "figure.receptiveField.stride": "各層のストライド",
  "figure.receptiveField.says":
    "{count} 個のうち {neuron} 番目のニューロンは、画像の {first} 行目から {last} 行目まで、{rows} 行を見ています。",
  "figure.receptiveField.label":
    "{rows} 行の画像と、その下のマップ。矢印キーで最後のマップのニューロンを選べます",

  "puzzle.filter": "フィルター",
  "puzzle.mapSize": "マップの大きさ",
  "puzzle.mapSize.question":
    "{window} × {window} のフィルターを、{size} × {size} 画素の画像の上で 1 画素ずつ動かします。" +
    "できるマップは何行ですか。",
  "puzzle.mapCell": "マップのひとマス",
  "puzzle.mapCell.question":
    "フィルターを画像の上で動かします。マップの {row} 行目、{column} 列目の数はいくつですか。" +
    "行と列は 1 から数え、バイアスは 0 とします。",
  "puzzle.parameters": "パラメーターを数える",
  "puzzle.parameters.filter":
    "{window} × {window} の重みとバイアスをもつフィルターを、{size} × {size} 画素の画像の上で" +
    "動かします。パラメーターはいくつありますか。",
  "puzzle.parameters.dense":
    "{units} 個のニューロンからなる全結合層が、{size} × {size} 画素の画像を見ます。" +
    "バイアスも入れて、パラメーターはいくつありますか。",
  "puzzle.numbersOut": "出てくる数の個数",
  "puzzle.numbersOut.question":
    "{filters} 個の {window} × {window} のフィルターを、{size} × {size} 画素、{channels} チャンネルの" +
    "画像の上で動かします。できるマップ全部で、数はいくつありますか。",
  "puzzle.channelSum": "三つのチャンネルを見るフィルター",
  "puzzle.channelSum.question":
    "2 × 2 のフィルターがカラー画像に重なっています。バイアスは {bias} です。マップに書く数はいくつですか。",
  "puzzle.kernelParameters": "多くのフィルターのパラメーター",
  "puzzle.kernelParameters.question":
    "{maps} 枚のマップが、{filters} 個のフィルターをもつ層に届きます。どのフィルターも {window} × {window} の" +
    "画素を見ます。バイアスも入れて、この層のパラメーターはいくつありますか。",
  "puzzle.largestSum": "フィルターが出せる最大の数",
  "puzzle.largestSum.question":
    "画素は、紙の 0 からインクの 9 までの数です。このフィルターの総和は、最大でいくつになりますか。バイアスは 0 です。",
  "puzzle.insideSum": "どこもインク",
  "puzzle.insideSum.question":
    "このフィルターの下の画素は、どれも {ink} です。総和はいくつですか。バイアスは 0 です。",
  "puzzle.faultyLine": "傷のある線",
  "puzzle.faultyLine.question":
    "フィルターの斜めの線の上には {weight} の重みが 5 個あり、ほかはすべて −1 です。インクは {ink}、紙は 0 です。下にある斜めの線は" +
    "画素が {missing} 個欠けていて、線の外の {extra} 個の画素にインクがあります。総和はいくつですか。",
  "puzzle.weightAfterSteps": "重みはどこから来るか",
  "puzzle.weightAfterSteps.question":
    "ステップ 0 のフィルターには、下の乱数の重みが入っています。{row} 行 {column} 列の重みについて、" +
    "三つのステップで下の勾配が求まりました。学習率は {rate} です。この重みはいくつになりますか。",
  "puzzle.noise": "ステップ 0 のフィルター",
  "puzzle.gradients": "その重みの勾配（ステップの順）",
  "puzzle.strideRows": "大きな歩幅",
  "puzzle.strideRows.question":
    "{window} × {window} のフィルターを、{size} × {size} 画素の画像の上で動かします。ストライドは {stride} で、" +
    "パディングはありません。できるマップは何行ですか。",
  "puzzle.sameRows": "same のときの行数",
  "puzzle.sameRows.question":
    "{window} × {window} のフィルターを、{size} × {size} 画素の画像の上で動かします。ストライドは {stride} で、" +
    "設定は same です。できるマップは何行ですか。",
  "puzzle.paddedMiddle": "0 のある場所",
  "puzzle.paddedMiddle.question":
    "{window} × {window} のフィルターを、{size} × {size} 画素の画像の上で動かします。ストライドは {stride} で、" +
    "設定は same です。上から {place} 番目の位置で、フィルターの真ん中の行は画像の何行目にありますか。" +
    "行も位置も 1 から数えます。",
  "puzzle.rowsSeen": "どこまで見えるか",
  "puzzle.rowsSeen.question":
    "次の層が左から順に続きます。最後のマップの、端から離れたニューロン一つは、画像の何行を見ていますか。",
  "puzzle.windowRows": "フィルターの行数",
  "puzzle.strides": "ストライド",

  "hint.mapSize": "フィルターの上の端を置ける行がいくつあるか、数えてみてください。",
  "hint.keptSize":
    "フィルターは画像からはみ出せません。そのため、置ける位置は画像の行数より少なくなります。",
  "hint.lastPlace": "一つ足りません。最初の位置と最後の位置を両方数えます。",
  "hint.sideBySide": "フィルターは 1 画素ずつ動きます。隣の位置とは重なります。",
  "hint.allPlaces": "それはマップのマス全部の数です。聞いているのは行の数です。",
  "hint.mapCell":
    "画像のその行、その列にフィルターの左上の角を重ねます。九つの積を求めて、足してください。",
  "hint.rowAndColumn": "行と列が逆になっています。行は上から下へ数えます。",
  "hint.filterTurned": "フィルターが逆さまです。書いてある向きのまま画像に重ねます。",
  "hint.filterIgnored": "画素だけを足しています。それぞれにフィルターの重みを掛けます。",
  "hint.filterParameters": "フィルターの重みを数え、バイアスを一つ加えてください。",
  "hint.biasForgotten": "バイアスが抜けています。フィルターごとに一つあります。",
  "hint.oncePerPlace": "どの位置でも同じ重みを使います。一度だけ数えてください。",
  "hint.oncePerPixel": "それは画素の数です。フィルターは画像より小さいものです。",
  "hint.denseParameters": "一つのニューロンは、画素ごとに一つの重みと、一つのバイアスをもちます。",
  "hint.oneBiasEach": "バイアスを一つしか数えていません。ニューロンごとに一つあります。",
  "hint.oneUnitOnly": "ニューロンごとに別の重みがあります。ニューロンの数を掛けてください。",
  "hint.numbersOut":
    "まず 1 枚のマップの行と列を求めて掛けます。次に、マップが何枚あるか考えてください。",
  "hint.mapForEachChannel":
    "フィルター一つからできるマップは 1 枚です。チャンネルごとではありません。",
  "hint.channelsKept":
    "元のチャンネルは先へ進みません。出てくるのはフィルターが作ったマップだけです。",
  "hint.mapsAreFilters": "マップの枚数はフィルターの数と同じです。チャンネルの数ではありません。",
  "hint.oneMapOnly": "それは 1 枚分です。フィルターごとに 1 枚できます。",
  "hint.mapIsSmaller":
    "フィルターは画像からはみ出さないので、マップの行数は画像より少なくなります。",
  "hint.channelSum":
    "スライスをそれぞれのチャンネルに重ね、四つずつ積を求めます。12 個の積をすべて足し、最後にバイアスを足してください。",
  "hint.biasLeftOut": "バイアスが抜けています。最後に一度だけ足します。",
  "hint.biasThrice": "バイアスをチャンネルごとに足しています。足し終えた数に一度だけ加えます。",
  "hint.sliceEach": "赤のスライスを三度使っています。チャンネルごとに別のスライスがあります。",
  "hint.redOnly": "それは赤のチャンネルだけです。三つの総和をすべて足します。",
  "hint.addNotAverage": "平均をとっています。三つの総和は足すだけです。",
  "hint.kernelParameters":
    "一つのスライスの重み、次に一つのフィルターの重みを数えます。バイアスを加え、フィルターの数を掛けてください。",
  "hint.biasOfEachFilter": "バイアスはフィルターごとに一つです。フィルターの数だけ加えます。",
  "hint.slicesForgotten": "フィルターには、届くマップごとに重みのスライスがあります。",
  "hint.biasPerSlice": "スライスにバイアスはありません。フィルターごとに一つです。",
  "hint.oneFilterOnly": "それはフィルター一つ分です。この層にはもっとあります。",
  "hint.largestSum": "正の重みの下をインクに、負の重みの下を紙にして、足してください。",
  "hint.paperUnderNegative":
    "それはどこもインクのときです。負の重みの下が紙なら、もっと大きくなります。",
  "hint.inkIsNeverNegative": "画素は負になりません。負の重みのところは、よくて 0 です。",
  "hint.inkIsNine": "インクの画素は 9 です。",
  "hint.insideSum": "負のものも入れて九つの重みを足し、インクの数を掛けてください。",
  "hint.inkAroundTakesAway": "負の重みの下のインクが抜けています。その分だけ減ります。",
  "hint.timesTheInk": "それは重みの総和です。それぞれにインクの数を掛けます。",
  "hint.minusTakesAway": "マイナスの符号が抜けています。負の重みは総和を減らします。",
  "hint.faultyLine":
    "線の上でインクのある画素を数え、重みとインクの数を掛けます。線の外の画素一つごとに、インクの数を引いてください。",
  "hint.besideTakesAway": "線の外の重みは −1 なので、そこのインクは総和を減らします。",
  "hint.besideCounts": "線の外のインクが抜けています。その分だけ減ります。",
  "hint.inkCounts": "それはインクが 1 のときです。ここではもっと大きい数です。",
  "hint.missingCounts": "それは欠けていない線です。欠けた画素は何も足しません。",
  "hint.weightAfterSteps":
    "乱数の重みから始めます。ステップごとに、学習率と勾配の積を引いてください。",
  "hint.filtersLearnToo": "それはステップ 0 の乱数です。フィルターの重みも学習で変わります。",
  "hint.noiseCounts": "重みは 0 からではなく、乱数から始まります。ステップはそれを変えます。",
  "hint.againstTheGradient": "勾配の向きに進んでいます。ステップは勾配と逆に進みます。",
  "hint.allSteps": "それは一つのステップだけです。三つとも重みを変えます。",
  "hint.timesTheRate": "どの勾配にも、先に学習率を掛けます。",
  "hint.strideRows":
    "画像の行数からフィルターの行数を引き、ストライドで割って切り捨て、1 を足してください。",
  "hint.noHalfPlace": "切り上げています。フィルターが収まらない位置は数えません。",
  "hint.strideDivides":
    "行数をそのまま割ると、フィルターがはみ出す位置も入ります。先にフィルターの行数を引いてください。",
  "hint.firstPlaceForgotten": "それは動いた回数です。動く前の位置も一つ数えます。",
  "hint.strideForgotten": "それはストライドが 1 のときの答えです。",
  "hint.sameRows": "same では、画像の行数をストライドで割って切り上げます。",
  "hint.sameRoundsUp": "切り捨てています。same では切り上げます。",
  "hint.sameAtStrideOne":
    "same で大きさが変わらないのはストライドが 1 のときです。ここではもっと大きく動きます。",
  "hint.zerosForgotten":
    "それはパディングがないときの行数です。same は画像のまわりに 0 を置きます。",
  "hint.paddedMiddle":
    "マップの行数を求め、最後の位置に足りない 0 の行数を数えます。その半分を切り捨てた数が、1 行目の前にあります。" +
    "位置が一つ進むと、ストライドの分だけ下がります。",
  "hint.oddZeroBehind": "余った 0 の行は、1 行目の前ではなく、最後の行の後ろに置きます。",
  "hint.zerosBefore": "それは、1 行目の前に 0 がないときの行です。ここでは 0 があります。",
  "hint.fewerZeros":
    "それは、ストライド 1 のときと同じだけ両側に 0 を置いた行です。ここではもっと少なくて足ります。",
  "hint.upperEdge": "それはフィルターのいちばん上の行です。真ん中はもっと下にあります。",
  "hint.firstPlaceNoStep": "一歩多すぎます。1 番目の位置には、動かずにいます。",
  "hint.rowsSeen":
    "1 行から始めます。層ごとに「フィルターの行数 − 1」を、それより前の層のストライドをすべて掛けてから足してください。",
  "hint.stridesReach":
    "ストライドも効きます。ストライド 2 の層のあとでは、隣どうしが画像の 2 行ぶん離れています。",
  "hint.onlyLastWindow":
    "それは一つ前のマップで見ている行数です。そこのニューロンも、それぞれ何行かを見ています。",
  "hint.windowsOverlap": "隣どうしの見る行は重なります。足しても掛けてもいけません。",
};
