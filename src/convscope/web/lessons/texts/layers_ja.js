/** The texts of pooling, flattening and dense layers, in Japanese. */

export const LAYERS_JAPANESE = {
  "figure.pooling.shape": "形",
  "figure.pooling.shape.dot": "点",
  "figure.pooling.shape.line": "斜めの線",
  "figure.pooling.shape.square": "正方形",
  "figure.pooling.window": "窓",
  "figure.pooling.back": "元の位置へ",
  "figure.pooling.map": "マップ　{size} × {size}",
  "figure.pooling.label": "{size} × {size} のマップ。矢印キーで形を動かせます",
  "figure.pooling.kind.max": "最大プーリング",
  "figure.pooling.kind.average": "平均プーリング",
  "figure.pooling.changed": "変わった数：{all} 個のうち {count} 個",
  "figure.pooling.moved": "右へ {right}、下へ {down} 動かしました",

  "figure.flatten.map": "マップ {map}",
  "figure.flatten.row": "一列に並べた数",
  "figure.flatten.label": "{size} × {size} のマップ {map}。矢印キーで数を選べます",
  "figure.flatten.place":
    "マップ {map} の {row} 行目、{column} 列目の数は、{all} 個のうち {place} 番目に並びます。",
  "figure.flatten.right": "右隣の数は {place} 番目です。",
  "figure.flatten.below": "下の数は {place} 番目です。",

  "figure.parameterBars.field.firstFilters": "最初の層のフィルター",
  "figure.parameterBars.field.secondFilters": "次の層のフィルター",
  "figure.parameterBars.field.units": "全結合層のニューロン",
  "figure.parameterBars.pools": "プーリング",
  "figure.parameterBars.convolution": "3 × 3 のフィルター {filters} 個",
  "figure.parameterBars.pooling": "プーリング",
  "figure.parameterBars.flatten": "平坦化：数 {numbers} 個",
  "figure.parameterBars.dense": "全結合層、ニューロン {units} 個",
  "figure.parameterBars.count": "{count}",
  "figure.parameterBars.total":
    "パラメーターは {all} 個。100 個のうち {share} 個が一つの層にあります：{layer}",

  "puzzle.pooledCell": "最大と平均",
  "puzzle.pooledCell.question":
    "マップを、重ねずに並べた 2 × 2 の窓でプーリングします。結果の {row} 行目、{column} 列目で、" +
    "最大プーリングの数は平均プーリングの数よりいくつ大きいですか。",
  "puzzle.map": "マップ",
  "puzzle.pooledNumbers": "残る数の個数",
  "puzzle.pooledNumbers.question":
    "{size} × {size} のマップ {maps} 枚を、重ねずに並べた 2 × 2 の窓でプーリングします。" +
    "全部のマップで、数はいくつ残りますか。",
  "puzzle.pooledShift": "動く点",
  "puzzle.pooledShift.question":
    "{columns} 列のマップの {column} 列目に、点が一つあります。重ねずに並べた {window} × {window} の窓で最大プーリングを" +
    "します。点が右へ {right} 動くと、プーリングのあとのマップでは何列動きますか。",
  "puzzle.flatNumbers": "並べた列の長さ",
  "puzzle.flatNumbers.question":
    "{size} × {size} 画素の画像に、{filters} 個の {window} × {window} のフィルターを使い、次に 2 × 2 の窓でプーリングを" +
    "します。すべてのマップを一列に並べると、数はいくつになりますか。",
  "puzzle.flatPlace": "列の中の位置",
  "puzzle.flatPlace.question":
    "{size} × {size} のマップ {maps} 枚を一列に並べます。{row} 行目、{column} 列目の、{map} 枚目のマップの数は、" +
    "何番目に並びますか。どれも 1 から数えます。",
  "puzzle.denseBehindMaps": "マップのあとの全結合層",
  "puzzle.denseBehindMaps.question":
    "{maps} 枚の {size} × {size} のマップを一列に並べます。そのすべてを見る {units} 個のニューロンの層が続きます。" +
    "バイアスも入れて、この層のパラメーターはいくつありますか。",

  "hint.pooledCell":
    "まず窓を見つけます。マップの 1、2 行目が結果の 1 行目、3、4 行目が 2 行目です。四つのうち" +
    "いちばん大きい数から、平均を引いてください。",
  "hint.thatIsTheMaximum": "それは最大プーリングの数です。そこから平均を引きます。",
  "hint.thatIsTheAverage": "それは平均プーリングの数です。いちばん大きい数から引きます。",
  "hint.rowAndColumnOfMap": "行と列が逆になっています。",
  "hint.windowsSideBySide": "窓は重なりません。2 番目の窓は 3 行目から始まります。",
  "hint.pooledNumbers": "横と縦に窓がいくつ入るかを数えて掛け、マップの枚数を掛けてください。",
  "hint.noHalfWindow": "はみ出す窓は使いません。",
  "hint.eachMapPooled": "それは 1 枚分です。どのマップもプーリングします。",
  "hint.bothAxesHalved": "行も列も半分になります。",
  "hint.poolingSideBySide": "窓は重ならずに並びます。",
  "hint.pooledShift": "動く前と後で、点がどの窓にあるかを調べます。窓は 1 列目から順に区切ります。",
  "hint.fewerColumns": "プーリングのあとは列が少ないので、動く列数も少なくなります。",
  "hint.whereTheDotIs": "点がはじめに窓のどこにあるかによって変わります。",
  "hint.wholeColumns": "点はどれか一つの列にあります。列と列の間にはありません。",
  "hint.borderCrossed": "点は窓から出るので、結果の点も動きます。",
  "hint.flatNumbers":
    "行数を順に追います。画像、マップ、プーリングのあとのマップです。残った行数を二乗し、フィルターの数を掛けてください。",
  "hint.poolingForgotten": "プーリングが抜けています。行も列も半分になります。",
  "hint.filterShrinks": "先にフィルターを使います。そのマップは画像より小さくなります。",
  "hint.allMapsInTheRow": "それは 1 枚分です。すべてのマップを並べます。",
  "hint.mapIsManyNumbers": "それはマップの枚数です。1 枚には多くの数があります。",
  "hint.lastWindowOut": "プーリングでは、はみ出す窓は使いません。",
  "hint.flatPlace":
    "前にいくつあるかを数えます。前の行すべて、同じ行の前の位置、同じ位置の前のマップの順です。",
  "hint.placesFromOne": "それは前にある数の個数です。その数自身は一つ先です。",
  "hint.mapsInnermost":
    "マップを 1 枚ずつ並べるのではありません。一つの位置ごとに、すべてのマップの数が並びます。",
  "hint.rowsFirst": "行と列が逆になっています。一つの行を終えてから次の行へ進みます。",
  "hint.countBefore": "数えるのは、それより前の行と列です。",
  "hint.denseBehindMaps":
    "まず列の長さを求めます。一つのニューロンには、数ごとに一つの重みと、一つのバイアスがあります。",
  "hint.neuronsHaveBiases": "バイアスはニューロンごとに一つです。ニューロンの数だけ加えます。",
  "hint.weightForEachNumber":
    "重みはマップごとに一つではなく、マップのすべての数に一つずつあります。",
  "hint.everyMapArrives": "それは 1 枚分です。列にはすべてのマップがあります。",
  "hint.neuronsShareNothing": "それはニューロン一つ分です。ニューロンの数を掛けてください。",
};
