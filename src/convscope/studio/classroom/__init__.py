"""A room of pupils around one studio: who is there, what is theirs, what the teacher sees.

`<folder>/classroom/` holds all of it: `room.json`, a folder for each pupil, and the queue of their
trainings. Removing that folder removes the class; nothing of it lies anywhere else.
"""
