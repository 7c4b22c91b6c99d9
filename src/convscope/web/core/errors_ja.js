/** The sentences of the page's errors in Japanese: `{}` stands for what varies. */

/** @type {Record<string, string>} */
export const ERRORS_JA = {
  // How errors call a layer.
  'Layer "{}" ({})': "層「{0}」（{1}）",

  // What strangers' files hold.
  "The model file cannot be read ({}).": "モデルファイルを読めません（{0}）。",
  "Expected a model that convscope wrote.": "convscope が書いたモデルが必要です。",
  "Take another file, such as the model.safetensors of a run.":
    "別のファイル、たとえば訓練結果のフォルダーにある model.safetensors を選んでください。",
  "Take a smaller net: fewer layers, filters or units, smaller images.":
    "層、フィルター、ユニットを減らすか、画像を小さくして、小さいネットワークにしてください。",
  "{}: {}={}.": "{0}：{1}={2} となっています。",
  "Expected {}.": "{0} が必要です。",
  "Update convscope, or write the net with it.":
    "convscope を更新するか、convscope でネットワークを書き出してください。",
  "}.": "}。",
  'The layer name "{}" is used twice.': "層の名前「{0}」が重複しています。",
  "Names are unique.": "名前の重複は許されません。",
  "Give another name.": "別の名前を付けてください。",
  "Values of {} are infinite or not a number.": "{0} に無限大または数でない値があります。",
  "Expected finite numbers: with others every verdict is nonsense.":
    "有限の数が必要です。そうでないと、どの判定にも意味がありません。",
  "The training that wrote it went astray: train again with a lower learning rate, or take another file.":
    "このファイルを書き出した訓練は失敗しています。学習率を下げて訓練し直すか、別のファイルを選んでください。",
  "The model file's {} is {}.": "モデルファイルの {0} が {1} です。",
  "Take a file that convscope wrote, such as the model.safetensors of a run.":
    "convscope が書いたファイル、たとえば訓練結果のフォルダーにある model.safetensors を選んでください。",

  // The net as data.
  "The net's JSON lacks input or layers.":
    "ネットワークの JSON に input または layers がありません。",
  'Expected {"input": {"shape": [28, 28, 1]}, "layers": [{"kind": "Flatten"}, …]}.':
    '{"input": {"shape": [28, 28, 1]}, "layers": [{"kind": "Flatten"}, …]} の形が必要です。',
  'See a whole one with "convscope summary mnist --json".':
    "完全な例は「convscope summary mnist --json」で見られます。",
  "The net's format is {}.": "ネットワークの形式は {0} です。",
  "This version reads the formats {}.": "このバージョンで読める形式は {0} です。",
  "{} takes in {} of the layers before it.": "{0} は前の層のうち {1} 個を入力にしています。",
  "It takes in {}.": "入力にできる層は {0} 個です。",
  "The layers go in a circle: {}.": "層が輪になっています：{0}。",
  "Expected that every layer takes in only what was computed before it.":
    "どの層も、先に計算されたものだけを入力にする必要があります。",
  'Take one of these connections out, for example an input of "{}".':
    "このつながりのどれかを外してください。たとえば「{0}」の入力です。",
  '{} takes in "{}", which stands behind it.': "{0} は、後ろにある「{1}」を入力にしています。",
  "Write the net with convscope, which puts them in order.":
    "convscope でネットワークを書き出すと、順序が整います。",
  '{} takes in "{}", and no layer is called so.':
    "{0} は「{1}」を入力にしていますが、その名前の層はありません。",
  'Expected the name of another layer, or "input" for what goes into the net.':
    "ほかの層の名前か、ネットワークへの入力を表す「input」が必要です。",
  "Give the other layer this name.": "入力にする層にこの名前を付けてください。",
  'A layer is called "input" in a net whose layers name their inputs.':
    "各層が入力を名前で指定するネットワークに、「input」という名前の層があります。",
  "Expected another name: this one stands for what goes into the net.":
    "別の名前が必要です。「input」はネットワークへの入力を表します。",
  "Give the layer another name.": "層に別の名前を付けてください。",
  "Expected that every layer stands behind all that it takes in.":
    "どの層も、入力にする層より後ろになければなりません。",
  "No layer takes in {}.": "{0} を入力にする層がありません。",
  "Expected that all layers lead to the last one, which gives the answer.":
    "すべての層が、答えを出す最後の層につながっている必要があります。",
  "{}: inputs={}.": "{0}：inputs={1} となっています。",
  "Expected names of layers.": "層の名前が必要です。",
  'Layer "{}" joins {} of "{}" with {} of "{}".':
    "層「{0}」は「{2}」の {1} と「{4}」の {3} を合わせようとしています。",
  "Expected shapes that fit each other.": "たがいに合う形が必要です。",
  "Write the net with convscope, which says what would fit.":
    "convscope でネットワークを書き出すと、合うものが示されます。",
  "Update convscope: pip install --upgrade convscope.":
    "convscope を更新してください：pip install --upgrade convscope",
  'Unknown layer "{}".': "「{0}」という層はありません。",
  "Known: {}.": "あるのは次のものです：{0}。",
  "Use one of these.": "この中から選んでください。",
  'Unknown layer kind "{}".': "「{0}」という種類の層はありません。",
  "Update convscope, or use one of these.": "convscope を更新するか、この中から選んでください。",
  "{} lacks {}.": "{0} に {1} がありません。",
  "It needs {}.": "{0} が必要です。",
  "Write the net with convscope, which fills in every option.":
    "convscope で書き出すと、すべての項目が埋まります。",
  '{}: activation="{}".': '{0}：activation="{1}" となっています。',
  "Expected one of {}.": "{0} のどれかが必要です。",
  "The net is not valid JSON.": "ネットワークが正しい JSON ではありません。",
  'Expected {"input": …, "layers": […]}.': '{"input": …, "layers": […]} の形が必要です。',

  // Shapes.
  '{} received {}: its {}×{} window does not fit into {}×{} with padding="valid".':
    '{0} への入力は {1} で、{2}×{3} の窓が {4}×{5} に収まりません（padding="valid"）。',
  "It needs at least {} rows and {} columns.": "少なくとも {0} 行 {1} 列が必要です。",
  'Use padding="same", a smaller window, fewer pooling layers before it, or larger images.':
    'padding="same" にする、窓を小さくする、前のプーリング層を減らす、画像を大きくする、' +
    "のどれかを試してください。",
  "{} received {}, a flat vector.": "{0} への入力 {1} は一列のベクトルです。",
  "It slides over rows and columns and needs (height, width, channels).":
    "行と列の上を動くので（高さ、幅、チャンネル）が必要です。",
  "Put it before Flatten, GlobalAveragePooling2D and Dense.":
    "Flatten、GlobalAveragePooling2D、Dense より前に置いてください。",
  "{} received {}, a picture with rows and columns.": "{0} への入力 {1} は行と列のある画像です。",
  "It needs a flat vector, (features,).": "一列のベクトルが必要です。",
  "Put Flatten() or GlobalAveragePooling2D() before it.":
    "前に Flatten() か GlobalAveragePooling2D() を置いてください。",

  "{} received {} and cuts {} rows and {} columns off.":
    "{0} への入力は {1} で、{2} 行と {3} 列を切り取ります。",
  "Expected that something is left.": "何かが残る必要があります。",
  "Cut less off, or take larger images.": "切り取る量を減らすか、画像を大きくしてください。",
  "{} received {} for target_shape={}.": "{0} への入力は {1} で、target_shape={2} と合いません。",
  "Expected as many values in one as in the other.": "両方の値の数が同じである必要があります。",
  "{} received {} for shared_axes={}.": "{0} への入力は {1} で、shared_axes={2} と合いません。",
  "Expected axes from 1 to {}; the batch is axis 0.": "1～{0} の軸が必要です。軸 0 はバッチです。",
  "{} received {}, with {} means.": "{0} への入力は {1} ですが、平均は {2} 個あります。",
  "Expected one for all channels, or {}, and as many variances.":
    "全チャンネルに 1 個か、{0} 個が必要です。分散も同じ数にします。",
  "{} changes pictures at random while training.": "{0} は学習中に画像をランダムに変えます。",
  "The page trains nets without such layers.":
    "このページは、そのような層がないネットワークを学習させます。",
  "Train this net with convscope on a computer, or take the layer out.":
    "コンピューターの convscope で学習させるか、この層を外してください。",
  "{}: strides={} with dilation_rate={}.":
    "{0}：strides={1} と dilation_rate={2} の両方があります。",
  "One of the two is [1, 1].": "どちらか一方は [1, 1] にします。",
  "{}: groups={} for {} channels and {} filters.":
    "{0}：groups={1} に対して、チャンネルは {2}、フィルターは {3} です。",
  "{} received {} for output_padding={}.": "{0} に {1} が入りましたが、output_padding={2} です。",
  "Expected numbers below the strides with which something leaves.":
    "strides より小さく、出力が残る数が必要です。",
  "Expected groups that divide both without a rest.": "両方を割り切る groups が必要です。",

  // The model file.
  "The file's format is {}.": "ファイルの形式は {0} です。",
  "not given": "不明",
  'Expected a convscope model, format "{}".': "convscope のモデル（形式 {0}）が必要です。",
  "Give the model.safetensors of a run, or update convscope.":
    "訓練結果の model.safetensors を選ぶか、convscope を更新してください。",
  "The model file does not fit its own net: {}.":
    "モデルファイルがその中のネットワークと合いません：{0}。",
  "the tensor {} is missing": "テンソル {0} がありません",
  "{} has shape {}": "{0} の形は {1} です",
  "the tensors {} are too many": "テンソル {0} は余分です",
  "The net needs {}, in floating point.": "必要なのは浮動小数点の {0} です。",
  "no others": "余分のないもの",
  "Train again or take another file.": "訓練し直すか、別のファイルを使ってください。",
  "The file is not a whole safetensors file: {}.":
    "ファイルは完全な safetensors ファイルではありません：{0}。",
  "it has {} bytes": "大きさは {0} バイトです",
  "its header of {} bytes does not fit into {} bytes":
    "{0} バイトのヘッダーが {1} バイトに収まりません",
  "its header is not a JSON object": "ヘッダーが JSON のオブジェクトではありません",
  "the values of {} are {}, not {}": "{0} の値は {1} で、{2} ではありません",
  "the shape or the place of {} is not a list of whole numbers":
    "{0} の形または位置が整数の列ではありません",
  "{} should be {} bytes at {}–{}": "{0} は {2}–{3} の {1} バイトのはずです",
  "Expected a model file that convscope wrote to its end.":
    "convscope が最後まで書き出したモデルファイルが必要です。",
  "Copy it again, or take the model.safetensors of another run.":
    "もう一度コピーするか、別の訓練結果の model.safetensors を使ってください。",

  // Training in the page.

  // The net at work.
  "There is no model yet.": "まだモデルがありません。",
  "Expected a model to be loaded first.": "先にモデルを読み込む必要があります。",
  "Load a model file, then draw.": "モデルファイルを読み込んでから描いてください。",
  "The input has {} values.": "入力の値は {0} 個です。",
  "The net needs {}, {}.": "ネットワークには {0} 個、{1} が必要です。",
  "Bring the picture to the size of the net's input first.":
    "先に画像をネットワークの入力の大きさに合わせてください。",
  "The net has not answered for {} seconds.": "ネットワークが {0} 秒たっても答えません。",
  "Expected an answer by then; a large net on a busy machine may need longer.":
    "通常はこの時間内に答えます。ネットワークが大きいときやコンピューターが混み合っているときは、もっとかかることがあります。",
  "Draw again; if that does not help, reload the page or take a smaller net.":
    "もう一度描いてください。それでも変わらなければ、ページを再読み込みするか、小さいネットワークを使ってください。",
  'Layer "{}": received {} coordinates.': "層「{0}」：座標が {1} 個あります。",
  "Its shape is {}: a neuron has {}.": "形は {0} で、ニューロンの座標は {1} 個です。",
  'Layer "{}": there is no neuron at {}.': "層「{0}」：{1} にニューロンはありません。",
  "Its shape is {}: {} go from 0 to {}.": "形は {0} で、{1} は 0 から {2} までです。",
  "Ask for example for ({}).": "たとえば（{0}）を選んでください。",
  rows: "行",
  columns: "列",
  channels: "チャンネル",
  indices: "番号",
  'Layer "{}" comes after the {}.': "層「{0}」は {1} より後にあります。",
  'Only layers up to "{}" can change it.': "それを変えられるのは「{0}」までの層です。",
  'Ask for a neuron of "{}" or of a layer before it.':
    "「{0}」かその前の層のニューロンを選んでください。",
  "{}: received {}.": "{0} は {1} でした。",
  "The net has {} classes, 0 to {}.": "ネットワークのクラスは 0 から {1} までの {0} 個です。",
  "Give a number from 0 to {}.": "0 から {0} までの数を指定してください。",

  // The server.
  "The page's server does not answer.": "このページのサーバーが応答しません。",
  "Expected convscope to be still running in its terminal.":
    "ターミナルで convscope が動いている必要があります。",
  "Start it again in its terminal. Where it prints another address, open that one.":
    "ターミナルでもう一度起動してください。別のアドレスが表示されたら、それを開いてください。",
  "{} is not what this page's server sends.":
    "{0} の内容が、このページのサーバーのものではありません。",
  "Expected JSON from convscope itself; something else may listen on this port now.":
    "convscope からの JSON が必要です。別のプログラムが同じポートを使っているかもしれません。",
  "{}: the server answered {}.": "{0}：サーバーの応答は {1} でした。",
  "Expected a file of this page from convscope itself.": "convscope からのファイルが必要です。",

  // Drawings.
  "Strokes are not JSON: {}.": "線の集まりが JSON ではありません：{0}。",
  "Strokes are {}.": "線の集まりが {0} になっています。",
  "One stroke is {}.": "線の一本が {0} になっています。",
  "A stroke has the point {}.": "線に {0} という点があります。",
  "Expected a list of strokes, each a list of points [x, y, time_ms] or [x, y, time_ms, pressure] with x and y 0–1 of the pad's side.":
    "点 [x, y, time_ms] または [x, y, time_ms, pressure] の列の列が必要です。" +
    "x と y は描画エリアの辺に対する 0–1 の割合です。",
  "Give what `strokes_to_json` or the page's drawing pad wrote.":
    "`strokes_to_json` またはページの描画エリアが書き出したものを渡してください。",
  "Leave the point out or give it finite numbers.": "その点を除くか、有限の数にしてください。",
  'Unknown placement "{}".': "「{0}」という配置はありません。",

  // Training in the page.
  "The training broke off: its worker failed.":
    "学習が途中で止まりました。計算係が動かなくなりました。",
  "Expected enough memory for the net and a batch.":
    "ネットワークとバッチに足りるメモリーが必要です。",
  "Begin again with a smaller batch or a smaller net.":
    "バッチかネットワークを小さくして、始めからやり直してください。",
  "The examples' inputs are {} values.": "学習例の入力は全部で {0} 個の値です。",
  "The net takes {}: {} for each example.":
    "ネットワークの入力は {0} で、学習例ごとに {1} 個の値が必要です。",
  "Bring at least one picture to the size of the net's input first.":
    "先に少なくとも一枚の画像を、ネットワークの入力の大きさに合わせてください。",
  "There are {} examples and {} labels.": "学習例は {0} 個、ラベルは {1} 個です。",
  "Expected a label for each example.": "学習例の一つ一つにラベルが必要です。",
  "Label every picture, or leave out those without a label.":
    "すべての画像にラベルを付けるか、ラベルのない画像を除いてください。",
  "One label is {}.": "ラベルの一つが {0} です。",
  "The net tells {} classes apart: labels are 0 to {}.":
    "ネットワークが見分けるのは {0} クラスで、ラベルは 0 から {1} までです。",
  "Give the net's last layer one unit per class.":
    "最後の層のユニットを、クラスの数だけにしてください。",
  'Unknown initializer "{}".': "「{0}」という初期化方法はありません。",
  'Unknown loss "{}".': "「{0}」という損失はありません。",
  'Unknown optimizer "{}".': "「{0}」という最適化手法はありません。",
  'Unknown option of {}: "{}".': "{0} に「{1}」という項目はありません。",
  'Unknown tensor "{}".': "「{0}」というテンソルはありません。",
  "With {} images in a batch the net needs {}.":
    "バッチの画像が {0} 枚だと、ネットワークに {1} のメモリーが必要です。",
  "The page takes at most {}.": "ページが使うのは最大で {0} です。",
  "Take batches of at most {}, or a smaller net.":
    "バッチを {0} 枚までにするか、ネットワークを小さくしてください。",
  "The net has nothing to learn: no layer has weights.":
    "重みを持つ層がないので、ネットワークは何も学習できません。",
  "Expected at least one that has.": "重みを持つ層が少なくとも一つ必要です。",
  "Add a Dense layer.": "Dense 層を加えてください。",
  "The weights to begin with hold {} values of {}.":
    "最初の重みに入っている {1} の値は {0} 個です。",
  "Take the weights of a model with the same net.":
    "同じネットワークのモデルの重みを使ってください。",
  "Learning rate: received {}.": "学習率が {0} になっています。",
  "Expected a number above 0.": "0 より大きい数が必要です。",
  "Try {}.": "{0} を試してください。",
  "Try 32.": "32 を試してください。",
  "There is no training yet.": "まだ学習が始まっていません。",
  "Expected a net and examples first.": "先にネットワークと学習例が必要です。",
  "Begin a training, then take steps.": "学習を始めてから、一歩ずつ進めてください。",
  "The seed is {}.": "乱数の種が {0} になっています。",
  "Expected a whole number from 0.": "0 以上の整数が必要です。",
  "Try 0.": "0 を試してください。",
  "The batch size is {}.": "バッチの大きさが {0} になっています。",
  "Expected a whole number from 1 to {}.": "1 から {0} までの整数が必要です。",
  "The loss is {} in step {} of epoch {}.":
    "エポック {2} のステップ {1} で損失が {0} になりました。",
  "Expected a finite number: the weights have grown without bound.":
    "有限の数が必要です。重みが限りなく大きくなっています。",
  "Begin again with a lower learning rate.": "学習率を下げて、始めからやり直してください。",

  // A fault of ours.
  "convscope failed: {}.": "convscope で問題が起きました：{0}。",
  "This is a bug of convscope, not of yours.": "これは convscope の不具合です。",
  "Reload the page; if it happens again, report it with this text.":
    "ページを再読み込みしてください。再び起きる場合は、この文を添えてお知らせください。",
};
