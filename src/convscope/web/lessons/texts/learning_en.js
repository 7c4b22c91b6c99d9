/** The texts of softmax, gradients and epochs, in English. */

export const LEARNING_ENGLISH = {
  "figure.softmax.logit": "Logit of class {index}",
  "figure.softmax.class": "Class {index}",
  "figure.softmax.classes": "Classes",
  "figure.softmax.label": "Label",
  "figure.softmax.twice": "Softmax twice",
  "figure.softmax.is": "logit {value}",
  "figure.softmax.entersAgain": "enters: {value}",
  "figure.softmax.power": "power {value}",
  "figure.softmax.sum":
    "Sum of the powers of e: {total}. Each probability is a power divided by it.",
  "figure.softmax.loss": "Label {index}: probability {share}, loss {loss}",
  "figure.softmax.sigmoid":
    "Logit of class 1 minus logit of class 0: {difference}. The sigmoid makes {value} of it: the " +
    "probability of class 1.",

  "figure.back.inputs": "Inputs",
  "figure.back.filter": "Weights of the filter",
  "figure.back.behind": "Behind the places stands",
  "figure.back.maximum": "the maximum",
  "figure.back.sum": "the sum",
  "figure.back.target": "The output should be",
  "figure.back.next": "Next number back",
  "figure.back.all": "All of them",
  "figure.back.begin": "The way forwards is computed. Now go back, one number after the other.",
  "figure.back.place": "Place {place}",
  "figure.back.getsBack": "Gets back: {back}",
  "figure.back.term": "Term for weight {weight}: {term}",
  "figure.back.forwards": "Output {output}, error {output} − {target} = {error}, loss {loss}.",
  "figure.back.outputGets": "The output gets back: {back}",
  "figure.back.total": "Gradient of weight {weight}: {total}",
  "figure.back.saysOutput":
    "The loss is the error squared. The output gets back 2 × {error} = {back}.",
  "figure.back.saysSum": "A sum hands on what it gets, to all alike. Place {place} gets {back}.",
  "figure.back.saysWinner": "Place {place} was the largest. It gets all of it: {back}.",
  "figure.back.saysLoser":
    "Place {place} was not the largest. A small change of it changes nothing, so it gets {back}.",
  "figure.back.saysTerm":
    "In place {place}, weight {weight} is multiplied by {input}. Its term is {back} × {input} = {term}.",
  "figure.back.saysTotal":
    "Weight {weight} is used in all places. Its terms add up: {terms} = {total}.",

  "figure.seeds.sgd": "SGD",
  "figure.seeds.momentum": "SGD with momentum",
  "figure.seeds.adam": "Adam",
  "figure.seeds.first": "Seeds",
  "figure.seeds.range": "{first} to {last}",
  "figure.seeds.rate": "Learning rate of SGD, with and without momentum",
  "figure.seeds.adamRate": "Learning rate of Adam",
  "figure.seeds.steps": "steps",
  "figure.seeds.ends": "Loss after {count} steps: {least} to {most}",

  "figure.epochs": "Epochs",

  "figure.batches.size": "Batch size {size}",
  "figure.batches.loss": "Loss, each point a mean over about a hundred pictures",
  "figure.batches.seen": "Pictures seen",
  "figure.batches.outcome":
    "{steps} {steps:step|steps}; last batch: {last}. Then the loss is {loss}, and {right} pictures " +
    "are judged right.",
  "figure.batches.done":
    "There are {pictures} pictures, seen {epochs} {epochs:time|times} each. The net, its first " +
    "weights and the learning rate are the same for all.",

  "puzzle.chainGradient": "Back along a chain",
  "puzzle.chainGradient.question":
    "The input {x} is multiplied by the weight a = {a}, the result by the weight b = {b}. That is the " +
    "output. It should be {target}, and the loss is the squared error. What is the gradient of a?",
  "puzzle.sharedGradient": "A shared weight",
  "puzzle.sharedGradient.question":
    "A filter with two weights slides over four inputs and stands in three places. You see what " +
    "each place gets back. What is the gradient of weight {weight}?",
  "puzzle.backs": "Gets back, by place",
  "puzzle.maximumGradient": "Through a maximum",
  "puzzle.maximumGradient.question":
    "Each input is multiplied by the same weight, {weight}. The largest product is the output. The " +
    "output gets back {back}. What is the gradient of the weight?",
  "puzzle.sameSeed": "The same program again",
  "puzzle.sameSeed.question":
    "Six runs of one program on the same data are below. It is run again with the seed {seed} and a " +
    "learning rate of {rate}. How many percent does it get right?",
  "puzzle.runs": "Seed, learning rate and percent right, a column for each run",
  "puzzle.powers": "Powers of e, one for each class",
  "puzzle.percent": "Probabilities in percent, a row for each picture",
  "puzzle.oneHot": "Labels, one-hot",
  "puzzle.softmaxShare": "A share of softmax",
  "puzzle.softmaxShare.question":
    "Four logits have become powers of e. Which probability, in percent, does softmax give to " +
    "class {index}? Classes count from 0.",
  "puzzle.labelProbability": "The loss looks up",
  "puzzle.labelProbability.question":
    "The loss of picture {picture} is minus the logarithm of one probability. Of which one, in " +
    "percent? Pictures count from 0.",
  "puzzle.oneLogit": "Two logits in one",
  "puzzle.oneLogit.question":
    "With softmax, class 0 has the logit {first} and class 1 the logit {second}. Another net has " +
    "one output with a sigmoid, for class 1. Which logit gives it the same probability?",
  "puzzle.stepsPerEpoch": "One epoch",
  "puzzle.stepsPerEpoch.question":
    "A net learns from {pictures} pictures with a batch size of {size}. How many steps has an epoch?",
  "puzzle.lastBatch": "The last batch",
  "puzzle.lastBatch.question":
    "A net learns from {pictures} pictures with a batch size of {size}. How many pictures has the " +
    "last batch of an epoch?",
  "puzzle.stepsInAll": "A whole training",
  "puzzle.stepsInAll.question":
    "A net learns from {pictures} pictures with a batch size of {size}, for {epochs} epochs. How " +
    "often do its weights change?",

  "hint.softmaxShare": "Add the four powers. Divide the power of that class by the sum.",
  "hint.powerNotDivided": "That is the power itself. It has to be divided by the sum of all four.",
  "hint.allAlike": "That would be so if all four powers were alike.",
  "hint.labelProbability": "Find the 1 in the picture's label. Take the probability at that place.",
  "hint.pictureFromZero": "That is the picture before: pictures count from 0.",
  "hint.likeliestTaken": "That is the largest one. The loss asks for the one of the label.",
  "hint.shareOfOthers": "That is what the other classes have together.",
  "hint.oneLogit": "Only the difference of the two logits counts.",
  "hint.otherWayRound": "The other way round: the output stands for class 1.",
  "hint.oneLogitOnly": "Class 0 has a logit, too. It has to be taken away.",
  "hint.logitsAdded": "You added them. What counts is how far class 1 lies above class 0.",
  "hint.chainGradient":
    "The output gets back 2 × error. Going back through a product, multiply by the other factor.",
  "hint.secondWeight": "That is the gradient of b. Go one product further back.",
  "hint.secondWeightLeftOut": "On the way back to a, the number passes b: multiply by b as well.",
  "hint.stoppedBetween":
    "That is what the first product gets back. For a, multiply it by the input.",
  "hint.sharedGradient":
    "In each place, multiply what it gets back by the input that the weight sees there. Then add.",
  "hint.lastPlaceOnly": "That is the term of the last place only. All places add up.",
  "hint.inputsLeftOut": "Each number that comes back has to be multiplied by the weight's input.",
  "hint.otherWeight": "That is the gradient of the other weight. It sees other inputs.",
  "hint.sharedMean": "That is a mean. The terms of a shared weight add up.",
  "hint.maximumGradient": "Find the largest product. Only its input counts, times what comes back.",
  "hint.largestInput":
    "That is the largest input. The weight is negative, so its product is not the largest.",
  "hint.losersCounted": "Only the largest product gets something back. The others get 0.",
  "hint.inputLeftOut":
    "That is what the product gets back. For the weight, multiply it by the input.",
  "hint.weightInstead": "A product hands the weight the input, and the input the weight.",
  "hint.sameSeed": "The same seed and the same settings give the same numbers. Find that run.",
  "hint.beginsAfresh":
    "That is the last run. A program does not go on from there: it starts afresh.",
  "hint.otherRate": "That run had this seed, but another learning rate. So it took other steps.",
  "hint.otherSeed": "That run had this learning rate, but it began with other random weights.",
  "hint.stepsPerEpoch": "Divide the pictures by the batch size. What is left over is a step, too.",
  "hint.lastBatchForgotten": "The last batch is not full, but it is a step as well.",
  "hint.countsPictures": "That counts pictures. A step takes a whole batch of them.",
  "hint.thatIsTheSize": "That is how many pictures a step takes. How many steps use up all?",
  "hint.lastBatch": "Take away as many full batches as fit. What is left is the last batch.",
  "hint.lastIsNotFull": "The pictures do not fill all batches. Something smaller is left.",
  "hint.whatIsMissing": "That is how many are missing to a full batch.",
  "hint.countsBatches": "That counts batches. How many pictures are in the last one?",
  "hint.nothingIsLeftOut": "The pictures that are left over are not thrown away.",
  "hint.stepsInAll": "Count the steps of one epoch first. Every epoch has as many.",
  "hint.oneEpochOnly": "That is one epoch.",
  "hint.countsEpochs": "That counts epochs. The weights change with every step.",
  "hint.epochsJoined":
    "Every epoch ends with a small batch of its own. Round up before multiplying.",
};
