/** The texts of splits, over-fitting, callbacks and the clinic, in English. */

export const JUDGING_ENGLISH = {
  "figure.stopping.patience": "Patience",
  "figure.stopping.restore": "Put the best weights back",
  "figure.stopping.stops": "Stops after epoch {last}. The best was epoch {best}, with {loss}.",
  "figure.stopping.runs": "Runs to the end, epoch {last}. The best was epoch {best}, with {loss}.",
  "figure.stopping.kept":
    "The net has the weights of epoch {end}; loss of the validation data {loss}.",
  "figure.stopping.waits": "Epochs without a new best, after each epoch: {waits}.",
  "figure.stopping.scale":
    "To the right: epochs 1 to {epochs}. Upwards: loss of the validation data, " +
    "from 0 to {most}. The large dot is the best epoch; behind the upright line nothing was trained.",

  "figure.coins.nets": "Nets",
  "figure.coins.pictures": "Pictures",
  "figure.coins.again": "Flip again",
  "figure.coins.rows":
    "Each dot is the accuracy of a net. Above: all nets on the pictures that the best one is chosen " +
    "by; the best one has a ring. Below: that one on as many new pictures.",
  "figure.coins.answer":
    "The best of {nets} {nets:net|nets} judged {right} of {pictures} pictures right: {percent}. " +
    "Of {pictures} new ones it judges {again} right: {percentAgain}.",
  "figure.coins.mean":
    "Mean over {round} {round:round|rounds}: {percent} where it was chosen, {percentAgain} on new " +
    "pictures.",

  "figure.overfitting.pictures": "Training pictures",
  "figure.overfitting.dropout": "Dropout",
  "figure.overfitting.loss": "Loss",
  "figure.overfitting.accuracy": "Accuracy",
  "figure.overfitting.epoch": "Epoch",
  "figure.overfitting.learned": "training",
  "figure.overfitting.held": "validation",
  "figure.overfitting.losses":
    "The validation loss is smallest in epoch {best}: {low}. In epoch {last} it is {end}, and the " +
    "training loss {learned}.",
  "figure.overfitting.accuracies":
    "Validation accuracy: {atBest} where its loss was smallest, {end} at the end. Training accuracy " +
    "at the end: {learned} while training, {without} when judged afterwards without dropout.",
  "figure.overfitting.one":
    "One validation picture. Probability of its right class, 9: {atBest} in epoch {best}, {end} in " +
    "epoch {last}.",
  "figure.overfitting.picture": "A handwritten 9",

  "figure.clinic.who": "Who is next?",
  "figure.clinic.patient": "Patient {number}",
  "figure.clinic.batch": "The first pictures of the first batch, with their labels",
  "figure.clinic.label": "label {label}",
  "figure.clinic.first":
    "First batch: loss {loss}; pixels from {low} to {high}; {silent} of {hidden} hidden neurons put " +
    "out 0 for every picture of it.",
  "figure.clinic.loss": "Loss; what lies higher is drawn at the upper edge",
  "figure.clinic.step": "Step",
  "figure.clinic.training": "training",
  "figure.clinic.validation": "validation",
  "figure.clinic.healthy": "a healthy net, training",
  "figure.clinic.broken":
    "In step {step} the loss was too large to be a number. The training ended.",
  "figure.clinic.end":
    "After {epochs} epochs: training loss {loss}, accuracy {accuracy}; validation loss {heldLoss}, " +
    "accuracy {heldAccuracy}; {silent} of {hidden} hidden neurons put out 0 for a whole batch.",
  "figure.clinic.diagnosis": "Diagnosis",
  "figure.clinic.choose": "Choose …",
  "figure.clinic.commit": "That is my diagnosis",
  "figure.clinic.right": "Right. {sign} {cure}",
  "figure.clinic.wrong": "Not that. {sign}",
  "figure.clinic.name.dead-relu": "Dead ReLUs: the learning rate is too large",
  "figure.clinic.sign.dead-relu":
    "With dead ReLUs the first batch is fine. Then the loss shoots up, nearly all hidden neurons " +
    "fall silent, and the loss stays at that of guessing.",
  "figure.clinic.cure.dead-relu":
    "Begin anew with a smaller learning rate: here 0.003 instead of 1.",
  "figure.clinic.name.divergence": "Divergence: the learning rate is too large",
  "figure.clinic.sign.divergence":
    "With divergence the loss grows from step to step until it is no number any more.",
  "figure.clinic.cure.divergence": "Begin anew with a much smaller learning rate.",
  "figure.clinic.name.rate-too-small": "The learning rate is too small",
  "figure.clinic.sign.rate-too-small":
    "With too small a learning rate nothing goes wrong and nothing happens: loss and neurons stay " +
    "almost as they were.",
  "figure.clinic.cure.rate-too-small":
    "Take a larger learning rate: here 0.003 instead of 0.000001.",
  "figure.clinic.name.not-divided": "Pixels were not divided by 255",
  "figure.clinic.sign.not-divided":
    "Without the division pixels reach 255, and the loss of the very first batch is already huge.",
  "figure.clinic.cure.not-divided": "Divide all pictures by 255, for training and for use.",
  "figure.clinic.name.softmax-twice": "Softmax twice",
  "figure.clinic.sign.softmax-twice":
    "With softmax twice the net learns, but its loss never falls below 1.46, whatever its accuracy.",
  "figure.clinic.cure.softmax-twice": "Leave out one of the two, or from_logits.",
  "figure.clinic.name.labels-shuffled": "Labels do not belong to the pictures",
  "figure.clinic.sign.labels-shuffled":
    "With strange labels the pictures and their labels do not fit, and the loss stays at that of " +
    "guessing.",
  "figure.clinic.cure.labels-shuffled":
    "Find out where pictures and labels got into different orders. Look at a few of them.",
  "figure.clinic.name.zero-weights": "All weights began at 0",
  "figure.clinic.sign.zero-weights":
    "With weights of 0 the pictures are fine, but all hidden neurons are silent in the first batch " +
    "already.",
  "figure.clinic.cure.zero-weights": "Begin with small random weights, as programs usually do.",
  "figure.clinic.name.empty-pictures": "The pictures are empty",
  "figure.clinic.sign.empty-pictures": "Empty pictures have the same number in every pixel.",
  "figure.clinic.cure.empty-pictures": "Look at where the pictures are read and scaled.",
  "figure.clinic.name.sorted-by-class": "Sorted by class and not shuffled",
  "figure.clinic.sign.sorted-by-class":
    "Where pictures are sorted, the first batch has one class only, and the loss jumps whenever the " +
    "next class begins.",
  "figure.clinic.cure.sorted-by-class": "Shuffle the training data anew for each epoch.",
  "figure.clinic.name.over-fitting": "Over-fitting",
  "figure.clinic.sign.over-fitting":
    "With over-fitting the training loss goes to 0, and the validation loss stays far above it.",
  "figure.clinic.cure.over-fitting": "Take more pictures, dropout, or fewer epochs.",

  "puzzle.losses": "Epoch; below it the loss of the validation data × 100",
  "puzzle.stopEpoch": "The end of a training",
  "puzzle.stopEpoch.question":
    "Early stopping watches the loss of the validation data with a patience of {patience}. After " +
    "which epoch does the training stop?",
  "puzzle.restoredEpoch": "Which weights come back?",
  "puzzle.restoredEpoch.question":
    "Early stopping with a patience of {patience} ends the training and puts the best weights back. " +
    "Of which epoch are they?",
  "puzzle.ill": "Scores of ill plants",
  "puzzle.healthy": "Scores of healthy plants",
  "puzzle.aucPercent": "AUC by counting",
  "puzzle.aucPercent.question":
    "An ill plant should have a higher score than a healthy one. In how many percent of all pairs of " +
    "an ill and a healthy plant is it so? That is the AUC in percent.",
  "puzzle.answers": "Answers of the net",
  "puzzle.threeAccuracies":
    "A row for each net: training, validation and test accuracy, in percent",
  "puzzle.countAccuracy": "Counting accuracy",
  "puzzle.countAccuracy.question": "What is the accuracy of these answers, in percent?",
  "puzzle.splitSizes": "Sharing out pictures",
  "puzzle.splitSizes.question":
    "There are {pictures} pictures for learning, and {test} others as test data. Of those for " +
    "learning, {percent} % become validation data. How many are the training data?",
  "puzzle.honestChoice": "The honest number",
  "puzzle.honestChoice.question":
    "You choose one net as it should be done. Which accuracy, in percent, do you report of it?",
  "puzzle.twoLosses": "Losses in hundredths, a row for each epoch: training, validation",
  "puzzle.lossesBeforeAfter": "Losses in hundredths, picture by picture: above before, below after",
  "puzzle.bestEpoch": "When to stop",
  "puzzle.bestEpoch.question":
    "The weights of which epoch would you keep? Epochs count from 1, downwards.",
  "puzzle.meanLoss": "One that is very wrong",
  "puzzle.meanLoss.question":
    "Further training makes one of {pictures} validation pictures much worse and the others better. " +
    "By how many hundredths does the mean loss rise?",
  "puzzle.dropoutScale": "A value that survives",
  "puzzle.dropoutScale.question":
    "Dropout silences {percent} % of all values. In this step a value of {value} is not silenced. " +
    "What does the next layer receive of it?",
  "puzzle.excesses": "Excesses of seven neurons, a row for each picture",
  "puzzle.oneCurve": "Losses in hundredths, epoch by epoch",
  "puzzle.picturesPerClass": "Test pictures of class 0, 1, 2 and 3",
  "puzzle.deadNeurons": "Counting the dead",
  "puzzle.deadNeurons.question":
    "The neurons are ramps. How many of them put out 0 for all of these pictures?",
  "puzzle.sickCurve": "Read a curve",
  "puzzle.sickCurve.question":
    "A net tells ten classes apart. What does its curve say? Type 1 for healthy, 2 for a learning " +
    "rate that is too small, 3 for dead ReLUs, 4 for divergence, 5 for softmax twice.",
  "puzzle.stuckAccuracy": "Always the same answer",
  "puzzle.stuckAccuracy.question":
    "A net is stuck: it calls every picture class {stuck}. Which test accuracy, in percent, does it " +
    "show? Classes count from 0.",

  "hint.stopEpoch":
    "Go from epoch to epoch. Note the best so far, and count the epochs since then.",
  "hint.firstRise": "There the loss rises for the first time. The patience endures that.",
  "hint.bestIsEarlier": "That is the best epoch. It shows only after some epochs of waiting.",
  "hint.comparedWithTheOneBefore": "Compare with the best so far, not with the epoch before.",
  "hint.stopsAtOnce": "One too many: as soon as the patience is used up, it stops.",
  "hint.restoredEpoch":
    "First find where the training stops. Then take the best epoch until there.",
  "hint.lastIsNotBest": "That is the last epoch. The best weights are older.",
  "hint.neverTrained": "That one comes after the stop: it was never trained.",
  "hint.waitingBegins": "There the waiting begins. The best epoch is the one before.",
  "hint.epochNotLoss": "That is its loss. Which epoch is it?",
  "hint.aucPercent":
    "For each ill plant count the healthy ones with a lower score. Add, and divide by " +
    "the number of pairs.",
  "hint.pairsNotPercent": "So many pairs are in order. How many percent of all pairs is that?",
  "hint.wrongOrder": "That is the share of pairs in the wrong order.",
  "hint.thatIsAccuracy": "That is the accuracy with a border at 50. The AUC compares pairs.",
  "hint.countAccuracy": "Count the places where label and answer agree. What share is that?",
  "hint.countsErrors": "That is the share of errors.",
  "hint.countIsNoPercentage": "That is the number of right answers. How many of 100 would it be?",
  "hint.splitSizes": "Take the validation data away from the pictures for learning.",
  "hint.validationIsHeldBack": "The net does not learn from the validation data. Take them away.",
  "hint.thatIsValidation": "That is the validation data. The rest is left for training.",
  "hint.testIsNoTraining": "The net never learns from the test data.",
  "hint.testIsApart": "The test data lie apart already. They need not be taken away.",
  "hint.honestChoice": "Choose by validation. Then report that net's accuracy on the test data.",
  "hint.choosingSpoils": "The net was chosen by this number, so luck is in it. Look to its right.",
  "hint.chosenOnTest": "That is the largest test accuracy. The test data must not choose.",
  "hint.chosenOnTraining":
    "You chose by training accuracy. A net may know those pictures by heart.",
  "hint.trainingIsNoReport": "That is on pictures that the net has learned from.",
  "hint.bestEpoch": "Look at the validation loss, and find its smallest value.",
  "hint.trainingLossChosen": "There the training loss is smallest. The validation loss has risen.",
  "hint.epochFromOne": "One too few: the first epoch is 1.",
  "hint.thatIsTheLoss": "That is the loss itself. In which epoch was it reached?",
  "hint.meanLoss": "Find the mean of each row, then take the upper one away from the lower one.",
  "hint.sumIsNoMean": "That is the change of the sum. Divide by the number of pictures.",
  "hint.beforeForgotten": "That is the mean after. Take away what it was before.",
  "hint.riseIsPositive": "It rises, so the change is positive: after minus before.",
  "hint.dropoutScale": "Divide the value by the share that is left.",
  "hint.keptNotScaled":
    "Then the sum of the next neuron would be too small: others are silent now.",
  "hint.scaledDown": "It becomes larger, not smaller: it has to make up for those that are silent.",
  "hint.rateMultiplied": "The rate is the share that is silenced. What share is left?",
  "hint.dividedByTheRate": "Divide by the share that is left, not by the share that is silenced.",
  "hint.itSurvives": "Those that are silenced become 0. This one is not.",
  "hint.deadNeurons": "Go through the columns. A neuron is dead if no number in it is above 0.",
  "hint.countsTheLiving": "Those are the living ones.",
  "hint.silentOnceIsNotDead": "Silent for one picture is not dead: it may answer another one.",
  "hint.countsCells": "That counts numbers below 0. A neuron is a whole column.",
  "hint.sickCurve":
    "Type 1 to 5. About 230 is the loss of guessing; with softmax twice the least is 146.",
  "hint.healthyCurve": "A healthy curve falls and goes on falling, far below 146.",
  "hint.slowCurve": "With too small a learning rate it hardly moves from where it began.",
  "hint.deadCurve": "When ReLUs die it shoots up, then stands at the loss of guessing, about 230.",
  "hint.divergingCurve": "With divergence it grows from epoch to epoch.",
  "hint.twiceCurve": "With softmax twice it falls, but comes to rest just above 146.",
  "hint.stuckAccuracy":
    "It is right exactly where that class is the right one. What share is that?",
  "hint.classesDiffer": "That would be so if all classes had as many pictures.",
  "hint.anotherAnswer": "That is the most frequent class, but the net answers another one.",
};
