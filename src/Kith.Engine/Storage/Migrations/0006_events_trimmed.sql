-- Events are kept for a while only; the sweep looks for the oldest of all logs.
CREATE INDEX events_at ON events (at);
