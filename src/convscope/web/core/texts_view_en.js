/** Texts of the net in view, the magnifier and the projector, in English. */

export const VIEW_ENGLISH = {
  "fold.hidden": "{number} {number:layer|layers} hidden",
  "fold.fold": "Fold",
  "fold.unfoldThese": "Show the {number} hidden {number:layer|layers}, {first} to {last}",
  "fold.foldThese": "Fold the {number} {number:layer|layers} {first} to {last}",
  "fold.all": "Fold all",
  "fold.none": "Show all layers",

  "lens.title": "Magnifier",
  "lens.empty": "Point at a map, tap it, or go to it with Tab and the arrow keys: here it is " +
    "large, with its numbers and what it is made of.",
  "lens.close": "Put the magnifier away",
  "lens.valueOf": "{layer}, value {name}",
  "lens.filter": "Filter {number}: one kernel for each input map",
  "lens.keys": "Shift + arrow keys: from cell to cell. Enter: its calculation. Esc: close.",
  "lens.input": "the input",
  "lens.madeOf": "Made of {layer}: {list}",
  "lens.madeOfMap": "Made of {layer}: map {number}",
  "lens.madeOfValue": "Made of {layer}: value {number}",
  "lens.mapAdds": "map {number} {sum}",
  "lens.valueAdds": "value {number} {sum}",
  "lens.moreMaps": "{number} more {number:map|maps}",
  "lens.moreValues": "{number} more {number:value|values}",
  "lens.bias": "bias {bias}",
  "lens.comma": ", ",

  "projector.start": "Projector",
  "projector.key": "Large, for a room (key P)",
  "projector.whole": "From the input to the verdict.",
  "projector.counter": "{number} / {count}",
  "projector.previous": "Layer before (Page Up)",
  "projector.next": "Next layer (Page Down)",
  "projector.leave": "Leave",
  "projector.hint": "Page Down or →: next layer · Page Up or ←: layer before · P or Esc: leave",
};
