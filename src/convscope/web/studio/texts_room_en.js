/** What a room says, in English. */

export const ROOM_ENGLISH = {
  "room.name": "Room",
  "room.stays":
    "Nothing leaves this room's network: this page asks nobody but the convscope on the teacher's " +
    "machine, and what you make is kept there.",
  "room.lockedNote":
    "The teacher lets nobody begin a training now. What runs goes on; nothing is lost.",
  "room.join": "Join the room",
  "room.open": "Scan the code, or open",
  "room.type": "and type",
  "room.how": "Any browser does. Pupils need no account and no name of their own.",
  "room.picture": "QR code of {link}",
  "room.showAlone": "Show only this, for the projector",
  "room.showAll": "Show the whole room",
  "room.pupils": "{here} of {count} {count:pupil|pupils} here",
  "room.nobody": "Nobody has joined yet.",
  "room.lock": "Lock: no new trainings",
  "room.unlock": "Unlock trainings",
  "room.queue": "{running} {running:training runs|trainings run}, {waiting} {waiting:waits|wait}.",
  "room.column.name": "Pupil",
  "room.column.screen": "Is on",
  "room.column.runs": "Runs",
  "room.column.kept": "Keeps",
  "room.draws": "Draw",
  "room.lessons": "Lessons",
  "room.away": "away",
  "room.kept": "{collections} {collections:collection|collections}, {bytes}",
  "room.validation": "validation {percent}",
  "room.allRuns": "All {count} runs",
  "room.remove": "Remove",
  "room.removeName": "Remove {name}",
  "room.removeSure": "Yes, remove {name} and all of theirs",
  "room.no": "No",
  "room.end": "The end of the class",
  "room.folder":
    "All that pupils make lies in {folder} and nowhere else. It stays there until you remove it.",
  "room.wipe": "Wipe everything of the class",
  "room.wipeSure": "Yes, remove all pupils, their drawings and runs for good",
  "room.wiped":
    "{count} {count:pupil was|pupils were} removed with all that they made. The code is a new one.",

  "bets.title": "Bets of the class",
  "bets.none": "No bet was decided yet. Pupils bet before a training what validation will say.",
  "bets.lost": "{lost} of {count} {count:bet was|bets were} lost: more than {points} points off.",
  "bets.tooHigh": "Lost because too high: {high}. Too low: {low}.",
  "bets.row": "{name}: bet {bet}, validation said {outcome} ({run})",
  "bets.chart":
    "{count} {count:bet|bets}; those near the diagonal were won. The list names the others.",
  "bets.vertical": "Validation said (0 to 100 %)",
  "bets.horizontal": "Bet (0 to 100 %)",

  "join.title": "Join the room",
  "join.code": "Code",
  "join.enter": "Join",
  "join.entering": "One moment …",
  "join.kept": "What is kept, and where",
  "join.kept.where":
    "What you draw, collect and train is kept in a folder on the teacher's machine, and nowhere else.",
  "join.kept.who": "You and the teacher see it. No other pupil does.",
  "join.kept.name":
    "You need no name: you get a made-up one. A cookie in this browser keeps your place.",
  "join.kept.wiped":
    "The teacher can wipe everything after the class, and you can wipe what is yours.",

  "me.name": "Me",
  "me.title": "You are {name}",
  "me.noName": "This name is made up. You may take another one; it need not be your own.",
  "me.rename": "Another name",
  "me.doRename": "Take it",
  "me.renamed": "This is your name now.",
  "me.begin": "Begin",
  "me.begin.collect": "Draw or photograph for classes of your own",
  "me.begin.train": "Train a net",
  "me.begin.data": "Look at the images",
  "me.begin.results": "See what your nets can do",
  "me.used": "You keep {used} of at most {most}.",
  "me.trainings": "At most {count} trainings of yours wait or run; all pupils take turns.",
  "me.leave": "Leave, and wipe what is mine",
  "me.leaveSure": "Yes, remove all that I made for good",

  "lookedAt.note": "You look at the runs of {name}. Nothing can be changed here.",
  "lookedAt.back": "Back to the room",
};
