/** The texts of nets for digits and characters, in English. */

export const DIGITS_ENGLISH = {
  "figure.counting": "Test digits so far: {right} of {done} right, {percent}.",

  "figure.counted": "The same done to {all} test digits: {right} right, {percent}.",

  "figure.shift.turn": "Turned left",
  "figure.shift.degrees": "{turn}°",
  "figure.shift.picture": "The {digit}, moved, turned and scaled",
  "figure.shift.net.plain": "Net without augmentation",
  "figure.shift.net.augmented": "Net with augmentation",

  "figure.whole.first": "Filters, first convolution",
  "figure.whole.second": "Filters, second convolution",
  "figure.whole.kernel": "Size of a filter",
  "figure.whole.batch": "Pictures in a batch",
  "figure.whole.caption": "The net, layer by layer; the batch axis is left out",
  "figure.whole.layer": "Layer",
  "figure.whole.shape": "Shape",
  "figure.whole.parameters": "Parameters",
  "figure.whole.number": "{number}",
  "figure.whole.total": "{total} parameters in all",
  "figure.whole.steps":
    "{images} training pictures in batches of {batch}: {steps} steps for each epoch.",

  "figure.paper.help":
    "Keys: arrows move the pen, with Shift further; Space lowers and lifts it; U takes a stroke " +
    "back, C clears.",
  "figure.paper.down": "Pen down.",
  "figure.paper.up": "Pen up.",

  "figure.ownDigit.picture": "Picture",
  "figure.ownDigit.own": "Draw my own",
  "figure.ownDigit.other": "A {digit} of somebody else",
  "figure.ownDigit.clear": "Clear",
  "figure.ownDigit.again": "Undo all of this",
  "figure.ownDigit.paper": "The digit",
  "figure.ownDigit.padLabel": "Field to draw a digit in, with mouse, pen, finger or keys",
  "figure.ownDigit.given": "What the net gets",
  "figure.ownDigit.size": "Size",
  "figure.ownDigit.right": "Moved right",
  "figure.ownDigit.down": "Moved down",
  "figure.ownDigit.thicker": "Made thicker",
  "figure.ownDigit.swapped": "Dark ink on light paper",
  "figure.ownDigit.placed": "Place it before the net sees it",
  "figure.ownDigit.empty": "Draw a digit into the left field.",
  "figure.ownDigit.answer": "The net says {digit}, {percent}.",

  "figure.hiragana.character": "Character",
  "figure.hiragana.paper": "The drawing",
  "figure.hiragana.placed": "Placed as old characters are",
  "figure.hiragana.padLabel": "Field to draw a character in, with mouse, pen, finger or keys",
  "figure.hiragana.empty": "Draw one of the ten characters into the left field.",
  "figure.hiragana.answer": "The net for hiragana says {name}, {percent}.",
  "figure.hiragana.digit": "The net for digits says {digit}, {percent}.",
  "figure.hiragana.means": "The mean of the training pictures of each character",

  "puzzle.pooledPlace": "Moved, then pooled",
  "puzzle.pooledPlace.question":
    "The largest value of a row stands in column {column}. The picture is moved to the right by " +
    "{right} {right:column|columns}. Then max pooling takes the largest of each {window} columns " +
    "side by side. In which column of the result does the value stand? Columns count from 1.",
  "puzzle.pooledChanges": "What a move changes",
  "puzzle.pooledChanges.question":
    "In each row, pooling takes the larger of each {window} neighbours: first and second, third and " +
    "fourth, fifth and sixth. Now the picture is moved to the right by one column; zeros come in, " +
    "and the last column is lost. How many of the pooled values change?",
  "puzzle.augmentedCount": "Seen while learning",
  "puzzle.augmentedCount.question":
    "There are {pictures} training pictures and {test} test pictures. Training takes {epochs} epochs, " +
    "and each time a picture is shown, it is changed at random. How many changed pictures does the " +
    "net learn from in all?",
  "puzzle.flatLength": "What Flatten puts in a row",
  "puzzle.flatLength.question":
    "Pictures of {side} × {side} pixels, one channel. {first} filters of 3 × 3, max pooling of 2 × 2, " +
    "{second} filters of 3 × 3, max pooling of 2 × 2, then Flatten. How many values come out?",
  "puzzle.wholeParameters": "All parameters",
  "puzzle.wholeParameters.question":
    "Pictures of {side} × {side} pixels, one channel. {first} filters of 3 × 3, max pooling of 2 × 2, {second} " +
    "filters of 3 × 3, max pooling of 2 × 2, Flatten, and Dense with {classes} neurons. How many " +
    "parameters are there in all, biases included?",
  "puzzle.argmaxRight": "Right answers",
  "puzzle.argmaxRight.question":
    "Each row is what a net says of one picture, in percent for the classes 0, 1, 2 and 3. Beside it " +
    "stand the labels. How many pictures are judged right?",
  "puzzle.percentages": "Percent",
  "puzzle.ink": "Ink",
  "puzzle.invertedSum": "A row, inverted",
  "puzzle.invertedSum.question":
    "Dark ink on light paper: here 0 is black and 255 is white. The row is inverted. What is the " +
    "sum of its pixels then?",
  "puzzle.placedSide": "The shorter side",
  "puzzle.placedSide.question":
    "The ink of a digit fills {rows} rows and {columns} columns. Placement scales it so that its " +
    "longer side is {box} pixels. How many pixels is the shorter side then?",
  "puzzle.massColumn": "The centre of mass",
  "puzzle.massColumn.question":
    "In which column does the centre of mass of the ink lie? Columns count from 1.",
  "puzzle.confusion": "Rows: what it is, 0 to 3. Columns: what the net says, 0 to 3",
  "puzzle.classRecall": "The recall of a class",
  "puzzle.classRecall.question": "How large is the recall of class {name}, in percent?",
  "puzzle.confusionAccuracy": "Accuracy from a matrix",
  "puzzle.confusionAccuracy.question":
    "How large is the accuracy that this confusion matrix shows, in percent?",
  "puzzle.confusedWith": "Taken for another",
  "puzzle.confusedWith.question":
    "For which class are pictures of class {name} most often mistaken? Give its number.",
  "puzzle.sureOfStrangers": "Sure of strangers",
  "puzzle.sureOfStrangers.question":
    "A net for digits is shown eight digits and eight hiragana. Below is how sure it is of its " +
    "answers. Those below {least} percent are thrown away. How many of the hiragana are taken for a " +
    "digit all the same?",
  "puzzle.sureOfDigits": "Sure of digits, in percent",
  "puzzle.sureOfHiragana": "Sure of hiragana, in percent",

  "hint.pooledPlace":
    "Move it first. Columns 1 and 2 become column 1, columns 3 and 4 become column 2.",
  "hint.notPooled": "That is its column before pooling. Two columns become one.",
  "hint.notMoved": "That is where it would stand without the move.",
  "hint.movedAfterPooling": "You moved it after pooling. A move by two columns is one cell there.",
  "hint.pooledChanges": "Write down the moved picture, pool both, and compare cell by cell.",
  "hint.countedPixels": "So many pixels change. Pool both pictures before you compare.",
  "hint.countedSame": "So many stay the same. How many change?",
  "hint.someCross": "Some largest values cross the border of their pair.",
  "hint.someStay": "Some stay: compare the pairs one by one.",
  "hint.augmentedCount": "Every epoch shows every training picture once.",
  "hint.anewEachEpoch": "In each epoch every picture is changed anew.",
  "hint.testIsNotShown": "The net does not learn from test pictures.",
  "hint.insteadOfOriginals":
    "The changed pictures are shown instead of the originals, once per epoch.",
  "hint.flatLength":
    "A filter of 3 × 3 takes 2 rows and 2 columns away, and pooling halves what is left; " +
    "half a row is lost. At the end multiply rows, columns and maps.",
  "hint.mapsForgotten": "That is one map. Flatten takes all of them.",
  "hint.rowsAndColumns": "A map has rows and columns: both count.",
  "hint.edgesAreLost": "Each filter of 3 × 3 takes 2 rows and 2 columns away first.",
  "hint.mapsAreNotMultiplied": "The second layer makes one map for each of its filters, no more.",
  "hint.wholeParameters":
    "A filter has 3 × 3 weights for every map that it sees, and a bias. A dense neuron " +
    "has a weight for every value that it sees, and a bias.",
  "hint.allBiases": "All biases are missing: one for each filter and for each neuron.",
  "hint.sliceForEveryMap": "The second filters see several maps: 3 × 3 weights for each of them.",
  "hint.denseForgotten": "The dense layer is missing.",
  "hint.convolutionsForgotten": "That is the dense layer alone. The filters have parameters, too.",
  "hint.argmaxRight":
    "In each row find the largest number. Its column, counted from 0, is the answer.",
  "hint.classesFromZero": "The first column is class 0.",
  "hint.wrongCounted": "That is how many are wrong.",
  "hint.noHalfNeeded": "The largest number wins, even below 50.",
  "hint.invertedSum": "Take each pixel away from 255 first. Then add.",
  "hint.notInverted": "That is the sum before inversion.",
  "hint.onceOnly": "You took the sum away from 255 once. Each pixel is taken away from 255.",
  "hint.from256": "White is 255, not 256: there are 256 values because 0 is one of them.",
  "hint.signInstead": "Inversion is no minus sign: a pixel stays between 0 and 255.",
  "hint.placedSide": "By which number is the longer side divided? Divide the other by the same.",
  "hint.tookAway":
    "You took as much away from both sides. Scaling divides both by the same number, or the digit " +
    "would be squeezed.",
  "hint.bothSides": "Only the longer side becomes that long. The shorter one stays shorter.",
  "hint.notScaled": "That is the shorter side as it was. It is scaled like the longer one.",
  "hint.factorOnly": "That is the number to divide by. Divide the shorter side by it.",
  "hint.massColumn":
    "Add up each column. Multiply each sum by the number of its column, add, and divide by all ink.",
  "hint.middleOfBox":
    "That is the middle between the first and the last ink. Thick ink weighs more.",
  "hint.countedFromZero": "Nearly: count the first column as 1.",
  "hint.heaviestColumn": "That column has the most ink, but the others pull as well.",
  "hint.classRecall":
    "Take the row of that class: what stands on the diagonal, divided by the whole row.",
  "hint.percentOfTheRow": "So many are recognised. How many percent of the row is that?",
  "hint.columnInstead":
    "You divided by the column: by everything that the net calls so. Divide by the row.",
  "hint.thatIsAllClasses": "That is the accuracy of all classes. One row was asked for.",
  "hint.confusionAccuracy": "Add up the diagonal, and divide by the sum of all cells.",
  "hint.thoseAreMistakes": "That is the share of mistakes.",
  "hint.otherDiagonal": "That is the other diagonal. Row 0 belongs to column 0, at the upper left.",
  "hint.firstClassOnly": "That is the recall of class 0. All classes were asked for.",
  "hint.sureOfStrangers":
    "Look at the hiragana alone. Count those of which it is as sure as asked for, or surer.",
  "hint.sureWithoutReason":
    "It may be as sure of what it has never seen: softmax only compares its classes.",
  "hint.thrownAway": "So many hiragana are thrown away. How many are left?",
  "hint.atTheLimit": "An answer with exactly this percentage is not below it. It stays.",
  "hint.thoseAreDigits": "Those are the digits. The hiragana are in the other table.",
  "hint.hiraganaOnly": "Those are all answers that stay. How many are for hiragana?",
  "hint.confusedWith":
    "In the row of that class find the largest number beside the diagonal. Its column is " +
    "the answer, counted from 0.",
  "hint.diagonalIsRight": "On the diagonal the net is right. Look for mistakes.",
  "hint.rowsAreTruth": "You looked down the column: what is mistaken for it. Look along its row.",
  "hint.countInsteadOfClass": "That is how often. Which class is it?",
};
