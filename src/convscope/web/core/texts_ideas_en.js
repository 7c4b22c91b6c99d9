/** Ideas in one plain sentence each, in English. */

export const IDEAS_ENGLISH = {
  "idea.label": "In one sentence:",

  "name.idea.neuron": "neuron",
  "name.idea.map": "feature map",
  "name.idea.filter": "filter",
  "name.idea.weight": "weight",
  "name.idea.bias": "bias",
  "name.idea.product": "product",
  "name.idea.window": "window",
  "name.idea.stride": "stride",
  "name.idea.padding": "padding",
  "name.idea.receptiveField": "receptive field",
  "name.idea.mean": "mean",
  "name.idea.spread": "spread",
  "name.idea.gamma": "gamma",
  "name.idea.beta": "beta",
  "name.idea.scale": "scale",
  "name.idea.row": "row of values",
  "name.idea.dropout": "dropout",
  "name.idea.score": "score",
  "name.idea.probability": "probability",
  "name.idea.activation": "activation",
  "name.idea.gradient": "gradient",
  "name.idea.loss": "loss",
  "name.function.relu": "relu",
  "name.function.leaky_relu": "leaky_relu",
  "name.function.sigmoid": "sigmoid",
  "name.function.tanh": "tanh",
  "name.function.step": "step",
  "name.function.softmax": "softmax",
  "name.function.relu6": "relu6",
  "name.function.elu": "elu",
  "name.function.selu": "selu",
  "name.function.gelu": "gelu",
  "name.function.silu": "silu",
  "name.function.mish": "mish",
  "name.function.softplus": "softplus",
  "name.function.softsign": "softsign",
  "name.function.hard_sigmoid": "hard_sigmoid",
  "name.function.hard_silu": "hard_silu",
  "name.function.exponential": "exponential",

  "idea.neuron": "A neuron is one number that the net computes from some numbers before it.",
  "idea.map":
    "A feature map is a picture that says for each place how much of one thing was found there.",
  "idea.filter":
    "A filter is a small pattern of weights that is laid on every place of the picture in turn.",
  "idea.weight": "A weight says how much one incoming value counts, and whether for or against.",
  "idea.bias": "The bias is a number that is always added, whatever comes in.",
  "idea.product": "A product is one incoming value times its weight: its share of the sum.",
  "idea.window": "The window is the small part of the map that is looked at at one time.",
  "idea.stride": "The stride says how many pixels the window moves on from place to place.",
  "idea.padding":
    "Padding is a margin of zeros around the picture, so that the window also fits at its edge.",
  "idea.receptiveField":
    "The receptive field is the part of the input that can change this neuron at all.",
  "idea.mean": "The mean is what this map was on average during training, and it is taken away.",
  "idea.spread":
    "The spread says how far the map’s values lay from their mean during training, and it is divided by.",
  "idea.gamma": "Gamma is a learned number that makes the map stronger or weaker again.",
  "idea.beta": "Beta is a learned number that moves all values of the map up or down.",
  "idea.scale":
    "Every value is multiplied by one number and moved by another, so that all inputs have one size.",
  "idea.row":
    "All maps are written into one long row, pixel by pixel, because the next layer knows no rows and columns.",
  "idea.dropout":
    "Dropout leaves out values at random, but only during training; here everything passes.",
  "idea.score": "A score is the sum that a class gets: the class with the largest score wins.",
  "idea.probability": "A probability is a class’s share, so that all classes together make 100 %.",
  "idea.activation":
    "The activation is what the neuron passes on after its sum has gone through a function.",
  "idea.gradient":
    "A gradient says by how much a result changes when one number is made a little larger.",
  "idea.loss":
    "The loss says how wrong the verdict would be if a certain class were right; training makes it smaller.",
  "function.relu": "relu passes positive values on and turns negative ones into 0.",
  "function.leaky_relu":
    "leaky_relu passes positive values on and makes negative ones much smaller.",
  "function.sigmoid": "sigmoid presses every value between 0 and 1.",
  "function.tanh": "tanh presses every value between −1 and 1.",
  "function.step": "step gives 1 for positive values and 0 for all others.",
  "function.softmax":
    "softmax turns the scores into shares that add up to 1, and large scores get nearly all.",
  "function.relu6": "relu6 passes values from 0 to 6 on and cuts others off there.",
  "function.elu": "elu passes positive values on and bends negative ones towards −1.",
  "function.selu":
    "selu stretches positive values a little and bends negative ones, so that sizes stay alike.",
  "function.gelu": "gelu passes large values on, and the less of a value the more negative it is.",
  "function.silu":
    "silu multiplies each value by its sigmoid: large ones pass, negative ones hardly.",
  "function.mish": "mish passes large values on and hardly any negative ones, without a kink.",
  "function.softplus": "softplus is like relu without a kink: its values are always above 0.",
  "function.softsign": "softsign presses every value between −1 and 1, more slowly than tanh.",
  "function.hard_sigmoid": "hard_sigmoid climbs in a straight line from 0 at −3 to 1 at 3.",
  "function.hard_silu":
    "hard_silu multiplies each value by its hard_sigmoid: below −3 nothing is left.",
  "function.exponential": "exponential makes every value positive, and large ones very large.",
};
