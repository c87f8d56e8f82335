-- The branches below a message: its newest child, and all that follows from it. The conversation stands first so that both
-- databases take the index without statistics too, where a walk of 100,000 steps must not scan the table at each.
DROP INDEX messages_parent;
CREATE INDEX messages_children ON messages (conversation_id, parent_id, created_at, id);

-- The turns of answers that are deleted.
CREATE INDEX turns_answer ON turns (ai_message_id);
