/** What the studio says of a run besides its verdicts, in English. */

export const MORE_ENGLISH = {
  "cost.title": "What it needs elsewhere",
  "cost.weights": "Weights",
  "cost.peak": "At most between two layers, for an image",
  "cost.multiplyAdds": "Multiply-adds for an image",
  "cost.note": "{parameters} weights. Known before the training ends.",
  "robust.title": "Robustness",
  "robust.measure": "Measure how robust it is",
  "robust.working": "Images are moved, turned, scaled and spoilt",
  "robust.before": "{percent} of {count} images ({split}) are judged right as they are.",
  "robust.right": "Right",
  "robust.note":
    "What comes in from outside has the colour of the border. Rest the pointer on a share for its 95 % interval.",
  "robust.shift": "Moved, by pixels",
  "robust.turn": "Turned, by degrees",
  "robust.scale": "Times the size",
  "robust.blur": "Blurred, by pixels (σ)",
  "robust.noise": "Noise, of full scale (σ)",
  "robust.brightness": "Darker or brighter, of full scale",
  "robust.contrast": "Times the contrast",
  "review.write": "Write the review",
  "review.working": "The review is being written",
  "review.open": "Open the review",
  "run.notebook": "Notebook",
};
