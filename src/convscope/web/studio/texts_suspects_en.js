/** What the studio says of labels that may be wrong, in English. */

export const SUSPECTS_ENGLISH = {
  "suspects.none": "None that the other images speak against.",
  "suspects.note":
    "{count} labels, the most doubtful first, judged by the labels of the other images, compared by {eyes}. " +
    "By a careful estimate {low} to {high} of all labels are wrong. Look before you decide: the others may be wrong, too.",
  "suspects.eyes":
    "what {name} sees in them, trained on other photographs, and by edges and colours",
  "suspects.looks": "edges and colours",
  "suspects.working": "Every image is judged by the others",
  "suspects.old":
    "This was found before your last decisions; what you have decided about is not shown.",
  "suspects.again": "Look again",
  "suspects.least": "Likely: wrong with a chance of at least",
  "suspects.leastValue": "{percent} %",
  "suspects.choose": "Choose the likely ones ({count})",
  "suspects.proposed": "{label} → {proposed}?",
  "suspects.lead": "{percent} likely wrong; leads by {points} points",
  "suspects.chooseOne": "Choose {name}: labelled {label}, rather {proposed}",
  "suspects.by.looks": "Edges and colours",
  "suspects.by.net": "The net, which was not trained on it",
  "suspects.by.borrowed": "A net trained on other photographs ({name})",
  "suspects.reason": "{by}: {says}, by {points} points",
  "suspects.reasonAgainst": "{by}: {says}, as it is labelled",
  "suspects.neighbours":
    "Of the {count} most like it {proposed_count} are {proposed}, {label_count} are {label}.",
  "suspects.alike": "Like it, labelled {proposed}",
};
