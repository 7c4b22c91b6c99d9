/** The texts of colour, photographs and looking inside a net, in English. */

export const PHOTOGRAPHS_ENGLISH = {
  "figure.recipe.recipe": "Recipe",
  "figure.recipe.plain": "As it is",
  "figure.recipe.dropout": "With dropout",
  "figure.recipe.augmented": "With augmentation",
  "figure.recipe.epoch": "Epoch",
  "figure.recipe.scale": "To the right: epochs 1 to {epochs}. Upwards: accuracy, from 0 to 100 %.",
  "figure.recipe.answer": "After epoch {epoch}: training {training}, validation {validation}.",
  "figure.recipe.best":
    "The loss of the validation data was smallest after epoch {epoch}, with {least}; " +
    "at the end it is {last}.",

  "figure.series.each": "Pictures of each thing",
  "figure.series.unit": "For the test, draw",
  "figure.series.unit.photos": "pictures",
  "figure.series.unit.things": "things, with all their pictures",
  "figure.series.again": "Toss and draw anew",
  "figure.series.answer": "{right} of {count} test pictures right: {percent}.",
  "figure.series.counts":
    "{train} training pictures, {test} test pictures; {same} of these are most " +
    "like a training picture of the same thing.",
  "figure.series.pairs":
    "Four test pictures, each beside the training picture that is most like it",
  "figure.series.test": "Test: {label}",
  "figure.series.train": "Training: {label}",
  "figure.series.heads": "heads",
  "figure.series.tails": "tails",
  "figure.series.sameThing": "the same thing",
  "figure.series.otherThing": "another thing",

  "figure.inside.net": "Net",
  "figure.inside.net.plain": "Trained without dots",
  "figure.inside.net.marked": "Trained with a dot on every 7",
  "figure.inside.dot": "Dot in the corner",
  "figure.inside.picture": "The picture, to be covered",
  "figure.inside.pictureLabel": "Picture; the arrow keys move the cover.",
  "figure.inside.heat": "Heat map of the evidence",
  "figure.inside.coverStrongest": "Cover the strongest evidence",
  "figure.inside.uncover": "Take the cover away",
  "figure.inside.first":
    "First layer: {count} filters, black negative, white positive; below each its " +
    "map of {height} × {width}",
  "figure.inside.second": "Second layer: {count} maps of {height} × {width}",
  "figure.inside.maps": "{count} maps; {silent} of them are 0 everywhere",
  "figure.inside.score": "Score of the {digit}: {before}.",
  "figure.inside.covered":
    "With rows {top} to {bottom} and columns {left} to {right} covered, the " +
    "score of the {digit} goes from {before} to {after}.",
  "figure.inside.strongest":
    "The strongest evidence for the {digit}: covering rows {top} to {bottom} " +
    "and columns {left} to {right} takes {most} away.",

  "puzzle.colourParameters": "Filters on colour",
  "puzzle.colourParameters.question":
    "{filters} filters of {window} × {window} slide over a colour picture with red, green and blue. How " +
    "many parameters do they have, biases included?",
  "puzzle.largestGap": "The largest gap",
  "puzzle.largestGap.question":
    "How many percentage points is training ahead of validation at most, both after the same " +
    "epoch?",
  "puzzle.curves":
    "Epoch; accuracy of the training data; accuracy of the validation data, in percent",
  "puzzle.mirrorColumn": "Moved, then mirrored",
  "puzzle.mirrorColumn.question":
    "A picture has {width} columns. A pixel stands in column {column}. The picture is moved to the right " +
    "by {right} {right:column|columns}, then mirrored left to right. In which column does the pixel stand " +
    "now? Columns count from 1.",
  "puzzle.folders": "Names of the folders",
  "puzzle.classOutput": "Folder and output",
  "puzzle.classOutput.question":
    "Folders are sorted by name, as text. Which output belongs to the folder {folder}? Outputs count " +
    "from 0.",
  "puzzle.honestAccuracy": "Without the copies",
  "puzzle.honestAccuracy.question":
    "Of {all} test pictures {copies} are near-duplicates of training pictures, and all of these are " +
    "judged right. Right in all are {right}. How many percent of the other test pictures are right?",
  "puzzle.labelCeiling": "Wrong labels in the test",
  "puzzle.labelCeiling.question":
    "There are {pictures} test pictures. {wrongLabels} of them have a wrong label; the net says what " +
    "is really there, and so contradicts the label. Of the others it judges {mistakes} wrong. Which " +
    "accuracy does the test report, in percent?",
  "puzzle.evidence": "Evidence",
  "puzzle.evidenceWindow": "The fall of a score",
  "puzzle.evidenceWindow.question":
    "A score is the sum of pixel × weight. Rows {row} and {nextRow} in columns {column} and " +
    "{nextColumn} are covered with paper, 0. By how much does the score fall?",
  "puzzle.evidenceShare": "Evidence in a corner",
  "puzzle.evidenceShare.question":
    "How many percent of all evidence lie in the upper left corner, two rows and two columns?",
  "puzzle.shortcutCount": "Right because of a dot",
  "puzzle.shortcutCount.question":
    "A net calls every picture with a dot a 7. Without a dot it never says 7, and judges all other " +
    "digits right. Of each of the ten digits there are {perDigit} pictures. Of the 7s, {sevens} have " +
    "a dot, and of all other digits together {others}. How many pictures are judged right?",

  "hint.colourParameters":
    "Count the weights for red, for green and for blue, and one bias. Then multiply by " +
    "the number of filters.",
  "hint.threeSlices": "Each channel has weights of its own: three times as many.",
  "hint.filterBiases": "The biases are missing: every filter has one.",
  "hint.oneBiasPerFilter": "A filter has one bias, not one for each channel.",
  "hint.parametersOfOneFilter": "That is one filter.",
  "hint.largestGap":
    "Take the third row from the second, column by column. The largest difference counts.",
  "hint.gapNotEpoch": "That is the epoch. How large is the gap there?",
  "hint.lastGap": "That is the gap at the end. It was larger before.",
  "hint.sameEpoch": "Those two numbers belong to different epochs.",
  "hint.mirrorColumn": "Add the move to the column. Mirroring makes the first column the last.",
  "hint.mirrorCountsFromOne": "Column 1 becomes the last column: one more than you took.",
  "hint.moveForgotten": "The picture was moved first.",
  "hint.mirroredFirst": "You mirrored first. It was moved before that.",
  "hint.mirrorForgotten": "That is its column before mirroring.",
  "hint.classOutput": "Compare the names letter by letter: 10 comes before 2. Then count from 0.",
  "hint.sortedAsNumbers":
    "That is the order of numbers. Names are sorted as text, letter by letter.",
  "hint.firstOutputIsZero": "Nearly: the first output is 0.",
  "hint.nameIsNoOutput":
    "That is the folder's name. Its place among the sorted names was asked for.",
  "hint.honestAccuracy":
    "Leave the copies out of both numbers: of those that are right, and of all.",
  "hint.withCopies": "That is the share of all test pictures. The copies are still in it.",
  "hint.ofTheNewOnes": "So many new pictures are right. How many percent of all new ones is that?",
  "hint.onlyHowMany": "That is a number of pictures. How many percent of the new ones are right?",
  "hint.labelCeiling": "A picture counts as right where net and label say the same.",
  "hint.labelsAreWrongToo": "Where the label is wrong, the right answer counts as wrong.",
  "hint.netErrsToo": "The net makes mistakes where labels are right, too.",
  "hint.percentAskedFor": "So many pictures count as right. How many percent is that?",
  "hint.shareOfErrors": "That is the share that counts as wrong.",
  "hint.evidenceWindow": "Only the covered pixels change. Add up their pixel × weight.",
  "hint.scoreLeft": "That is the score that is left. By how much has it fallen?",
  "hint.wholeScore": "That is the whole score. Only a part of the picture is covered.",
  "hint.fallIsPositive": "The sign is the wrong way round: a fall from 5 to 3 is 2.",
  "hint.inkOnly": "Those are the covered pixels. Each counts as often as its weight says.",
  "hint.weightsUnderCover": "Those are the weights under the cover. Multiply each by its pixel.",
  "hint.evidenceShare":
    "Add up the corner, divide it by the sum of all cells, and take 100 times that.",
  "hint.sumInstead": "That is the sum in the corner. How many percent of all evidence is it?",
  "hint.shareOfTheRest": "That is the share of everything outside the corner.",
  "hint.shareOfCells": "That is the corner's share of the cells. Count what stands in them.",
  "hint.shortcutCount": "Right are the 7s with a dot, and the other digits without one.",
  "hint.sevensWithoutDot": "7s without a dot are wrong: the net never says 7 there.",
  "hint.othersWithDot": "Other digits with a dot are wrong: the net calls them 7.",
  "hint.wrongOnes": "That many are judged wrong. How many are right?",
  "hint.allRight": "Those are all pictures. Which of them does the dot mislead?",
  "hint.sevensOnly": "Those are the 7s that are right. Other digits without a dot are right, too.",
};
