"""Where the work is done: devices, and several processes that divide each batch."""
