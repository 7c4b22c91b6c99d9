/** What the studio says where it looks into nets, in English. */

export const INSPECT_ENGLISH = {
  "inspect.name": "Inspect",
  "inspect.run": "Net",
  "inspect.beside": "Beside it",
  "inspect.none": "no other",
  "inspect.image": "Image",
  "inspect.drawn": "drawn, or a picture of yours",
  "inspect.number": "Number",
  "inspect.previous": "The image before",
  "inspect.next": "The next image",
  "inspect.label": "of {count}, labelled {label}",
};
