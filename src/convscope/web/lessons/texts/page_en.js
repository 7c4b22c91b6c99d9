/** The texts of the page around lessons: the list, bets, programs, puzzles, worksheets, in English. */

export const PAGE_ENGLISH = {
  "lessons.about": "Each lesson says one thing. You bet before you are shown, and puzzles at the " +
    "end tell you whether you have it. What you do here stays in this browser.",
  "lessons.room": "Large letters",
  "lessons.all": "All lessons",
  "lessons.next": "Next:",
  "lessons.arriving": "Loading “{title}” …",
  "lessons.number": "Lesson {number}",
  "lessons.minutes": "{minutes} {minutes:minute|minutes}",
  "lessons.puzzlesSolved": "{solved} of {all} puzzles solved",
  "lessons.handIn": "Hand in",
  "lessons.handInNote":
    "Saves a file with your bets and puzzles, without your name, for your teacher.",
  "lessons.progress": "{solved} of {all} kinds of puzzles solved so far.",
  "lessons.goOn": "Go on with:",
  "lessons.figure": "Figure",
  "lessons.terms": "Words of this lesson",
  "lessons.bet": "Your bet",
  "lessons.commit": "That is my bet",
  "lessons.chooseFirst": "Choose an answer first.",
  "lessons.waiting": "The lesson goes on when you have made your bet.",
  "lessons.betRight": "You were right.",
  "lessons.betWrong": "Not so.",
  "lessons.cell": "Python program",
  "lessons.copy": "Copy",
  "lessons.copied": "Copied. Run it in Python where convscope is installed.",
  "lessons.selected": "Selected: press Ctrl or ⌘ and C.",

  "search.label": "Search lessons, words and puzzles",
  "search.found": "{count} found",
  "search.lesson": "Lesson {number}",
  "search.term": "Word of lesson {number}",
  "search.heading": "Lesson {number}: {title}",
  "search.puzzle": "Puzzle of lesson {number}",

  "glossary.name": "Glossary",
  "glossary.about":
    "The {number} words of this course, in the order in which lessons introduce them.",

  "class.name": "Class",
  "class.about":
    "Pupils press “Hand in” below the list of lessons and give you the file. It holds their bets and solved puzzles, and no name.",
  "class.drop":
    "Drop the files here, or choose them. They are read in this page and are sent nowhere.",
  "class.counted": "{count} {count:pupil|pupils} counted",
  "class.blocks": "The 25 stumbling blocks",
  "class.block": "Stumbling block",
  "class.rare": "Rarer beliefs",
  "class.answered": "Pupils who made a bet",
  "class.fell": "Fell for it",
  "class.bet": "Bet",
  "class.belief": "Wrong answer",
  "class.of": "{count} of {answered}",
  "class.puzzles": "Puzzles",
  "class.puzzle": "Puzzle",
  "class.solvers": "Pupils who solved it",
  "class.tasks": "Tasks solved in all",
  "class.tooLarge":
    "The file is too large to be one that was handed in. Take the file that the button “Hand in” has saved.",
  "class.notJson":
    "The file is no JSON, or only a part of it has arrived. Save it again with “Hand in”.",
  "class.otherFile":
    "The file was not made with “Hand in”. Take the one that the button has saved.",
  "class.broken": "The file has been changed: {value}. Save it again with “Hand in”.",
  "class.unreadable":
    "The browser cannot read the file. A folder, perhaps? Drop the files inside of it.",
  "class.again": "Of the same browser as {value}. The file that came last counts.",

  "handout.print": "Print",
  "handout.name": "Name",
  "handout.date": "Date",
  "handout.answers": "Answers: {title}",

  "puzzle.answer": "Your answer, a number",
  "puzzle.check": "Check",
  "puzzle.another": "Another one",
  "puzzle.solved": "{count} solved",
  "puzzle.notANumber": "Type a number, such as 12 or −3.",
  "puzzle.right": "Right: {answer}.",
  "puzzle.notYet": "Not yet. {hint}",
  "puzzle.channel.red": "Red",
  "puzzle.channel.green": "Green",
  "puzzle.channel.blue": "Blue",
  "puzzle.slice.red": "Slice for red",
  "puzzle.slice.green": "Slice for green",
  "puzzle.slice.blue": "Slice for blue",
};
