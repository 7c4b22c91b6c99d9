/** The texts of colour, photographs and looking inside a net, in Japanese. */

export const PHOTOGRAPHS_JAPANESE = {
  "figure.recipe.recipe": "レシピ",
  "figure.recipe.plain": "そのまま",
  "figure.recipe.dropout": "ドロップアウト",
  "figure.recipe.augmented": "データ拡張",
  "figure.recipe.epoch": "エポック",
  "figure.recipe.scale": "横は 1〜{epochs} エポック、縦は正解率（0〜100 %）です。",
  "figure.recipe.answer": "{epoch} エポックのあと：訓練用 {training}、検証用 {validation}",
  "figure.recipe.best":
    "検証データの損失がいちばん小さいのは {epoch} エポックのあとの {least} で、終わりには {last} です。",

  "figure.series.each": "物ごとの枚数",
  "figure.series.unit": "テスト用に選ぶもの",
  "figure.series.unit.photos": "画像",
  "figure.series.unit.things": "物（その画像をすべて）",
  "figure.series.again": "投げ直して選び直す",
  "figure.series.answer": "テスト用の画像 {count} 枚中 {right} 枚が正解：{percent}",
  "figure.series.counts":
    "訓練用 {train} 枚、テスト用 {test} 枚。このうち {same} 枚は、いちばん似ている訓練用の画像が同じ物です。",
  "figure.series.pairs": "テスト用の画像 4 枚と、それぞれにいちばん似ている訓練用の画像",
  "figure.series.test": "テスト：{label}",
  "figure.series.train": "学習：{label}",
  "figure.series.heads": "表",
  "figure.series.tails": "裏",
  "figure.series.sameThing": "同じ物",
  "figure.series.otherThing": "別の物",

  "figure.inside.net": "ネットワーク",
  "figure.inside.net.plain": "点なしで学習",
  "figure.inside.net.marked": "7 のすべてに点を付けて学習",
  "figure.inside.dot": "隅に点を付ける",
  "figure.inside.picture": "画像（おおいをかけられます）",
  "figure.inside.pictureLabel": "画像。矢印キーでおおいが動きます。",
  "figure.inside.heat": "根拠のヒートマップ",
  "figure.inside.coverStrongest": "いちばん強い根拠をおおう",
  "figure.inside.uncover": "おおいを外す",
  "figure.inside.first":
    "第 1 層：フィルター {count} 個（黒が負、白が正）。下はそれぞれのマップ、{height} × {width}",
  "figure.inside.second": "第 2 層：マップ {count} 枚、{height} × {width}",
  "figure.inside.maps": "マップ {count} 枚。そのうち {silent} 枚はどこも 0",
  "figure.inside.score": "「{digit}」のスコア：{before}。",
  "figure.inside.covered":
    "{top}〜{bottom} 行目、{left}〜{right} 列目をおおうと、「{digit}」のスコアは {before} から {after} になります。",
  "figure.inside.strongest":
    "「{digit}」のいちばん強い根拠：{top}〜{bottom} 行目、{left}〜{right} 列目。おおうとスコアが {most} 下がります。",

  "puzzle.colourParameters": "カラー画像のフィルター",
  "puzzle.colourParameters.question":
    "{filters} 個の {window} × {window} のフィルターが、赤・緑・青のカラー画像の上を動きます。バイアスも含めて、パラメーターは何個ですか。",
  "puzzle.largestGap": "いちばん大きな差",
  "puzzle.largestGap.question":
    "同じエポックで比べると、訓練用の正解率は検証用より最大で何ポイント高いですか。",
  "puzzle.curves": "エポック、訓練データの正解率、検証データの正解率（パーセント）",
  "puzzle.mirrorColumn": "ずらして裏返す",
  "puzzle.mirrorColumn.question":
    "画像は {width} 列です。ある画素が {column} 列目にあります。画像を右へ {right} 列ずらし、次に左右に裏返します。この画素は何列目に" +
    "来ますか。列は 1 から数えます。",
  "puzzle.folders": "フォルダーの名前",
  "puzzle.classOutput": "フォルダーと出力",
  "puzzle.classOutput.question":
    "フォルダーは、名前を文字として並べ替えます。フォルダー {folder} はどの出力になりますか。出力は 0 から数えます。",
  "puzzle.honestAccuracy": "同じ画像を除くと",
  "puzzle.honestAccuracy.question":
    "テスト用の画像 {all} 枚のうち {copies} 枚は、訓練用の画像とほとんど同じで、すべて正解でした。正解は全部で {right} 枚です。" +
    "残りのテスト用の画像では、何パーセントが正解ですか。",
  "puzzle.labelCeiling": "テストの間違ったラベル",
  "puzzle.labelCeiling.question":
    "テスト用の画像が {pictures} 枚あります。{wrongLabels} 枚はラベルが間違っていて、ネットワークは本当に写っているものを答えるので、ラベルと" +
    "合いません。ほかの画像のうち {mistakes} 枚は、ネットワークが間違えます。テストの正解率は何パーセントになりますか。",
  "puzzle.evidence": "根拠",
  "puzzle.evidenceWindow": "スコアの下がり方",
  "puzzle.evidenceWindow.question":
    "スコアは「画素 × 重み」の総和です。{row} 行目と {nextRow} 行目の、{column} 列目と {nextColumn} 列目を紙（0）でおおいます。" +
    "スコアはいくつ下がりますか。",
  "puzzle.evidenceShare": "隅にある根拠",
  "puzzle.evidenceShare.question": "根拠全体の何パーセントが、左上の隅（2 行 2 列）にありますか。",
  "puzzle.shortcutCount": "点のおかげの正解",
  "puzzle.shortcutCount.question":
    "あるネットワークは、点のある画像をどれも 7 と答えます。点がなければ 7 とは答えず、ほかの数字にはすべて正解します。画像は 10 種類の数字が" +
    "それぞれ {perDigit} 枚です。7 のうち {sevens} 枚と、ほかの数字のうち全部で {others} 枚に点があります。正解は何枚ですか。",

  "hint.colourParameters":
    "赤、緑、青の重みを数え、バイアスを一つ足します。それにフィルターの数を掛けます。",
  "hint.threeSlices": "チャンネルごとに別の重みがあります。三倍です。",
  "hint.filterBiases": "バイアスが抜けています。フィルターごとに一つあります。",
  "hint.oneBiasPerFilter": "バイアスはフィルターごとに一つで、チャンネルごとではありません。",
  "hint.parametersOfOneFilter": "それはフィルター 1 個分です。",
  "hint.largestGap": "列ごとに、2 行目から 3 行目を引きます。いちばん大きいものが答えです。",
  "hint.gapNotEpoch": "それはエポックです。そこでの差はいくつですか。",
  "hint.lastGap": "それは終わりの差です。その前にもっと大きな差がありました。",
  "hint.sameEpoch": "その二つの数は、別のエポックのものです。",
  "hint.mirrorColumn": "列の番号に、ずらした分を足します。裏返すと、最初の列が最後の列になります。",
  "hint.mirrorCountsFromOne": "1 列目は最後の列になります。一つ違います。",
  "hint.moveForgotten": "先に画像をずらしています。",
  "hint.mirroredFirst": "先に裏返しています。その前にずらします。",
  "hint.mirrorForgotten": "それは裏返す前の列です。",
  "hint.classOutput": "名前を 1 文字目から比べます。10 は 2 より前です。それから 0 から数えます。",
  "hint.sortedAsNumbers": "それは数としての順番です。名前は文字として 1 文字目から比べます。",
  "hint.firstOutputIsZero": "おしい。最初の出力は 0 です。",
  "hint.nameIsNoOutput": "それはフォルダーの名前です。並べ替えたときの位置を答えてください。",
  "hint.honestAccuracy": "正解の枚数からも全体の枚数からも、同じ画像を除きます。",
  "hint.withCopies": "それはテスト全体の割合です。同じ画像がまだ入っています。",
  "hint.ofTheNewOnes": "それは新しい画像のうち正解の枚数です。新しい画像の何パーセントですか。",
  "hint.onlyHowMany": "それは枚数です。新しい画像の何パーセントが正解ですか。",
  "hint.labelCeiling": "正解と数えるのは、ネットワークの答えとラベルが同じ画像です。",
  "hint.labelsAreWrongToo": "ラベルが間違っていると、正しい答えも不正解と数えられます。",
  "hint.netErrsToo": "ラベルが正しい画像でも、ネットワークは間違えます。",
  "hint.percentAskedFor": "それは正解と数える枚数です。何パーセントですか。",
  "hint.shareOfErrors": "それは不正解と数える割合です。",
  "hint.evidenceWindow": "変わるのはおおった画素だけです。そこの「画素 × 重み」を足します。",
  "hint.scoreLeft": "それは残ったスコアです。いくつ下がりましたか。",
  "hint.wholeScore": "それはスコアの全体です。おおったのは画像の一部だけです。",
  "hint.fallIsPositive": "符号が逆です。5 から 3 へ下がれば、2 下がったことになります。",
  "hint.inkOnly": "それはおおった画素だけの総和です。それぞれに重みを掛けます。",
  "hint.weightsUnderCover": "それはおおいの下の重みだけの総和です。それぞれに画素を掛けます。",
  "hint.evidenceShare": "隅の総和を、すべてのマスの総和で割り、100 を掛けます。",
  "hint.sumInstead": "それは隅の総和です。根拠全体の何パーセントですか。",
  "hint.shareOfTheRest": "それは隅の外側にある割合です。",
  "hint.shareOfCells": "それは隅のマスの数の割合です。マスの中の数を足してください。",
  "hint.shortcutCount": "正解は、点のある 7 と、点のないほかの数字です。",
  "hint.sevensWithoutDot": "点のない 7 は不正解です。そこでは 7 と答えません。",
  "hint.othersWithDot": "点のあるほかの数字は不正解です。7 と答えてしまいます。",
  "hint.wrongOnes": "それは不正解の枚数です。正解は何枚ですか。",
  "hint.allRight": "それは画像全部の枚数です。点にだまされるのはどれですか。",
  "hint.sevensOnly": "それは正解した 7 の枚数です。点のないほかの数字も正解です。",
};
