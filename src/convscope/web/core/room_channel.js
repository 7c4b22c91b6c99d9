/** A pupil's live channel to the room: says which screen is shown, and hears what is decided. */

/** Milliseconds between two tries to reach the room, at first and at most. */
const FIRST_MS = 1000;
const MOST_MS = 8000;

/**
 * Stays in touch with the room for as long as the page is open. Whoever is removed is led out.
 *
 * @param {() => string} screenNow what is shown
 * @param {(message: any) => void} [hear]
 * @returns {() => void} says what is shown now
 */
export function joinRoomChannel(screenNow, hear = () => {}) {
  let waitMs = FIRST_MS;
  /** @type {WebSocket | null} */
  let socket = null;

  const say = () => {
    if (socket?.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ screen: screenNow() }));
  };

  function connect() {
    socket = new WebSocket(`ws://${location.host}/api/room/live`);
    socket.onopen = () => {
      waitMs = FIRST_MS;
      say();
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.kind === "removed") location.replace("/join");
      hear(message);
    };
    socket.onclose = () => {
      setTimeout(connect, waitMs);
      waitMs = Math.min(2 * waitMs, MOST_MS);
    };
  }
  connect();
  return say;
}

/**
 * Tells the room that a pupil has a page open which is no screen of the studio's.
 *
 * @param {{room?: {role: string}}} settings what the page was told
 * @param {"draw" | "lessons"} name of the page
 */
export function tellRoom({ room }, name) {
  if (room?.role === "pupil") joinRoomChannel(() => name);
}
