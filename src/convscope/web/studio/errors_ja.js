/** The sentences of the server's errors in Japanese: `{}` stands for what varies. */

/** @type {Record<string, string>} */
export const STUDIO_ERRORS_JA = {
  // Names that are not known.
  'Unknown {} "{}".': "{0}「{1}」はありません。",
  "Known: {}.": "使える名前：{0}。",
  'Did you mean "{}"?': "「{0}」のことですか？",
  "Use one of these.": "この中から選んでください。",

  // What a page sends.
  "{}: received {}.": "{0} に {1} が送られました。",
  "{}: received {} images.": "{0} の画像は {1} 枚です。",
  "{}: received nothing.": "{0} に何も送られませんでした。",
  '{}: received "{}".': "{0} に「{1}」が送られました。",
  "Expected a whole number from {} to {}.": "{0} から {1} までの整数が必要です。",
  "Leave it out for {}.": "省くと {0} になります。",
  'Expected a JSON object with "{}", {}.': "「{0}」（{1}）を含む JSON オブジェクトが必要です。",
  "Expected a JSON object.": "JSON オブジェクトが必要です。",
  "The body of {} bytes is no JSON.": "送られた {0} バイトは JSON ではありません。",
  "Reload the page; if that does not help, this is a bug of convscope.":
    "ページを読み込み直してください。それでも直らないなら、convscope の不具合です。",
  "Reload the page.": "ページを読み込み直してください。",
  "Expected an address of convscope's page.": "convscope のページのアドレスが必要です。",
  "Open / instead.": "/ を開いてください。",
  "This is a bug of convscope, not of yours.": "これは convscope の不具合です。",
  "Please report it with what the terminal shows.":
    "ターミナルに表示された内容を添えて報告してください。",
  'The request names the host "{}".': "ホスト「{0}」あての要求です。",
  'The request comes from "{}".': "「{0}」からの要求です。",
  "Open the address that convscope printed.": "convscope が表示したアドレスを開いてください。",

  // Collections of one's own images.
  "{} exists already.": "{0} はすでにあります。",
  "Expected a name that is free.": "使われていない名前が必要です。",
  "Expected a name of at most {} bytes, with a letter or sign in it{}":
    "文字や記号を含む名前が必要です（{0} バイト以内）{1}",
  ", and none that names a split.":
    "。ただし、訓練用・検証用・テスト用などの区分を表す名前は使えません）。",
  ", such as #3355aa.": "（例：#3355aa）。",
  ".": "。",
  "{} has no image {}.": "{0} に画像 {1} はありません。",
  "Expected one that is in the collection.": "コレクションにある画像が必要です。",
  "{} is full: {} images, {} bytes.": "{0} はいっぱいです（画像 {1} 枚、{2} バイト）。",
  "Expected at most {} images and {} bytes.": "画像は {0} 枚、容量は全部で {1} バイトまでです。",
  "Begin another collection, or delete images.":
    "別のコレクションを始めるか、画像を削除してください。",
  "Expected at most {} names that differ.": "互いに異なる名前が {0} 個まで必要です。",
  "Give each class a name of its own.": "クラスごとに違う名前を付けてください。",
  "{} has {} classes.": "{0} には {1} 個のクラスがあります。",
  "Expected at most {}.": "{0} までです。",
  "Remove one first.": "先に一つ取り除いてください。",
  "{}: the bin is empty.": "{0} のごみ箱は空です。",
  "Expected something that was deleted.": "削除されたものが必要です。",
  "There is nothing to bring back.": "元に戻すものはありません。",
  "The image cannot be read: {}.": "画像を読めません：{0}。",
  "{}: {} cannot be read: {}.": "{0}：{1} を読めません：{2}。",
  "Expected the file as it was when the data were read.":
    "データを読み込んだときのままのファイルが必要です。",
  "Put it back, or load the page again.": "ファイルを元に戻すか、ページを読み込み直してください。",
  "The image of {} bytes cannot be read: {}.": "{0} バイトの画像を読めません：{1}。",
  "Expected a whole image as png, jpg or webp.":
    "png、jpg、webp のどれかの、欠けていない画像が必要です。",
  "Save it again as jpg or png; nothing of it was kept.":
    "jpg か png で保存し直してください。この画像は保存していません。",
  "Expected names.": "名前が必要です。",
  "Give texts.": "文字列を送ってください。",
  "Expected names of images, or a class.": "画像の名前か、クラスが必要です。",
  "Choose some that are shown.": "表示されているものから選んでください。",

  // Data and labels.
  "Expected names of 1 to {} images.": "1 から {0} 枚の画像の名前が必要です。",
  "{}: there is nothing to take back.": "{0} には取り消すものがありません。",
  "Expected a decision about its images.": "画像についての変更が必要です。",
  "The labels are as they were found.": "ラベルは最初のままです。",
  "Expected a data set.": "データセットが必要です。",
  "Choose one of the list.": "一覧から選んでください。",
  "Expected at least 3 for a map.": "地図には少なくとも 3 枚必要です。",
  "Choose another split.": "別の区分を選んでください。",
  "{}: its columns are {}.": "{0} の列は {1} です。",
  "{}: the corrections leave no image to train on.":
    "{0} の訂正のとおりにすると、訓練用の画像がなくなります。",
  "Expected at least one.": "少なくとも 1 枚必要です。",
  "Take some of them back.": "訂正をいくつか取り消してください。",
  "Expected the number of the decision, an image, perhaps a class, a split, and yes.":
    "変更の番号、画像、必要ならクラスと区分、そして yes が必要です。",

  // Runs.
  "{} has no model yet.": "{0} にはまだモデルがありません。",
  "Expected a run with at least one epoch.": "少なくとも 1 エポック訓練した結果が必要です。",
  "Wait for the end of its first epoch.": "最初のエポックが終わるまでお待ちください。",
  "Expected two to {} different runs.": "2 個から {0} 個の異なる訓練結果が必要です。",
  "Choose them in the table.": "表で選んでください。",
  "{} has no verdicts on test images.": "{0} にはテスト画像の判定がありません。",
  "Expected a finished run on data with test images.":
    "テスト画像のあるデータで、最後まで訓練した結果が必要です。",
  "Wait until it is finished.": "終わるまでお待ちください。",
  "There is no image {}.": "画像 {0} はありません。",
  "Expected a number below {}.": "{0} より小さい番号が必要です。",
  "Choose one that is shown.": "表示されているものから選んでください。",
  "{} is being trained.": "{0} は訓練中です。",
  "Expected a run that rests.": "訓練中でないものが必要です。",
  "Stop it first.": "先に停止してください。",
  "The bin holds a run {} already.": "ごみ箱に同じ名前の {0} があります。",
  "Expected room for this one.": "これを入れる場所が必要です。",
  "Empty the bin first: remove {}": "先にごみ箱を空にしてください。削除するもの：{0}",
  "There is a run {} again.": "{0} という訓練結果がまたできています。",
  "Expected its name to be free.": "その名前が使われていない必要があります。",
  "Delete that one.": "そちらを削除してください。",
  "Expected a text of at most {} letters{}": "文が必要です（{0} 文字以内）{1}",
  "Give another one.": "別のものにしてください。",
  "{}: all names are taken.": "{0} に使える名前が残っていません。",
  "Expected a free one.": "使われていない名前が必要です。",
  "Delete some runs.": "訓練結果をいくつか削除してください。",
  "{} is not being trained.": "{0} は訓練中ではありません。",
  "Expected a running one.": "訓練中のものが必要です。",
  "Expected a run that a process is writing.": "訓練中のものが必要です。",
  "Stop the training of a run that is running.": "訓練中のものを選んで停止してください。",
  "There is nothing to stop.": "停止するものはありません。",
  "{}: the images have changed since {} was trained on them.":
    "{0} の画像は、{1} を訓練したときから変わっています。",
  "Expected the images that the net was trained and tested on.":
    "ネットワークの訓練とテストに使った画像が必要です。",
  "Put them back, or train anew: convscope train {}":
    "画像を元に戻すか、訓練し直してください：convscope train {0}",
  "The images of {} cannot be loaded from {}: {}": "{0} の画像を {1} から読み込めません：{2}",
  "{} Paths count from the folder in which the run was trained.":
    "{0} パスは、訓練したフォルダーから数えます。",

  // The queue and the folders of runs.
  "Entry {} of the queue is {}.": "待ち行列の {0} 番は {1} です。",
  "Only one that is waiting can be removed.": "取り消せるのは、待っているものだけです。",
  "One training writes a run at a time.":
    "一つの訓練結果に書き込めるのは、一度に一つの訓練だけです。",
  "Wait for it, or stop it first.": "終わるのを待つか、先に停止してください。",
  "{} is in the queue already, as entry {}.": "{0} はすでに待ち行列の {1} 番にあります。",
  "A run is trained once at a time.": "同じものを同時に二度は訓練できません。",
  "Wait for it, or remove that entry.": "終わるのを待つか、その予約を取り消してください。",
  "{} cannot hold the queue: {}.": "{0} に待ち行列を置けません：{1}。",
  "{} cannot hold a run: {}.": "{0} に訓練結果を置けません：{1}。",
  "Expected a folder that can be written.": "書き込めるフォルダーが必要です。",
  "Give another folder with --runs, or try again.":
    "--runs で別のフォルダーを指定するか、もう一度試してください。",
  "Give another folder with --runs.": "--runs で別のフォルダーを指定してください。",
  "{} is no entry of a queue.": "{0} は待ち行列の予約ではありません。",
  "{}, where the training was asked for: {}.": "訓練を頼んだフォルダー {0}：{1}。",
  "Expected that folder, for paths of data begin there.":
    "データのパスの起点なので、そのフォルダーが必要です。",
  "Ask for it again.": "もう一度頼んでください。",
  "The run {} exists already.": "{0} という訓練結果はすでにあります。",
  "Expected a new name.": "新しい名前が必要です。",
  "Give another --name, or go on with: convscope train --resume {}":
    "--name で別の名前を付けるか、続きを訓練してください：convscope train --resume {0}",
  "{} is being written by another process.": "{0} には別のプロセスが書き込んでいます。",
  "Wait for it, or give another --name.": "終わるのを待つか、--name で別の名前を付けてください。",
  "{} is a run.": "{0} は訓練結果です。",
  "Expected a folder of a search, or a new name.": "探索のフォルダーか、新しい名前が必要です。",
  "Give another --name.": "--name で別の名前を付けてください。",
  "Expected letters, digits, -, _ and ., no - or . at the beginning and no . at the end, at most {} bytes, and no name of a Windows device.":
    "英数字と - _ . が使えます。先頭の - と .、末尾の .、{0} バイトを超える名前、Windows の装置名は使えません。",
  "Try --name {}": "たとえば --name {0}",

  // Settings of a training.
  "Received both --epochs {} and --budget {}s.":
    "エポック数 {0} と時間 {1} 秒の両方が指定されています。",
  "Expected one of them: either says how long to train.": "訓練の長さは、どちらか一方で決めます。",
  "Leave one out.": "一方を省いてください。",
  "The settings name no data.": "設定にデータがありません。",
  "Start anew.": "最初からやり直してください。",
  "The setting {} is {}.": "設定 {0} が {1} です。",
  "Expected settings that convscope wrote.": "convscope が書いた設定が必要です。",
  "Update convscope, or start a new run.": "convscope を更新するか、新しく訓練を始めてください。",
  'The net ends in the activation "{}".': "ネットワークの最後の活性化関数が「{0}」です。",
  "A classifier ends in softmax, sigmoid, or linear (logits).":
    "分類器の最後は softmax、sigmoid、linear（ロジット）のどれかです。",
  "Change the activation of the last layer.": "最後の層の活性化関数を変えてください。",
  "--budget {}s is over: {}, {} of {} so far.":
    "時間 {0} 秒を使い切りました：{1}、{3} のうち {2} まで。",
  "Expected time to train as well.": "訓練する時間も必要です。",
  "Give --budget {}s or more.": "{0} 秒以上にしてください。",
  "--validation-split {} of {} images leaves no images on one side.":
    "{1} 枚のうち {0} を検証用にすると、一方の画像がなくなります。",
  "Expected at least one image to train on and one to validate on.":
    "訓練用と検証用に少なくとも 1 枚ずつ必要です。",
  "Give another --validation-split, or more images.":
    "検証用の割合を変えるか、画像を増やしてください。",

  // A net on data.
  "The size is {}.": "大きさが {0} です。",
  "Expected rows and columns, each from 1 to {}.":
    "縦と横が必要です。どちらも 1 以上 {0} 以下です。",
  "Give another size, or none for that of the set.":
    "別の大きさにするか、空にしてデータのままの大きさを使ってください。",
  "Answers that the net gives: {}.": "ネットワークの答えが {0} 個です。",
  "Expected {}: one for each class of the data.": "データのクラスごとに 1 個、{0} 個必要です。",
  "Change how many values its last dense layer puts out.":
    "最後の全結合層が出す値の数を変えてください。",
  "{}: the images are {}×{}, asked for were {}×{}.":
    "{0}：画像は {1}×{2} ですが、{3}×{4} が指定されています。",
  "Only image files are brought to a size.": "大きさを変えられるのは画像ファイルだけです。",
  "Leave the size out.": "大きさの指定を外してください。",

  // Archives.
  "{}/ has {} archives.": "{0}/ にはアーカイブが {1} 個あります。",
  "Expected less than {}.": "{0} 個より少ない必要があります。",
  "Remove some of them from the folder first.": "先にフォルダーからいくつか取り除いてください。",

  // Looking into an image, and work beside the server.
  "Expected two runs on the same images.": "同じ画像を使った 2 つの実行が必要です。",
  "Choose another run, or draw instead.": "ほかの実行を選ぶか、代わりに描いてください。",
  "The work beside the server failed: {}.": "サーバーでの計算に失敗しました：{0}。",
};
