/** The texts of nets for digits and characters, in Japanese. */

export const DIGITS_JAPANESE = {
  "figure.counting": "テスト用の数字、ここまで：{done} 枚中 {right} 枚が正解、{percent}",

  "figure.counted": "テスト用の数字 {all} 枚に同じことをすると：{right} 枚が正解、{percent}",

  "figure.shift.turn": "左へ回す",
  "figure.shift.degrees": "{turn}°",
  "figure.shift.picture": "ずらし、回し、拡大・縮小した「{digit}」",
  "figure.shift.net.plain": "データ拡張なしのネットワーク",
  "figure.shift.net.augmented": "データ拡張ありのネットワーク",

  "figure.whole.first": "1 番目の畳み込みのフィルター数",
  "figure.whole.second": "2 番目の畳み込みのフィルター数",
  "figure.whole.kernel": "フィルターの大きさ",
  "figure.whole.batch": "バッチの枚数",
  "figure.whole.caption": "ネットワークの各層（バッチの軸は省きます）",
  "figure.whole.layer": "層",
  "figure.whole.shape": "形状",
  "figure.whole.parameters": "パラメーター",
  "figure.whole.number": "{number}",
  "figure.whole.total": "パラメーターは全部で {total} 個",
  "figure.whole.steps":
    "訓練用の画像 {images} 枚を {batch} 枚ずつ：1 エポックは {steps} ステップです。",

  "figure.paper.help":
    "キー操作：矢印でペンを動かし（Shift で大きく）、スペースで下ろす・上げる。" +
    "U で 1 画戻し、C で消します。",
  "figure.paper.down": "ペンを下ろしました。",
  "figure.paper.up": "ペンを上げました。",

  "figure.ownDigit.picture": "画像",
  "figure.ownDigit.own": "自分でかく",
  "figure.ownDigit.other": "ほかの人の「{digit}」",
  "figure.ownDigit.clear": "消す",
  "figure.ownDigit.again": "変更をすべて戻す",
  "figure.ownDigit.paper": "数字",
  "figure.ownDigit.padLabel": "マウス、ペン、指、キーボードで数字をかく欄",
  "figure.ownDigit.given": "ネットワークが受け取る画像",
  "figure.ownDigit.size": "大きさ",
  "figure.ownDigit.right": "右へずらす",
  "figure.ownDigit.down": "下へずらす",
  "figure.ownDigit.thicker": "太くする",
  "figure.ownDigit.swapped": "明るい紙に暗いインク",
  "figure.ownDigit.placed": "ネットワークに渡す前に配置する",
  "figure.ownDigit.empty": "左の欄に数字をかいてください。",
  "figure.ownDigit.answer": "ネットワークの答え：{digit}、{percent}",

  "figure.hiragana.character": "文字",
  "figure.hiragana.paper": "手書きの文字",
  "figure.hiragana.placed": "くずし字と同じ形に配置",
  "figure.hiragana.padLabel": "マウス、ペン、指、キーボードで文字をかく欄",
  "figure.hiragana.empty": "左の欄に 10 文字のどれかをかいてください。",
  "figure.hiragana.answer": "ひらがなのネットワークの答え：{name}、{percent}",
  "figure.hiragana.digit": "数字のネットワークの答え：{digit}、{percent}",
  "figure.hiragana.means": "訓練用の画像の文字ごとの平均",

  "puzzle.pooledPlace": "ずらしてからプーリング",
  "puzzle.pooledPlace.question":
    "ある行でいちばん大きい値が {column} 列目にあります。画像を右へ {right} 列ずらします。次に最大プーリングで、" +
    "となり合う {window} 列ごとにいちばん大きい値を残します。この値は結果の何列目に来ますか。列は 1 から数えます。",
  "puzzle.pooledChanges": "ずらすと変わるもの",
  "puzzle.pooledChanges.question":
    "各行で、となり合う {window} 個ごとに大きいほうを残します（1 と 2 番目、3 と 4 番目、5 と 6 番目）。次に、画像を右へ 1 列ずらします。" +
    "左から 0 が入り、最後の列は消えます。プーリングの結果のうち、変わるのは何個ですか。",
  "puzzle.augmentedCount": "学習中に見る枚数",
  "puzzle.augmentedCount.question":
    "訓練用の画像が {pictures} 枚、テスト用の画像が {test} 枚あります。{epochs} エポック学習し、画像は見せるたびに無作為に変えます。" +
    "ネットワークは、変えた画像を全部で何枚見て学習しますか。",
  "puzzle.flatLength": "Flatten が並べる値",
  "puzzle.flatLength.question":
    "画像は {side} × {side} 画素、1 チャンネルです。3 × 3 のフィルター {first} 個、2 × 2 の最大プーリング、3 × 3 のフィルター {second} 個、" +
    "2 × 2 の最大プーリング、続いて Flatten です。値は何個になりますか。",
  "puzzle.wholeParameters": "パラメーター全部",
  "puzzle.wholeParameters.question":
    "画像は {side} × {side} 画素、1 チャンネルです。3 × 3 のフィルター {first} 個、2 × 2 の最大プーリング、3 × 3 のフィルター {second} 個、" +
    "2 × 2 の最大プーリング、Flatten、ニューロン {classes} 個の全結合層です。バイアスも含めて、パラメーターは全部で何個ですか。",
  "puzzle.argmaxRight": "正解の数",
  "puzzle.argmaxRight.question":
    "1 行が 1 枚の画像についてのネットワークの答えで、クラス 0、1、2、3 のパーセントです。横にラベルがあります。何枚が正解ですか。",
  "puzzle.percentages": "パーセント",
  "puzzle.ink": "インク",
  "puzzle.invertedSum": "反転した行",
  "puzzle.invertedSum.question":
    "明るい紙に暗いインクでかいた画像です。0 が黒、255 が白です。この行を反転します。画素の総和はいくつになりますか。",
  "puzzle.placedSide": "短いほうの辺",
  "puzzle.placedSide.question":
    "ある数字のインクは {rows} 行、{columns} 列に広がっています。配置では、長いほうの辺が {box} 画素になるように拡大・縮小します。" +
    "短いほうの辺は何画素になりますか。",
  "puzzle.massColumn": "重心",
  "puzzle.massColumn.question": "インクの重心は左から何列目にありますか。列は 1 から数えます。",
  "puzzle.confusion": "行：本当のクラス（0〜3）、列：ネットワークの答え（0〜3）",
  "puzzle.classRecall": "クラスの再現率",
  "puzzle.classRecall.question": "クラス {name} の再現率は何パーセントですか。",
  "puzzle.confusionAccuracy": "混同行列から正解率",
  "puzzle.confusionAccuracy.question": "この混同行列の正解率は何パーセントですか。",
  "puzzle.confusedWith": "間違えられる相手",
  "puzzle.confusedWith.question":
    "クラス {name} の画像は、どのクラスに間違えられることがいちばん多いですか。番号で答えてください。",
  "puzzle.sureOfStrangers": "知らない文字への自信",
  "puzzle.sureOfStrangers.question":
    "数字のネットワークに、数字を 8 枚とひらがなを 8 枚見せました。下の表は、答えにどれだけ自信があるかです。" +
    "{least} パーセント未満の答えは捨てます。それでも数字とされるひらがなは何枚ですか。",
  "puzzle.sureOfDigits": "数字への自信（％）",
  "puzzle.sureOfHiragana": "ひらがなへの自信（％）",

  "hint.pooledPlace": "まずずらします。1・2 列目が 1 列目に、3・4 列目が 2 列目になります。",
  "hint.notPooled": "それはプーリング前の列です。2 列が 1 列になります。",
  "hint.notMoved": "それはずらさないときの位置です。",
  "hint.movedAfterPooling": "プーリングのあとでずらしています。2 列のずれは、そこでは 1 マスです。",
  "hint.pooledChanges": "ずらした画像を書き、両方をプーリングして、1 マスずつ比べます。",
  "hint.countedPixels": "それは変わる画素の数です。比べる前に両方をプーリングします。",
  "hint.countedSame": "それは変わらない数です。変わるのはいくつですか。",
  "hint.someCross": "組の境目を越える値があります。",
  "hint.someStay": "変わらないものもあります。組を一つずつ比べてください。",
  "hint.augmentedCount": "1 エポックごとに、訓練用の画像を 1 回ずつ見せます。",
  "hint.anewEachEpoch": "エポックごとに、画像はあらためて変えられます。",
  "hint.testIsNotShown": "テスト用の画像からは学習しません。",
  "hint.insteadOfOriginals": "変えた画像は元の画像の代わりに、1 エポックに 1 回見せます。",
  "hint.flatLength":
    "3 × 3 のフィルターで 2 行 2 列減り、プーリングで半分になります。半端な行は捨てます。最後に行、列、マップの枚数を掛けます。",
  "hint.mapsForgotten": "それはマップ 1 枚分です。Flatten はすべてのマップを並べます。",
  "hint.rowsAndColumns": "マップには行と列があります。両方を数えます。",
  "hint.edgesAreLost": "3 × 3 のフィルターごとに、まず 2 行 2 列減ります。",
  "hint.mapsAreNotMultiplied": "2 番目の層のマップは、その層のフィルターと同じ枚数です。",
  "hint.wholeParameters":
    "フィルターの重みは、見るマップ 1 枚ごとに 3 × 3 個で、ほかにバイアスが一つあります。全結合のニューロンは、見る値ごとに重みが一つ、" +
    "ほかにバイアスが一つです。",
  "hint.allBiases": "バイアスがすべて抜けています。フィルターにもニューロンにも一つずつあります。",
  "hint.sliceForEveryMap": "2 番目のフィルターは何枚ものマップを見ます。1 枚ごとに 3 × 3 個です。",
  "hint.denseForgotten": "全結合層が抜けています。",
  "hint.convolutionsForgotten": "それは全結合層だけです。フィルターにもパラメーターがあります。",
  "hint.argmaxRight": "行ごとにいちばん大きい数を探します。0 から数えた列の番号が答えです。",
  "hint.classesFromZero": "最初の列はクラス 0 です。",
  "hint.wrongCounted": "それは不正解の枚数です。",
  "hint.noHalfNeeded": "50 より小さくても、いちばん大きい数が答えになります。",
  "hint.invertedSum": "まず、画素を一つずつ 255 から引きます。それから足します。",
  "hint.notInverted": "それは反転する前の総和です。",
  "hint.onceOnly": "総和を 255 から一度だけ引いています。255 から引くのは画素の一つ一つです。",
  "hint.from256": "白は 256 ではなく 255 です。0 も数えるので、値は 256 通りあります。",
  "hint.signInstead": "反転は、マイナスを付けることではありません。画素は 0 から 255 のままです。",
  "hint.placedSide": "長いほうの辺をいくつで割りますか。もう一方も同じ数で割ります。",
  "hint.tookAway":
    "両方の辺から同じだけ引いています。同じ数で割らないと、数字がつぶれてしまいます。",
  "hint.bothSides": "その長さになるのは長いほうの辺だけです。短いほうは短いままです。",
  "hint.notScaled": "それは元の短いほうの辺です。長いほうと同じように縮めます。",
  "hint.factorOnly": "それは割る数です。短いほうの辺をそれで割ります。",
  "hint.massColumn":
    "列ごとに足し、その総和に列の番号を掛けます。それらを足して、インク全体の量で割ります。",
  "hint.middleOfBox": "それは最初のインクと最後のインクの真ん中です。濃いところほど重く数えます。",
  "hint.countedFromZero": "おしい。最初の列を 1 と数えます。",
  "hint.heaviestColumn": "インクがいちばん多い列ですが、ほかの列も引っぱります。",
  "hint.classRecall": "そのクラスの行を見ます。対角線の数を、行全体の総和で割ります。",
  "hint.percentOfTheRow": "それは正解の枚数です。行全体の何パーセントですか。",
  "hint.columnInstead": "列、つまりネットワークがそう答えたもの全部で割っています。行で割ります。",
  "hint.thatIsAllClasses": "それは全クラスの正解率です。聞かれているのは 1 行だけです。",
  "hint.confusionAccuracy": "対角線の数を足し、すべてのマスの総和で割ります。",
  "hint.thoseAreMistakes": "それは不正解の割合です。",
  "hint.otherDiagonal": "それは反対の対角線です。行 0 と列 0 は左上で出会います。",
  "hint.firstClassOnly": "それはクラス 0 の再現率です。聞かれているのは全クラスです。",
  "hint.sureOfStrangers": "ひらがなだけを見ます。自信が、求められた数以上のものを数えてください。",
  "hint.sureWithoutReason":
    "見たことのないものにも、同じくらい自信をもつことがあります。ソフトマックスはクラスどうしを比べるだけです。",
  "hint.thrownAway": "それは捨てられるひらがなです。残るのは何枚ですか。",
  "hint.atTheLimit": "ちょうどその数の答えは、未満ではないので残ります。",
  "hint.thoseAreDigits": "それは数字です。ひらがなはもう一つの表にあります。",
  "hint.hiraganaOnly": "それは残る答え全部の数です。ひらがなは何枚ですか。",
  "hint.confusedWith":
    "そのクラスの行で、対角線のほかにいちばん大きい数を探します。0 から数えた列の番号が答えです。",
  "hint.diagonalIsRight": "対角線は正解です。不正解を探してください。",
  "hint.rowsAreTruth":
    "列を見ています。それは、そのクラスに間違えられたものです。行を見てください。",
  "hint.countInsteadOfClass": "それは回数です。どのクラスですか。",
};
