/** The texts of lines and going downhill, in Japanese. */

export const DESCENT_JAPANESE = {
  "figure.line.slope": "傾き",
  "figure.line.intercept": "切片",
  "figure.line.last": "5 人目の点数",
  "figure.line.showBest": "いちばんよい直線を表示する",
  "figure.line.hours": "時間 x",
  "figure.line.marks": "点数 y",
  "figure.line.prediction": "予測",
  "figure.line.error": "誤差",
  "figure.line.square": "二乗誤差",
  "figure.line.sum": "あなたの直線：二乗誤差の総和は {sum} です。",
  "figure.line.best":
    "いちばんよい直線（破線）：y = {slope} × x + {intercept}。二乗誤差の総和は {sum} です。",

  "figure.rounds": "{count} 回くり返す",

  "figure.trying.x": "x の推測",
  "figure.trying.y": "y の推測",
  "figure.trying.now": "{count} 回のあと：x = {x}、y = {y}",
  "figure.trying.equation":
    "{a} × {x} + {b} × {y} = {left}。{wanted} になるはずなので、誤差は {error} です。",
  "figure.trying.together": "二乗誤差の総和は {sum} です。",
  "figure.trying.push":
    "{unknown} の次の変化：−{rate} × ({first} × {firstError} + {second} × {secondError}) = {change}",
  "figure.trying.lines":
    "2 本の直線の図。それぞれの線の上で、方程式が一つ成り立ちます。交わるところが解です。",

  "figure.descent.start": "出発点",
  "figure.descent.rate": "学習率",
  "figure.descent.now": "{count} 歩のあと：a = {a}、損失は {loss}、傾きは {slope} です。",
  "figure.descent.next": "次の一歩：{a} − {rate} × {slope} = {then}",
  "figure.descent.outside": "ここは図の外です。",
  "figure.descent.ranAway": "数が遠くへ飛んでいきました。学習率を小さくしてください。",

  "figure.surface.levels": "傾きと切片の図。閉じた線は、損失が同じところを結びます。",
  "figure.surface.now": "{count} 歩のあと：y = {slope} × x + {intercept}、損失は {loss} です。",
  "figure.surface.gradient": "ここでの勾配：傾きの向きに {slope}、切片の向きに {intercept}。",

  "puzzle.lineError": "一点での誤差",
  "puzzle.lineError.question":
    "傾きが {slope}、切片が {intercept} の直線があります。x = {x}、y = {y} の点で、この直線の誤差は" +
    "いくつですか。符号にも気をつけてください。",
  "puzzle.squaredErrors": "二乗誤差を足す",
  "puzzle.squaredErrors.question":
    "傾きが {slope}、切片が {intercept} の直線があります。三つの点での二乗誤差を足すと、いくつになりますか。",
  "puzzle.points": "点（上が x、下が y）",
  "puzzle.bestHeight": "いちばんよい水平な直線",
  "puzzle.bestHeight.question":
    "傾きが 0 の直線は、どこでも同じ高さです。下の五つの点について、二乗誤差の総和がいちばん小さくなるのは、" +
    "高さがいくつのときですか。",
  "puzzle.heights": "五つの点の y",
  "puzzle.guessError": "推測の誤差",
  "puzzle.guessError.question":
    "{a} × x + {b} × y が {wanted} になるはずです。推測が x = {x}、y = {y} なら、誤差はいくつですか。" +
    "符号にも気をつけてください。",
  "puzzle.rearranged": "式を変形して解く",
  "puzzle.rearranged.question":
    "{a} × x + {b} × y は {first} になり、{c} × x + {d} × y は {second} になります。x はいくつですか。",
  "puzzle.betterGuess": "一回だけ直す",
  "puzzle.betterGuess.question":
    "{a} × x + {b} × y は {first} に、{c} × x + {d} × y は {second} になるはずです。推測は x = {x}、y = 0 です。" +
    "押す力の {rate} 倍だけ動かします。一回のあと、x はいくつになりますか。",
  "puzzle.descentStep": "一歩",
  "puzzle.descentStep.question":
    "a は {a} です。そこでの傾きは {slope}、学習率は {rate} です。勾配降下法で一歩進むと、a はいくつになりますか。",
  "puzzle.twoSteps": "二歩",
  "puzzle.twoSteps.question":
    "ある曲線の傾きは、a のところで 2 × (a − {lowest}) です。a は {start} から始まり、学習率は {rate} です。" +
    "二歩進むと、a はいくつになりますか。",
  "puzzle.slopeGradient": "直線の勾配",
  "puzzle.slopeGradient.question":
    "傾きが {slope}、切片が {intercept} の直線があります。損失は、二つの点での二乗誤差の平均です。" +
    "勾配のうち、直線の傾きにあたる数はいくつですか。",

  "hint.lineError": "「傾き × x + 切片」が予測です。そこから y を引いてください。",
  "hint.predictionOnly": "それは予測です。誤差は、予測から y を引いたものです。",
  "hint.interceptForgotten": "切片が抜けています。「傾き × x」に切片を足します。",
  "hint.alreadySquared": "それは二乗誤差です。聞いているのは誤差です。",
  "hint.squaredErrors": "まず三つの誤差を求めます。それぞれを二乗してから足してください。",
  "hint.notSquared": "誤差をそのまま足しています。先にそれぞれを二乗します。",
  "hint.distancesOnly": "誤差の符号を取って足しています。誤差は二乗します。",
  "hint.squaredTooLate": "足してから二乗しています。一つずつ二乗してから足します。",
  "hint.squareIsPositive": "負の数も、二乗すれば正になります。引くものはありません。",
  "hint.bestHeight":
    "高さを一つ決めて二乗の総和を求め、別の高さでも試してください。平均を考えてもかまいません。",
  "hint.middlePoint":
    "それは、大きさの順に並べたときの真ん中の点です。遠い点は、直線をもっと強く引き寄せます。",
  "hint.halfWay": "それは、いちばん低い点と高い点の中間です。ほかの点も効きます。",
  "hint.notDivided": "それは五つの総和です。点の数で割ってください。",
  "hint.guessError": "推測を左辺に入れて計算し、なるはずの数を引いてください。",
  "hint.wantedMinusLeft": "符号が逆です。「左辺 − なるはずの数」です。",
  "hint.leftSideOnly": "それは左辺の値です。なるはずの数を引いてください。",
  "hint.unknownsSwapped": "x と y が入れ替わっています。",
  "hint.rearranged":
    "二つの式をそれぞれ何倍かして、y に掛かる数をそろえます。それから一方を他方から引いてください。",
  "hint.otherUnknown": "それは y です。聞いているのは x です。",
  "hint.signOfSolution": "符号が逆です。",
  "hint.betterGuess":
    "誤差を二つとも求めます。それぞれに、その式で x に掛かる数を掛けて足し、決められた倍率を掛けてください。",
  "hint.pushedAlong": "押す力と同じ向きに動かしています。逆に動かします。",
  "hint.wholePush": "押す力をそのまま使っています。決められた倍率を掛けます。",
  "hint.firstEquationOnly": "一つ目の式しか使っていません。二つ目の式も押します。",
  "hint.pushOfTheOther": "それは y を押す力です。誤差には、x に掛かる数を掛けます。",
  "hint.changeOnly": "それは変化の量です。推測に足してください。",
  "hint.descentStep": "傾きに学習率を掛けます。その積を a から引いてください。",
  "hint.uphill": "それでは上ってしまいます。積は足すのではなく、引きます。",
  "hint.rateForgotten": "傾きに学習率を掛けていません。",
  "hint.wayOnly": "それは一歩で動く長さです。出発点は a です。",
  "hint.slopeForgotten": "学習率だけを引いています。先に傾きを掛けます。",
  "hint.twoSteps": "傾きの式に a を入れて一歩進み、着いたところでもう一度同じことをしてください。",
  "hint.oneStepOnly": "それは一歩目のあとです。そこからもう一歩進みます。",
  "hint.slopeNotRenewed": "一歩進むと傾きも変わります。もう一度計算してください。",
  "hint.slopeGradient": "二つの点について「2 × 誤差 × x」を求め、平均してください。",
  "hint.gradientOfIntercept": "それは切片にあたる数です。誤差に x も掛けてください。",
  "hint.meanForgotten": "それは二つの点の総和です。平均してください。",
};
