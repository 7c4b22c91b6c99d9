/** The texts of what figures and puzzles of several themes say, in English. */

export const SHARED_ENGLISH = {
  "figure.steps": "{count} {count:step|steps}",

  "figure.again": "From the start",

  "figure.descent.loss": "loss",

  "figure.neuron.input": "Input {number}",
  "figure.neuron.weight": "Weight {number}",

  "figure.bars": "What the net says, of 100 %",

  "figure.inside.digit": "Digit",
  "figure.inside.answer": "The net says {digit}, {percent}.",

  "figure.training": "Training …",

  "puzzle.inputs": "Inputs",
  "puzzle.weights": "Weights",
  "puzzle.picture": "Picture",

  "hint.errorTurned":
    "The sign is the wrong way round: prediction minus y, not y minus prediction.",
  "hint.twoForgotten": "The 2 in front is missing.",

  "puzzle.labels": "Labels",

  "hint.biasesForgotten": "The biases are missing: every neuron has one.",
  "hint.classFromZero": "That is the class before: classes count from 0.",
};
