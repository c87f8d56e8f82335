-- Facts and summaries are few among the messages.
CREATE INDEX search_documents_others ON search_documents (owner, number) WHERE message_id IS NULL;
