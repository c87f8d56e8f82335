-- How many things memory gave an answer: as many as its receipt names, so that who reads messages needn't read that.
ALTER TABLE messages ADD COLUMN recalled bigint NOT NULL DEFAULT 0;
UPDATE messages SET recalled = (SELECT (length(r.items) - length(replace(r.items, '"Kind":', ''))) / 7
        FROM turns t JOIN turn_recalls r ON r.turn_id = t.id WHERE t.ai_message_id = messages.id)
    WHERE id IN (SELECT t.ai_message_id FROM turns t JOIN turn_recalls r ON r.turn_id = t.id);
