/** What is said at an opened neuron, in English. */

export const NEURON_ENGLISH = {
  "question.title": "Questions to begin with",
  "question.sum": "Which sum is behind a pixel?",
  "question.filter": "What does a filter look for?",
  "question.lost": "What does pooling throw away?",
  "question.why": "Why this verdict and not another?",
  "question.change": "What would change the verdict?",

  "jump.open": "Open {place}",
  "jump.input": "input: {position}",

  "slide.title": "Let the window slide over the input",
  "slide.first": "From the beginning",
  "slide.back": "One step back",
  "slide.next": "One step on",
  "slide.play": "Play",
  "slide.pause": "Pause",
  "slide.speed": "Speed",
  "slide.slow": "slow",
  "slide.medium": "medium",
  "slide.fast": "fast",
  "slide.position": "Place of the window",
  "slide.still": "Your system asks for less motion: the window moves only step by step.",
  "slide.input": "The window on the input",
  "slide.output": "{number} of {count} pixels of the map",
  "slide.where": "Row {row}, column {column}:",
  "slide.sum": "sum of {number} {number:product|products} + bias: {line}",
  "slide.after": "{line}; after {name}: {value}",
  "slide.largest": "the largest of {number} {number:value|values} is {value}",
  "slide.mean": "the mean of {number} {number:value|values} is {value}",

  "contributions.title": "What each input map adds to the sum",
  "contributions.note": "{number} maps of {layer}, the largest share first. Open one to see its " +
    "products.",
  "contributions.map": "map {channel}",
  "contributions.place": "row, column",
  "contributions.factors": "value × weight",
  "contributions.total": "All {number} maps together: {value}",
  "contributions.fold": "Fold all up",

  "filter.title": "What this filter looks for",
  "filter.picture": "The filter: {number} {number:kernel|kernels}",
  "filter.legend": "Blue: positive weights; ink there makes the sum larger. Orange: negative " +
    "weights; ink there makes it smaller.",
  "filter.legendPlain": "Towards the + end of the legend: positive weights; ink there makes " +
    "the sum larger. Towards the − end: negative weights; ink there makes it smaller.",
  "filter.several":
    "This filter has one kernel for each map that it takes in. What it answers to " +
    "shows where it found it:",
  "filter.like": "It looks for {pattern} (likeness {likeness} of 1).",
  "filter.unlike": "It looks for no simple pattern: compare its colours with the places below.",
  "filter.found": "Where it answers most in your drawing",

  "pattern.spot": "ink everywhere in its window",
  "pattern.spot.opposite": "no ink anywhere in its window",
  "pattern.left": "ink on the left and none on the right",
  "pattern.left.opposite": "ink on the right and none on the left",
  "pattern.top": "ink above and none below",
  "pattern.top.opposite": "ink below and none above",
  "pattern.corner": "ink at the top left and none at the bottom right",
  "pattern.corner.opposite": "ink at the bottom right and none at the top left",
  "pattern.otherCorner": "ink at the top right and none at the bottom left",
  "pattern.otherCorner.opposite": "ink at the bottom left and none at the top right",
  "pattern.vertical": "an upright line: ink in the middle, none to its left and right",
  "pattern.vertical.opposite": "an upright gap: ink to the left and right, none in the middle",
  "pattern.horizontal": "a level line: ink in the middle, none above and below",
  "pattern.horizontal.opposite": "a level gap: ink above and below, none in the middle",
  "pattern.falling": "a line that falls from the top left to the bottom right",
  "pattern.falling.opposite": "a gap that falls from the top left to the bottom right",
  "pattern.rising": "a line that rises from the bottom left to the top right",
  "pattern.rising.opposite": "a gap that rises from the bottom left to the top right",
  "pattern.centre": "a dot: ink in the middle, none around it",
  "pattern.centre.opposite": "a hole: ink around the middle, none in it",

  "pooling.title": "What pooling throws away",
  "pooling.kept": "What stays of it; the rest is grey",
  "pooling.counts": "Of {size} values {kept} {kept:stays|stay} and {thrown} {thrown:is|are} " +
    "thrown away; {zeros} of those {zeros:is|are} 0.",
  "pooling.means": "{size} values become {outputs} {outputs:mean|means}: no value stays as it is.",
  "pooling.unseen": "{number} {number:lies|lie} under no window.",
  "pooling.place":
    "Also lost: where in its window the winner stood. On any of the {number} places " +
    "it would give the same result.",
  "pooling.placeMean":
    "Also lost: where in the window each value stood. In any order the {number} " +
    "values have the same mean.",
  "pooling.turn": "Turn every window back to front",
  "pooling.same": "The values have changed places; the pooled map has not: largest difference " +
    "{difference}.",

  "copy.title": "What if its window were another? Try it on a copy",
  "copy.says":
    "This is a copy to play with. The net itself, its verdict and all numbers above stay " +
    "as they are.",
  "copy.size": "Window",
  "copy.stride": "Stride",
  "copy.dilation": "Dilation",
  "copy.padding": "Padding",
  "copy.valid": "none (valid)",
  "copy.same": "zeros around (same)",
  "copy.reset": "Like the layer again",
  "copy.own": "The layer: {height} × {width}",
  "copy.copy": "The copy: {height} × {width}",
  "copy.reach": "reach of the window",
  "copy.reachFormula": "({size} − 1) × {dilation} + 1 = {reach}",
  "copy.rule": "size of the map",
  "copy.ruleValid": "⌊(input − window) ÷ stride⌋ + 1",
  "copy.ruleSame": "⌈input ÷ stride⌉",
  "copy.both": "rows and columns",
  "copy.rows": "rows",
  "copy.columns": "columns",
  "copy.tooLarge": "The window does not fit into the input: there is no place for it, and no map.",
  "copy.resized":
    "Nobody has trained this kernel: it is the learned one, cut at its edges or with " +
    "zeros around it.",

  "rival.label": "compared with",

  "compare.title": "Why this verdict and not another?",
  "compare.ahead": "“{name}” has the score {score}, “{other}” {otherScore}: “{name}” is ahead by " +
    "{difference}. This difference is made of the products below.",
  "compare.behind": "“{name}” has the score {score}, “{other}” {otherScore}: the difference is " +
    "{difference}. It is made of the products below.",
  "compare.strongest":
    "What speaks most for “{name}” and against “{other}” is the value at {place}.",
  "compare.strongestAgainst":
    "The largest product speaks for “{other}” and against “{name}”: the value at {place}.",
  "compare.caption": "Value × difference of both weights, the largest first",
  "compare.from": "value from",
  "compare.weights": "weight for “{name}” − “{other}”",
  "compare.for": "for “{name}”",
  "compare.bias": "plus the difference of the biases",
  "compare.scores": "difference of the scores",

  "change.title": "What would change the verdict?",
  "change.note": "Here the input is changed pixel by pixel, and the net judges each change. Your " +
    "drawing stays as it is.",
  "change.picture": "What the net receives, {number} {number:pixel|pixels} changed",
  "change.choose": "Choose a pixel to ink or to clear it.",
  "change.help": "Arrow keys move, Space changes the pixel.",
  "change.gradient": "What more ink would do at each pixel",
  "change.wishes": "Blue: more would help the other class. Orange: less would help it.",
  "change.wishesPlain":
    "Towards the + end of the legend: more would help the other class. Towards " +
    "the − end: less would help it.",
  "change.pixel": "Row {row}, column {column}: value {value}, gradient {gradient}.",
  "change.now": "As it is, the net says “{name}”, {percent}.",
  "change.still": "{number} {number:pixel|pixels} changed: still “{name}”, {percent}.",
  "change.reached": "{number} {number:pixel|pixels} changed: now the net says “{name}”, {percent}.",
  "change.ink":
    "Most would help “{other}”: ink at row {row}, column {column}. By its gradient the " +
    "score would come closer by {gain}.",
  "change.clear":
    "Most would help “{other}”: no ink at row {row}, column {column}. By its gradient " +
    "the score would come closer by {gain}.",
  "change.brighter": "Most would help “{other}”: other colours at row {row}, column {column}, " +
    "brighter in all. By its gradient the score would come closer by {gain}.",
  "change.darker":
    "Most would help “{other}”: other colours at row {row}, column {column}, darker " +
    "in all. By its gradient the score would come closer by {gain}.",
  "change.none": "No pixel that is left would help.",
  "change.one": "Change the pixel that helps most",
  "change.all": "Go on until the verdict changes",
  "change.undo": "Take one back",
  "change.reset": "As it was",

  "pixel.rises": "The pixel at row {row}, column {column}: when its value grows by 1, “{other}” " +
    "gains about {gradient} on “{name}”. These are the terms of that:",
  "pixel.falls": "The pixel at row {row}, column {column}: when its value grows by 1, “{other}” " +
    "loses about {gradient} to “{name}”. These are the terms of that:",
  "pixel.nothing":
    "The pixel at row {row}, column {column} changes nothing between “{other}” and " +
    "“{name}”. These are its terms:",
  "pixel.terms": "Neurons of {layer} that see it: weight × gradient there, the largest first",
  "pixel.sum": "Sum: gradient of the pixel",

  "words.neuronRises":
    "This neuron: when its value before the activation is {step} larger, {target} rises by about {change}.",
  "words.neuronFalls":
    "This neuron: when its value before the activation is {step} larger, {target} falls by about {change}.",
  "words.neuronNothing": "This neuron: a little more or less of it changes nothing in {target}.",
  "words.weightRises": "Its weights: the one for {place} counts most. When it is {step} larger, " +
    "{target} rises by about {change}, wherever this weight is used.",
  "words.weightFalls": "Its weights: the one for {place} counts most. When it is {step} larger, " +
    "{target} falls by about {change}, wherever this weight is used.",
  "words.weightNothing": "Its weights: a little more or less of them changes nothing in {target}.",
  "words.inputRises": "What it takes in: {place} counts most. When it is {step} larger, {target} " +
    "rises by about {change}, through all neurons that see it.",
  "words.inputFalls": "What it takes in: {place} counts most. When it is {step} larger, {target} " +
    "falls by about {change}, through all neurons that see it.",
  "words.inputNothing":
    "What it takes in: a little more or less of it changes nothing in {target}.",
  "words.there": "Go there",
};
