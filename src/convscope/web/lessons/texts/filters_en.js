/** The texts of convolution and filters, in English. */

export const FILTERS_ENGLISH = {
  "figure.sliding.picture": "Picture, {size} × {size}",
  "figure.sliding.map": "Map, {size} × {size}",
  "figure.sliding.pictureLabel":
    "Picture of {size} × {size} pixels; the arrow keys move the window",
  "figure.sliding.filter": "Filter",
  "figure.sliding.filter.vertical": "Left to right",
  "figure.sliding.filter.horizontal": "Top to bottom",
  "figure.sliding.filter.diagonal": "Slanting line",
  "figure.sliding.next": "Next place",
  "figure.sliding.all": "Fill the map",
  "figure.sliding.again": "From the start",
  "figure.sliding.products": "Pixel × weight",
  "figure.sliding.where":
    "Row {row} of {places}, column {column} of {places}: place {done} of {total}.",
  "figure.sliding.sum": "Sum of the nine products: {sum}",

  "figure.channels.picture": "Picture with four squares: red, green, blue and white",
  "figure.channels.pictureLabel":
    "Picture of 9 × 9 pixels: a red square above left, green above right, blue below left, white " +
    "below right; the arrow keys move the frame",
  "figure.channels.channel.red": "Red",
  "figure.channels.channel.green": "Green",
  "figure.channels.channel.blue": "Blue",
  "figure.channels.slice": "Slice",
  "figure.channels.sum": "Sum: {sum}",
  "figure.channels.kernel": "Filter",
  "figure.channels.kernel.red": "Only red",
  "figure.channels.kernel.blue": "Only blue",
  "figure.channels.kernel.light": "Any light",
  "figure.channels.kernel.edge": "Left edges of red",
  "figure.channels.first": "The first slice serves all channels",
  "figure.channels.bias": "Bias",
  "figure.channels.where": "Row {row} of {places}, column {column} of {places}.",
  "figure.channels.total": "{terms}, and the bias {bias}: {total}",
  "figure.channels.maps": "{count} filters leave {count} maps:",
  "figure.channels.mapLabel": "Map; at the frame it is {value}",

  "figure.learningFilter.beginning": "Beginning",
  "figure.learningFilter.steps": "{steps} steps",
  "figure.learningFilter.back": "Back to step 0",
  "figure.learningFilter.filter": "The filter",
  "figure.learningFilter.weights": "Weights of the filter, row by row: {numbers}",
  "figure.learningFilter.kind.upright": "An upright edge",
  "figure.learningFilter.kind.level": "A level edge",
  "figure.learningFilter.map": "Its map",
  "figure.learningFilter.largest": "Largest number: {value}",
  "figure.learningFilter.says":
    "After {steps} {steps:step|steps}, {right} of {all} pictures are judged right.",
  "figure.learningFilter.sides":
    "Weights of the right column minus those of the left: {right}. Bottom row minus top row: {below}.",

  "figure.matchedFilter.filter": "Weights around the line",
  "figure.matchedFilter.around.nothing": "0",
  "figure.matchedFilter.around.minus": "−1",
  "figure.matchedFilter.picture": "Picture",
  "figure.matchedFilter.weights": "Filter",
  "figure.matchedFilter.map": "Map",
  "figure.matchedFilter.label":
    "Picture of 20 × 20 pixels: a slanting line above left, a full square above right, a cross " +
    "below left, a level line below right; the arrow keys move the frame",
  "figure.matchedFilter.terms":
    "Ink under the line: {line} × {onLine} = {lineSum}. Ink around it: {around} × {weight} = {aroundSum}.",
  "figure.matchedFilter.sum": "Sum: {sum}",

  "figure.strides.field.rows": "Rows of the picture",
  "figure.strides.field.reach": "Rows of the filter",
  "figure.strides.field.stride": "Stride",
  "figure.strides.zeros": "Around the picture",
  "figure.strides.valid": "nothing (valid)",
  "figure.strides.same": "zeros (same)",
  "figure.strides.and": ", ",
  "figure.strides.size": "The map has {positions} {positions:row|rows}.",
  "figure.strides.padded": "Rows of zeros: {before} before the first row, {after} behind the last.",
  "figure.strides.unseen": "Never looked at: {count:row|rows} {rows}.",
  "figure.strides.allSeen": "Every row is looked at.",

  "figure.receptiveField.layers": "Layers",
  "figure.receptiveField.stride": "Stride of each layer",
  "figure.receptiveField.says":
    "Neuron {neuron} of {count} sees rows {first} to {last} of the picture: {rows} rows.",
  "figure.receptiveField.label":
    "Picture of {rows} rows with the maps below it; the arrow keys choose a neuron of the last map",

  "puzzle.filter": "Filter",
  "puzzle.mapSize": "The size of the map",
  "puzzle.mapSize.question":
    "A filter of {window} × {window} weights slides over a picture of {size} × {size} pixels, " +
    "one pixel at a time. How many rows has the map?",
  "puzzle.mapCell": "One cell of the map",
  "puzzle.mapCell.question":
    "The filter slides over the picture. Which number stands in row {row}, column {column} of " +
    "the map? Rows and columns count from 1; the bias is 0.",
  "puzzle.parameters": "Counting parameters",
  "puzzle.parameters.filter":
    "A filter of {window} × {window} weights, with its bias, slides over a picture of " +
    "{size} × {size} pixels. How many parameters has it?",
  "puzzle.parameters.dense":
    "A dense layer of {units} neurons looks at a picture of {size} × {size} pixels. How many " +
    "parameters has it, biases included?",
  "puzzle.numbersOut": "Numbers that come out",
  "puzzle.numbersOut.question":
    "{filters} filters of {window} × {window} pixels slide over a picture of {size} × {size} " +
    "pixels with {channels} channels. How many numbers are in all their maps together?",
  "puzzle.channelSum": "One filter, three channels",
  "puzzle.channelSum.question":
    "A filter of 2 × 2 pixels lies on a colour picture. Its bias is {bias}. Which number does it " +
    "write into its map?",
  "puzzle.kernelParameters": "Parameters of many filters",
  "puzzle.kernelParameters.question":
    "{maps} maps arrive at a layer of {filters} filters. Each filter looks at " +
    "{window} × {window} pixels. How many parameters has the layer, biases included?",
  "puzzle.largestSum": "The most that a filter can give",
  "puzzle.largestSum.question":
    "Each pixel lies between 0 for paper and 9 for ink. Which is the largest sum that this filter " +
    "can give? Its bias is 0.",
  "puzzle.insideSum": "Ink everywhere",
  "puzzle.insideSum.question":
    "Under this filter, all pixels are {ink}. Which sum does it give? Its bias is 0.",
  "puzzle.faultyLine": "A line with faults",
  "puzzle.faultyLine.question":
    "A filter has 5 weights of {weight} on its slanting line, and −1 everywhere else. Ink is {ink}, paper 0. " +
    "Of a slanting line under it, {missing} {missing:pixel is|pixels are} missing, and {extra} " +
    "{extra:pixel|pixels} beside the line {extra:has|have} ink. Which sum does it give?",
  "puzzle.weightAfterSteps": "Where a weight comes from",
  "puzzle.weightAfterSteps.question":
    "At step 0 a filter holds the random weights below. For the one in row {row}, column {column}, " +
    "three steps find these gradients. The learning rate is {rate}. How large is this weight then?",
  "puzzle.noise": "The filter at step 0",
  "puzzle.gradients": "Gradients of that weight, step by step",
  "puzzle.strideRows": "Long steps",
  "puzzle.strideRows.question":
    "A filter of {window} × {window} pixels slides over a picture of {size} × {size} pixels. The " +
    "stride is {stride}, and there is no padding. How many rows has the map?",
  "puzzle.sameRows": "Rows with “same”",
  "puzzle.sameRows.question":
    "A filter of {window} × {window} pixels slides over a picture of {size} × {size} pixels. The " +
    "stride is {stride}, the setting is “same”. How many rows has the map?",
  "puzzle.paddedMiddle": "Where the zeros lie",
  "puzzle.paddedMiddle.question":
    "A filter of {window} × {window} pixels slides over a picture of {size} × {size} pixels. The " +
    "stride is {stride}, the setting is “same”. At place {place} of its way down, on which row of " +
    "the picture does the filter's middle row lie? Rows and places count from 1.",
  "puzzle.rowsSeen": "How far it sees",
  "puzzle.rowsSeen.question":
    "These layers follow each other, from left to right. How many rows of the picture does one " +
    "neuron of the last map see, far from the edge?",
  "puzzle.windowRows": "Rows of the filter",
  "puzzle.strides": "Stride",

  "hint.mapSize": "Count the places where the filter's upper edge can lie: one row more each time.",
  "hint.keptSize": "The filter has to stay inside the picture, so it has fewer places than rows.",
  "hint.lastPlace": "One place is missing: both the first and the last one count.",
  "hint.sideBySide": "The filter moves one pixel at a time. Its places overlap.",
  "hint.allPlaces": "Those are all cells of the map. Only its rows were asked for.",
  "hint.mapCell":
    "Lay the filter's upper left corner on that row and column of the picture. Multiply nine " +
    "times, then add.",
  "hint.rowAndColumn": "Row and column are the wrong way round: rows count downwards.",
  "hint.filterTurned": "The filter was turned round. Lay it on the picture as it stands.",
  "hint.filterIgnored": "You added the pixels. Each has to be multiplied by the filter's weight.",
  "hint.filterParameters": "Count the weights of the filter, then its one bias.",
  "hint.biasForgotten": "The bias is missing: every filter has one.",
  "hint.oncePerPlace": "The same weights serve every place of the map. Count them once.",
  "hint.oncePerPixel": "Those are as many as pixels. The filter is smaller than the picture.",
  "hint.denseParameters": "Each neuron has one weight for every pixel, and one bias.",
  "hint.oneBiasEach": "Only one bias was counted. Every neuron has its own.",
  "hint.oneUnitOnly": "Every neuron has weights of its own. Multiply by how many there are.",
  "hint.numbersOut":
    "Find the rows and columns of one map, and multiply. Then ask how many maps there are.",
  "hint.mapForEachChannel": "A filter leaves one map, not one for each channel.",
  "hint.channelsKept": "The channels do not go on: only what the filters leave comes out.",
  "hint.mapsAreFilters": "There are as many maps as filters, not as many as channels.",
  "hint.oneMapOnly": "That is one map. Each filter leaves one.",
  "hint.mapIsSmaller": "The filters stay inside the picture, so a map has fewer rows than it.",
  "hint.channelSum":
    "Lay each slice on its channel and multiply four times. Add all twelve products, then the bias.",
  "hint.biasLeftOut": "The bias is missing. It is added once, at the end.",
  "hint.biasThrice": "The bias was added for each channel. It is added once, to the total.",
  "hint.sliceEach": "The slice for red was used three times. Each channel has a slice of its own.",
  "hint.redOnly": "That is the red channel alone. The sums of all three are added.",
  "hint.addNotAverage": "You took an average. The three sums are added.",
  "hint.kernelParameters":
    "Count the weights of one slice, then of one filter with all its slices. Add its bias, and " +
    "multiply by the filters.",
  "hint.biasOfEachFilter": "Each filter has one bias. Add as many as there are filters.",
  "hint.slicesForgotten": "Each filter has a slice of weights for every map that arrives.",
  "hint.biasPerSlice": "A slice has no bias. Each filter has one.",
  "hint.oneFilterOnly": "That is one filter. The layer has more of them.",
  "hint.largestSum":
    "Put ink under each positive weight and paper under each negative one. Then add.",
  "hint.paperUnderNegative": "That is ink everywhere. Paper under the negative weights gives more.",
  "hint.inkIsNeverNegative": "A pixel is never negative, so a negative weight adds 0 at best.",
  "hint.inkIsNine": "Each pixel with ink counts 9.",
  "hint.insideSum": "Add all nine weights, the negative ones too, and multiply by the ink.",
  "hint.inkAroundTakesAway": "The ink under the negative weights is missing. It takes away.",
  "hint.timesTheInk": "That is the sum of the weights. Each has to be multiplied by the ink.",
  "hint.minusTakesAway": "A minus sign was lost: negative weights take away.",
  "hint.faultyLine":
    "Count the pixels of the line that have ink, times the weight and the ink. Then take the ink " +
    "away once for each pixel beside the line.",
  "hint.besideTakesAway": "Ink beside the line takes away, because the weights there are −1.",
  "hint.besideCounts": "The ink beside the line was left out. It takes away.",
  "hint.inkCounts": "That is for ink of 1. Here ink counts more.",
  "hint.missingCounts": "That is the whole line. Pixels that are missing add nothing.",
  "hint.weightAfterSteps":
    "Begin with the random weight. Each step takes away the learning rate times its gradient.",
  "hint.filtersLearnToo": "That is the noise at step 0. Training changes the weights of filters.",
  "hint.noiseCounts": "The weight begins as noise, not at 0. The steps change what is there.",
  "hint.againstTheGradient": "You went along with the gradient. A step goes against it.",
  "hint.allSteps": "That is one step alone. All three change the weight.",
  "hint.timesTheRate": "Each gradient is multiplied by the learning rate first.",
  "hint.strideRows":
    "Take the rows of the filter from those of the picture, divide by the stride, round down, " +
    "add 1.",
  "hint.noHalfPlace": "It was rounded up. A place where the filter does not fit whole is none.",
  "hint.strideDivides":
    "Rows by stride would let the filter hang over the edge. Take its own rows away first.",
  "hint.firstPlaceForgotten": "Those are the steps. The place before the first step counts too.",
  "hint.strideForgotten": "That would be right for a stride of 1.",
  "hint.sameRows": "With “same”, divide the rows of the picture by the stride and round up.",
  "hint.sameRoundsUp": "It was rounded down. With “same” one rounds up.",
  "hint.sameAtStrideOne": "“Same” keeps the size at a stride of 1. This stride is larger.",
  "hint.zerosForgotten": "That is the size without padding. “Same” adds zeros around the picture.",
  "hint.paddedMiddle":
    "Find the rows of the map, then how many zeros the last place needs. Half of them, rounded " +
    "down, lie before row 1. Each place lies one stride further down.",
  "hint.oddZeroBehind": "The odd row of zeros lies behind the last row, not before the first.",
  "hint.zerosBefore": "That is without zeros before the first row. Here there are some.",
  "hint.fewerZeros":
    "That is with zeros as for a stride of 1, as many on both sides. Here fewer are enough.",
  "hint.upperEdge": "That is the filter's first row. Its middle lies further down.",
  "hint.firstPlaceNoStep": "That is one step too many: place 1 is reached without a step.",
  "hint.rowsSeen":
    "Begin with 1 row. Each layer adds the rows of its filter minus 1, times the strides of all " +
    "layers before it.",
  "hint.stridesReach":
    "The strides count: behind a stride of 2, neighbours lie 2 rows of the picture apart.",
  "hint.onlyLastWindow":
    "That is what it sees of the map before it. The neurons there see rows of their own.",
  "hint.windowsOverlap": "What neighbours see overlaps, so windows neither add up nor multiply.",
};
