/** The texts of neurons, small nets and tensors, in English. */

export const NEURONS_ENGLISH = {
  "figure.neuron.threshold": "Threshold",
  "figure.neuron.outputKind": "Output rule",
  "figure.neuron.output.step": "Step function",
  "figure.neuron.output.sigmoid": "Sigmoid",
  "figure.neuron.output.ramp": "Ramp",
  "figure.neuron.sums": "Sum: {terms} = {sum}. Excess: {sum} − {threshold} = {excess}.",
  "figure.neuron.answer": "Output: {output}",
  "figure.neuron.curve": "The output over the excess. At an excess of {excess} it is {output}.",
  "figure.neuron.scale":
    "To the right: the excess, from −{reach} to {reach}. Upwards: the output, " +
    "from 0 to {most}. The dot is your neuron; one that lies outside is shown at the edge.",

  "figure.tensor.axis.picture": "Picture",
  "figure.tensor.axis.row": "Row",
  "figure.tensor.axis.column": "Column",
  "figure.tensor.axis.channel": "Channel",
  "figure.tensor.all": ": (all)",
  "figure.tensor.answer": "Shape {shape}: rank {rank}, {count} {count:number|numbers}.",
  "figure.tensor.numbers": "In the order of reading: {numbers}.",
  "figure.tensor.tooMany": "The numbers are those that are framed below.",
  "figure.tensor.picture": "Picture {index}",
  "figure.tensor.coloured": "Picture {index} in its colours",
  "figure.tensor.red": "Channel {index}: red",
  "figure.tensor.green": "Channel {index}: green",
  "figure.tensor.blue": "Channel {index}: blue",

  "figure.circle.pad": "Drawing",
  "figure.circle.square": "Row {row}, column {column}",
  "figure.circle.circle": "Circle",
  "figure.circle.cross": "Cross",
  "figure.circle.empty": "Empty",
  "figure.circle.hidden": "Hidden neuron {number}",
  "figure.circle.output": "Output neuron: {name}",
  "figure.circle.verdict": "The net says: {name}",
  "figure.circle.seed": "Start (another number gives other random weights)",
  "figure.circle.progress":
    "After {count} {count:step|steps} the loss is {loss}. {right} of {all} examples are judged right.",
  "figure.circle.weights":
    "The weights of the hidden neurons, each where its square lies. The stronger the colour, the " +
    "further from zero.",
  "figure.circle.forBoth": "For a circle it gives {circle}, for a cross {cross}.",
  "figure.circle.sumOf": "Write out the sum of",
  "figure.circle.sum": "Sum plus bias: {sum} + {bias} = {excess}. The sigmoid makes it {output}.",

  "figure.tensor.channel.red": "Channel {index}: red",
  "figure.tensor.channel.green": "Channel {index}: green",
  "figure.tensor.channel.blue": "Channel {index}: blue",

  "puzzle.weightedSum": "The sum",
  "puzzle.weightedSum.question": "What is the sum of input × weight?",
  "puzzle.silentThreshold": "The silent neuron",
  "puzzle.silentThreshold.question":
    "The output rule is the step. Which is the smallest whole threshold at which this neuron " +
    "puts out 0?",
  "puzzle.rampOutput": "The ramp",
  "puzzle.rampOutput.question":
    "The threshold is {threshold}, the output rule is the ramp. What does the neuron put out?",
  "puzzle.tensor": "x",
  "puzzle.tensorA": "a",
  "puzzle.tensorB": "b",
  "puzzle.tensorIndex": "Two indices",
  "puzzle.tensorIndex.question": "Which number is x[{row}, {column}]?",
  "puzzle.reshapeAxis": "Another shape",
  "puzzle.reshapeAxis.question":
    "A batch has the shape ({batch}, {rows}, {columns}, {channels}). It is reshaped to " +
    "({batch}, −1). How long is the second axis then?",
  "puzzle.broadcastCell": "A column plus a row",
  "puzzle.broadcastCell.question":
    "a has the shape ({length}, 1), b has the shape (1, {length}), and c = a + b. Which number " +
    "is c[{row}, {column}]?",
  "puzzle.hiddenSum": "Nine squares",
  "puzzle.hiddenSum.question":
    "A hidden neuron has the bias {bias}. What is its excess for this drawing: all products and " +
    "the bias together?",
  "puzzle.squares": "Drawing",
  "puzzle.netParameters": "Parameters of a net",
  "puzzle.netParameters.question":
    "A net has {inputs} inputs, a hidden layer of {hidden} neurons and a last layer of {outputs} " +
    "neurons. How many parameters has it, biases included?",
  "puzzle.twoLayers": "Through two layers",
  "puzzle.twoLayers.question":
    "Two hidden neurons with the ramp see three inputs. One output neuron sees both of them. All " +
    "biases are 0. What do the products of the output neuron add up to?",
  "puzzle.hiddenWeights": "Weights: a row for each hidden neuron",
  "puzzle.lastWeights": "Weights of the output neuron",

  "hint.weightedSum": "Multiply each input by the weight below it, then add the three products.",
  "hint.inputsOnly": "You added the inputs. Each one has to be multiplied by its weight first.",
  "hint.weightsOnly": "You added the weights. Each one has to be multiplied by its input first.",
  "hint.signsLost": "A minus sign was lost: a negative weight takes away.",
  "hint.silentThreshold":
    "Find the sum of input × weight first. The step function gives 1 only above 0.",
  "hint.equalIsSilent":
    "It is silent there, but it was before, too: an excess of exactly 0 gives 0.",
  "hint.stillFires": "There the sum is still larger than the threshold, so it puts out 1.",
  "hint.rampOutput":
    "Sum minus threshold is the excess. The ramp passes it on, and gives 0 below 0.",
  "hint.thresholdForgotten": "That is the sum. The threshold has to be taken away from it.",
  "hint.thresholdAdded": "You added the threshold. It has to be taken away.",
  "hint.belowZero": "That is the excess. It lies below 0, and there the ramp gives 0.",
  "hint.thatIsTheStep":
    "1 is what the step function would say. The ramp passes on how large the excess is.",
  "hint.tensorIndex": "The first index counts rows downwards, the second columns; both from 0.",
  "hint.countedFromOne": "You counted from 1. An index counts from 0.",
  "hint.axesSwapped": "The axes are the wrong way round: the first index is the row.",
  "hint.reshapeAxis": "Multiply the lengths of the axes that become one.",
  "hint.batchCounted": "The batch keeps an axis of its own. Leave it out of the product.",
  "hint.lengthsAdded": "You added the lengths. The numbers fill a block, so multiply.",
  "hint.channelsForgotten": "That counts pixels. Each has as many numbers as there are channels.",
  "hint.broadcastCell": "Take the number of a in that row and the number of b in that column. Add.",
  "hint.onlyTheColumn": "That is the number of a alone. The one of b has to be added.",
  "hint.onlyTheRow": "That is the number of b alone. The one of a has to be added.",
  "hint.hiddenSum": "Multiply each square by the weight at its place, add up, then add the bias.",
  "hint.addTheBias": "That is the sum of the products. The bias is still to be added.",
  "hint.biasTurned": "The bias is added, not taken away. (The threshold would be taken away.)",
  "hint.paperCounted": "Paper is 0, and 0 times a weight is 0. Only the weights at ink count.",
  "hint.inkCounted": "You counted the ink. Each square has to be multiplied by its weight.",
  "hint.netParameters":
    "Each hidden neuron has a weight for every input, and a bias. The last layer sees the hidden one.",
  "hint.firstLayerOnly": "That is the hidden layer. The last layer has parameters as well.",
  "hint.lastLayerOnly": "That is the last layer. The hidden layer has parameters as well.",
  "hint.inputsHaveNone": "Inputs are numbers from outside. They have no bias.",
  "hint.layersMultiplied": "Do not multiply the layers with each other. Count each one, then add.",
  "hint.twoLayers":
    "Find the sum of each hidden neuron and pass it through the ramp. Then do the last neuron.",
  "hint.rampForgotten": "One hidden sum is negative. The ramp makes 0 of it before it goes on.",
  "hint.lastWeightsForgotten": "The outputs of the hidden neurons still have to be multiplied.",
  "hint.oneHiddenOnly": "That is the part of one hidden neuron. Add that of the other.",
};
