/** The texts of the training screen in English. */

export const TRAINING_ENGLISH = {
  "train.name": "Train",
  "train.title": "Train a net in this page",
  "train.intro":
    "Everything is computed here, in your browser. Press Start and watch the net learn.",

  "train.start": "Start",
  "train.pause": "Pause",
  "train.step": "One step",
  "train.anew": "Begin anew",

  "train.status.beginning": "Getting ready…",
  "train.status.waiting": "Draw at least two examples of each class, and add them below the pad.",
  "train.status.fresh": "Ready. The net has not learned anything yet: its weights are random.",
  "train.status.running": "Training…",
  "train.status.paused": "Paused.",
  "train.status.fit": "Every example it learns from is judged right. This took {steps} " +
    "{steps:step|steps} and {seconds} s.",
  "train.status.ended": "Stopped after {epochs} {epochs:epoch|epochs}. Press Start to go on.",
  "train.status.broken": "The training broke off. Begin anew, perhaps with a smaller rate.",
  "train.spoken": "{steps} {steps:step|steps}, loss {loss}.",

  "train.settings": "What it learns, and how",
  "train.data": "Examples",
  "train.data.shapes": "○ and ×",
  "train.data.digits": "Handwritten digits",
  "train.data.own": "Your own drawings",
  "train.dataNote.shapes":
    "{train} {train:drawing|drawings} to learn from, {held} held out. A program has drawn the " +
    "first ones; add yours.",
  "train.dataNote.digits":
    "{train} {train:digit|digits} to learn from, {held} held out, written by people. (Alpaydin " +
    "and Kaynak, 1998)",
  "train.dataNote.own": "{train} {train:drawing|drawings} to learn from, {held} held out: every " +
    "fourth of a class is.",
  "train.className": "Name of class {number}",
  "train.moreClasses": "One class more",
  "train.fewerClasses": "One class fewer",
  "train.count": "{name}: {number}",
  "train.thumbnails": "The newest examples of “{name}”",

  "train.net": "Net",
  "train.net.one": "One convolution",
  "train.net.two": "Two convolutions",
  "train.net.dense": "No convolution",
  "train.netNote.one": "Eight filters look for patterns, pooling keeps the strongest, and a last " +
    "layer weighs them. {parameters} weights.",
  "train.netNote.two":
    "The second convolution looks for patterns of patterns. {parameters} weights.",
  "train.netNote.dense":
    "Every pixel is weighed on its own, wherever it lies. {parameters} weights.",
  "train.optimizer": "Optimizer",
  "train.optimizer.sgd": "SGD",
  "train.optimizer.momentum": "SGD with momentum",
  "train.optimizer.adam": "Adam",
  "train.optimizerNote.sgd": "Each weight moves straight against its gradient.",
  "train.optimizerNote.momentum": "Weights keep rolling in the direction they had, like a ball.",
  "train.optimizerNote.adam": "Each weight finds a step size of its own.",
  "train.rate": "Learning rate",
  "train.rateNote": "How far a step goes. Too small: slow. Too large: it jumps about.",
  "train.batch": "Batch size",
  "train.batchNote": "How many examples are looked at before the weights move.",
  "train.dropout": "Dropout",
  "train.dropoutNote":
    "Share of values silenced at random while learning, so that none is relied on.",
  "train.seed": "Seed",
  "train.seedNote": "The same seed gives the same first weights and the same order.",

  "train.progress": "Loss and accuracy",
  "train.loss": "Loss",
  "train.accuracy": "Accuracy",
  "train.learned": "learned from",
  "train.held": "held out",
  "train.lossChart": "Loss of each of {steps} {steps:step|steps}; the last one {loss}",
  "train.accuracyChart":
    "Accuracy at the end of each of {epochs} {epochs:epoch|epochs}; the last one {percent}",
  "train.noCurve": "The curves begin with the first step.",
  "train.lookAt": "Look at step",
  "train.stepText":
    "Step {step}, epoch {epoch}: loss {loss}, {right} of {count} right in its batch",
  "train.fitNow": "Learned from: {right} of {count} right.",
  "train.heldNow":
    "Held out: {right} of {count} right. Judged by so many, the accuracy lies between {low} and {high}.",
  "train.chance": "That may still be guessing.",
  "train.sameHand":
    "The held-out drawings of the program look like those it learned from: your own " +
    "hand is the harder test.",
  "train.noHeld": "No drawing is held out yet, so nothing can be said about new drawings.",

  "train.weights": "Weights and gradients",
  "train.layer": "Layer",
  "train.weightPictures": "Weights, up to ±{reach}",
  "train.gradientPictures": "Gradients of the last step, up to ±{reach}",
  "train.weightsHelp.filters":
    "One picture per filter: where it wants ink, and where it wants none.",
  "train.weightsHelp.values":
    "One picture per value that the layer puts out: what it adds up, and with " +
    "which sign.",
  "train.weightsShown": "{shown} of {number} are shown.",

  "train.try": "Draw, and this net judges",
  "train.add": "Add as “{name}”",
  "train.removeLast": "Remove the last one",
  "train.added": "Added. “{name}” has {number} {number:example|examples}.",
  "train.removed": "Removed. “{name}” has {number} {number:example|examples}.",
};
