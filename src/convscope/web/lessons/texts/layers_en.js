/** The texts of pooling, flattening and dense layers, in English. */

export const LAYERS_ENGLISH = {
  "figure.pooling.shape": "Shape",
  "figure.pooling.shape.dot": "Dot",
  "figure.pooling.shape.line": "Slanting line",
  "figure.pooling.shape.square": "Square",
  "figure.pooling.window": "Windows",
  "figure.pooling.back": "Back to its place",
  "figure.pooling.map": "Map, {size} × {size}",
  "figure.pooling.label": "Map of {size} × {size} cells; the arrow keys move the shape",
  "figure.pooling.kind.max": "Max pooling",
  "figure.pooling.kind.average": "Average pooling",
  "figure.pooling.changed": "Changed: {count} of {all}",
  "figure.pooling.moved": "Moved: {right} to the right, {down} down",

  "figure.flatten.map": "Map {map}",
  "figure.flatten.row": "The long row",
  "figure.flatten.label": "Map {map} of {size} × {size} numbers; the arrow keys choose one",
  "figure.flatten.place": "Row {row}, column {column} of map {map} goes to place {place} of {all}.",
  "figure.flatten.right": "Its neighbour to the right goes to place {place}.",
  "figure.flatten.below": "The one below goes to place {place}.",

  "figure.parameterBars.field.firstFilters": "Filters, first layer",
  "figure.parameterBars.field.secondFilters": "Filters, second layer",
  "figure.parameterBars.field.units": "Neurons of the dense layer",
  "figure.parameterBars.pools": "Pooling",
  "figure.parameterBars.convolution": "{filters} {filters:filter|filters} of 3 × 3",
  "figure.parameterBars.pooling": "Pooling",
  "figure.parameterBars.flatten": "Flatten: {numbers} numbers",
  "figure.parameterBars.dense": "Dense, {units} {units:neuron|neurons}",
  "figure.parameterBars.count": "{count}",
  "figure.parameterBars.total": "{all} parameters, {share} of 100 of them in one layer: {layer}",

  "puzzle.pooledCell": "Largest and average",
  "puzzle.pooledCell.question":
    "The map is pooled with windows of 2 × 2, side by side. By how much is the number of max " +
    "pooling larger than that of average pooling, in row {row}, column {column} of what comes out?",
  "puzzle.map": "Map",
  "puzzle.pooledNumbers": "What pooling leaves",
  "puzzle.pooledNumbers.question":
    "{maps} maps of {size} × {size} numbers are pooled with windows of 2 × 2, side by side. How " +
    "many numbers are left, in all maps together?",
  "puzzle.pooledShift": "The dot that moves",
  "puzzle.pooledShift.question":
    "A map has {columns} columns, and a single dot in column {column}. It is pooled by the " +
    "maximum, with windows of {window} × {window}, side by side. The dot moves {right} to the " +
    "right. By how many columns does it move in the pooled map?",
  "puzzle.flatNumbers": "The length of the row",
  "puzzle.flatNumbers.question":
    "A picture of {size} × {size} pixels goes through {filters} filters of {window} × {window} " +
    "pixels, then through pooling with windows of 2 × 2. All maps are laid into one row. How many " +
    "numbers has it?",
  "puzzle.flatPlace": "A place in the row",
  "puzzle.flatPlace.question":
    "Maps of {size} × {size} numbers, {maps} of them, are laid into one row. To which place goes " +
    "the number in row {row}, column {column} of map {map}? All counts begin at 1.",
  "puzzle.denseBehindMaps": "A dense layer behind maps",
  "puzzle.denseBehindMaps.question":
    "{maps} maps of {size} × {size} numbers are laid into one row. A layer of {units} neurons " +
    "follows that looks at all of it. How many parameters has it, biases included?",

  "hint.pooledCell":
    "Find the window: rows 1 and 2 of the map make row 1, rows 3 and 4 make row 2. Take the " +
    "largest of its four numbers, and take a quarter of their sum away.",
  "hint.thatIsTheMaximum": "That is max pooling. Take the average away from it.",
  "hint.thatIsTheAverage": "That is average pooling. Take it away from the largest number.",
  "hint.rowAndColumnOfMap": "Row and column are the wrong way round.",
  "hint.windowsSideBySide": "Windows lie side by side here: the second one begins in row 3.",
  "hint.pooledNumbers":
    "Count the windows in a row of the map, and those below each other. Multiply, then by the maps.",
  "hint.noHalfWindow": "A window that would hang over the edge is left out.",
  "hint.eachMapPooled": "That is one map. Each of them is pooled.",
  "hint.bothAxesHalved": "Rows and columns become half as many.",
  "hint.poolingSideBySide": "The windows lie side by side and do not overlap.",
  "hint.pooledShift":
    "Find the window of the dot before and after: columns are taken in groups, from column 1.",
  "hint.fewerColumns": "The pooled map has fewer columns, so the dot moves by fewer.",
  "hint.whereTheDotIs": "It depends on where in its window the dot begins.",
  "hint.wholeColumns": "The dot lies in one column or the next, never between them.",
  "hint.borderCrossed": "The dot leaves its window, so it does move.",
  "hint.flatNumbers":
    "Follow the rows: picture, map, pooled map. Square what is left, then multiply by the filters.",
  "hint.poolingForgotten": "Pooling was left out. It halves the rows and the columns.",
  "hint.filterShrinks": "The filters come first, and their maps are smaller than the picture.",
  "hint.allMapsInTheRow": "That is one map. All maps go into the row.",
  "hint.mapIsManyNumbers": "That is how many maps there are. Each has many numbers.",
  "hint.lastWindowOut": "A window of pooling that would hang over the edge is left out.",
  "hint.flatPlace":
    "Count what comes before: whole rows, then whole places of this row, then maps at this place.",
  "hint.placesFromOne": "So many numbers come before it. Its own place is one further.",
  "hint.mapsInnermost":
    "The maps are not laid down one after the other. At each place all take turns.",
  "hint.rowsFirst": "Row and column are the wrong way round: a row is finished first.",
  "hint.countBefore": "Count the rows and columns before it, not its own.",
  "hint.denseBehindMaps":
    "Find the length of the row. Each neuron has a weight for each of its numbers, and a bias.",
  "hint.neuronsHaveBiases": "Each neuron has a bias: add as many as there are neurons.",
  "hint.weightForEachNumber":
    "A neuron has a weight for each number of each map, not one for a map.",
  "hint.everyMapArrives": "That is for one map. All maps are in the row.",
  "hint.neuronsShareNothing": "That is one neuron. Multiply by how many there are.",
};
