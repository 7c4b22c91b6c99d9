/** What a room refuses, in Japanese: `{}` stands for what varies. */

/** @type {Record<string, string>} */
export const ROOM_ERRORS_JA = {
  "What you keep has {} MB, and this {} MB more.":
    "保存しているものは {0} MB あり、これで {1} MB 増えます。",
  "Expected at most {} MB for each pupil.": "1 人あたり最大 {0} MB です。",
  "Everything so far is kept. Ask the teacher, or begin anew on your own page.":
    "これまでのものは残っています。先生に聞くか、「わたし」のページから始め直してください。",
  "{} is not among the data of this room.": "{0} はこの教室のデータにありません。",
  "Expected data that the teacher shares, or a collection of your own.":
    "先生が共有したデータか、自分のコレクションが必要です。",
  "Choose one of the list.": "一覧から選んでください。",
  "The teacher lets nobody begin a training now.": "いまは先生が新しい訓練を止めています。",
  "Expected that trainings are open.": "訓練が再開されている必要があります。",
  "Nothing is lost: start it when the teacher opens them again.":
    "何も失われません。先生が再開したら始めてください。",
  "{} of your trainings wait or run.": "あなたの訓練が {0} 件、待っているか実行中です。",
  "Expected less than {}, so that all others get their turn.":
    "みんなの順番が来るように、{0} 件より少なくする必要があります。",
  "Wait for one, or take one out of the queue.":
    "1 つ終わるのを待つか、待ち行列から外してください。",
  "You have {} collections.": "コレクションが {0} 個あります。",
  "Expected less than {} for each pupil.": "1 人あたり {0} 個より少なくする必要があります。",
  "Go on with one of them.": "今あるもので続けてください。",
  "The net has {} weights and {} multiply-adds for an image.":
    "このネットワークの重みは {0} 個、画像 1 枚の掛け算と足し算は {1} 回です。",
  "Expected at most {} and {} in a room that shares one machine.":
    "1 台をみんなで使うので、最大 {0} 個と {1} 回です。",
  "Take a smaller net: fewer filters or units.":
    "フィルターやユニットを減らして、小さいネットワークにしてください。",
  "{} is no net of this room.": "{0} はこの教室のネットワークではありません。",
  "Expected auto or one of {}.": "auto か、次のどれかが必要です：{0}。",
  "The setting {} is {}.": "設定 {0} が {1} になっています。",
  "Give another value.": "別の値にしてください。",
  "You are not in this room, or not any more.":
    "あなたはこの教室に入っていないか、もう入っていません。",
  "Expected somebody who has joined it.": "教室に入った人だけが使えます。",
  "Open the link that the teacher shows.": "先生が示すリンクを開いてください。",
  "A pupil asked for something of the whole room.": "生徒が教室全体のものを求めました。",
  "Expected the teacher.": "先生だけができます。",
  "Open your own page.": "自分のページを開いてください。",
  "This is not the code of this room.": "これはこの教室の合言葉ではありません。",
  "Expected the code that the teacher shows; it changes when a class is wiped.":
    "先生が示す合言葉が必要です。クラスの記録を消すと、合言葉は変わります。",
  "Look at it again: it has no 0, 1, i, l and o.":
    "もう一度見てください。0、1、i、l、o は使われていません。",
  "Too many wrong codes came from your device.": "この端末から違う合言葉が何度も送られました。",
  "Expected the code that the teacher shows.": "先生が示す合言葉が必要です。",
  "Wait a minute, then type it again.": "1 分待ってから、もう一度入力してください。",
  "{} is being served by another convscope studio --host.":
    "{0} は別の convscope studio --host が使っています。",
  "Expected a room that nobody serves.": "使われていない教室が必要です。",
  "Use the teacher's screen of that one, or end it with Ctrl-C.":
    "その先生の画面を使うか、Ctrl-C で終了してください。",
  "Expected a folder that can be written.": "書き込めるフォルダーが必要です。",
  "Start it in a folder of yours.": "自分のフォルダーで起動してください。",
  "{} pupils are in this room.": "この教室には {0} 人います。",
  "Expected at most {}.": "最大 {0} です。",
  "Ask the teacher to remove those who have left.":
    "もういない人を外すよう、先生に頼んでください。",
  "name: received {}.": "名前が {0} になっています。",
  "Expected a name of at most {} letters that nobody else here has.":
    "ほかの人と重ならない、{0} 文字以内の名前が必要です。",
  "Give another one; it need not be your own.":
    "別の名前にしてください。本名でなくてかまいません。",
  "Nothing confirms that the class is to be removed.":
    "クラスの記録を消すことが確認されていません。",
  'Expected "confirm": "{}".': "「confirm」に「{0}」が必要です。",
  "Press the button, and then the one that asks whether you are sure.":
    "ボタンを押し、次に確認のボタンを押してください。",
  "More was asked for than one device of a class gets.": "1 台の端末に許された量を超えています。",
  "{} live connections of yours are open.": "あなたの接続が {0} 本開いています。",
  "Expected no more than the room can share.": "教室で分け合える量までです。",
  "Nothing is lost: wait some seconds, close pages that you do not need, and try again.":
    "何も失われません。数秒待ち、使わないページを閉じて、もう一度試してください。",
  "This would change what is a pupil's.": "これは生徒のものを変えてしまいます。",
  "Expected that a teacher only looks at it.": "先生は見るだけにしてください。",
  "Ask the pupil to do it.": "生徒に頼んでください。",
  "Pupils send no archives.": "生徒はアーカイブを送れません。",
  "Expected images one by one, in Collect.": "「集める」で画像を 1 枚ずつ加えてください。",
  "Add them there, or ask the teacher to share the archive.":
    "そこで加えるか、アーカイブを共有するよう先生に頼んでください。",
};
