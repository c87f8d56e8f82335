// What the collection sends, and in which order. By hand; everything else of it comes from the OpenAPI document.
//
// A folder is a tag of the document, in the order somebody who begins would go through them. A step is an operation and what it is sent:
//   operation  its operationId                     as       whose credentials: "nobody", or the variable that holds them
//   name       where one operation has two steps   accept   a media type, if not the answer's first
//   path       values of the address's parameters  before   lines run before it is sent
//   query      of the ones that are sent           check    lines run on the answer
//   body       sent as JSON                        keep     variables to set, each from a member of the answer
//   status     if not that of the document         skip     a condition under which it isn't sent
// Lines have `answer` (the JSON that came, or the text), and get(name) and set(name, value) for variables.

/** The variables somebody may want to set, with what they begin with. */
export const variables = {
  base_url: "http://127.0.0.1:8000",
  email: "",
  password: "tall oak, quiet river",
  new_password: "wide sea, quiet boat",
  setup_token: "",
  follow_streams: "",
};

const stranger = [
  "// Nobody yet, or somebody an earlier run registered: take a new address.",
  'if (!get("email") || get("email") === get("registered")) set("email", `medhavi.${Date.now()}@example.org`);',
];

/** As PushSubscription.toJSON() gives it, with the keys of RFC 8291's example. */
const browser = {
  endpoint: "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABm",
  expirationTime: null,
  keys: {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
};

export const folders = {
  Accounts: [
    {
      operation: "setUp",
      body: { token: "{{setup_token}}", email: "admin@example.org", password: "{{password}}" },
      as: "nobody",
      skip: '!get("setup_token")',
      check: ['expect(answer.user.role).to.equal("admin");'],
    },
    {
      operation: "register",
      before: stranger,
      body: { email: "{{email}}", password: "{{password}}", display_name: "Medhavi" },
      as: "nobody",
      keep: { access_token: "access_token", refresh_token: "refresh_token", user_id: "user.id", registered: "user.email" },
    },
    {
      operation: "logIn",
      body: { email: "{{email}}", password: "{{password}}" },
      as: "nobody",
      keep: { access_token: "access_token", refresh_token: "refresh_token", user_id: "user.id" },
    },
    { operation: "refreshTokens", body: { refresh_token: "{{refresh_token}}" }, as: "nobody", keep: { access_token: "access_token", refresh_token: "refresh_token" } },
    { operation: "getMe", check: ['expect(answer.id).to.equal(get("user_id"));'] },
    { operation: "updateMe", body: { display_name: "Medhavi S" }, check: ['expect(answer.display_name).to.equal("Medhavi S");'] },
    { operation: "getCsrfToken" },
    { operation: "createSocketTicket" },
    {
      operation: "listSessions",
      check: ["expect(answer.results).to.have.lengthOf(2);", 'set("session_id", answer.results.find((session) => !session.is_current).id);'],
    },
    { operation: "endSession", path: { id: "{{session_id}}" } },
    { operation: "endOtherSessions" },
    { operation: "changePassword", body: { old: "{{password}}", new: "{{new_password}}" } },
    {
      operation: "changePassword",
      name: "Change it back",
      body: { old: "{{new_password}}", new: "{{password}}" },
    },
    { operation: "enterAsGuest", as: "nobody", keep: { guest_token: "access_token" } },
    { operation: "eraseAccount", name: "Erase the guest, and everything of theirs", body: { password: "{{password}}" }, as: "guest_token" },
    { operation: "enterAsGuest", name: "Another guest", as: "nobody", keep: { guest_token: "access_token" } },
    { operation: "logOut", name: "Sign the guest out", as: "guest_token" },
  ],
  "API keys": [
    { operation: "createApiKey", body: { name: "My app", scopes: ["chat", "read"] }, keep: { api_key: "key", api_key_id: "id" } },
    { operation: "listApiKeys", check: ['expect(answer.results.map((key) => key.id)).to.include(get("api_key_id"));'] },
    { operation: "rotateApiKey", path: { id: "{{api_key_id}}" }, keep: { api_key: "key" } },
    {
      operation: "createChatbotSession",
      name: "Somebody comes to the app",
      body: { user_id: "customer-42", template_id: "aira" },
      as: "api_key",
    },
    { operation: "listEndUsers", path: { id: "{{api_key_id}}" }, check: ["expect(answer.results).to.have.lengthOf(1);"], keep: { end_user: "results[0].id" } },
    { operation: "eraseEndUser", path: { id: "{{api_key_id}}", userId: "{{end_user}}" } },
    { operation: "createApiKey", name: "Make another", body: { name: "An app of the past" }, keep: { old_key_id: "id" } },
    { operation: "revokeApiKey", path: { id: "{{old_key_id}}" } },
  ],
  Agents: [
    { operation: "listConfiguredModels" },
    { operation: "listAgents", check: ['expect(answer.results.map((agent) => agent.slug)).to.include("aira");'] },
    {
      operation: "createAgent",
      before: ['set("slug", `gardener-${Date.now()}`);'],
      body: { slug: "{{slug}}", name: "Gardener", prompt: "You know every plant by its name.", greeting: "What grows at your place?", temperature: 0.7 },
      keep: { agent_id: "id" },
    },
    { operation: "getAgent", path: { key: "{{slug}}" }, check: ['expect(answer.id).to.equal(get("agent_id"));'] },
    { operation: "updateAgent", path: { key: "{{agent_id}}" }, body: { prompt: "You know every tree by its name." } },
    { operation: "listAgentChats", path: { key: "{{agent_id}}" } },
    { operation: "deleteAgent", path: { key: "{{agent_id}}" } },
  ],
  "AI Chat": [
    { operation: "createChat", body: { title: "Sailing", agent: "aira" }, keep: { chat_id: "id" } },
    { operation: "listChats", query: { limit: "20" }, check: ['expect(answer.results[0].id).to.equal(get("chat_id"));'] },
    { operation: "getChat", path: { id: "{{chat_id}}" } },
    { operation: "updateChat", path: { id: "{{chat_id}}" }, body: { title: "Sailing and swimming", pinned: true }, check: ["expect(answer.pinned).to.be.true;"] },
    {
      operation: "sendMessage",
      name: "Say something in it",
      path: { id: "{{chat_id}}" },
      body: { content: "I love sailing, and my dog is called Biscuit." },
      keep: { user_message_id: "user_message.id", ai_message_id: "ai_message.id" },
    },
    { operation: "getChatSummary", path: { id: "{{chat_id}}" } },
    { operation: "forkChat", path: { id: "{{chat_id}}" }, body: { message: "{{ai_message_id}}" }, keep: { fork_id: "id" } },
    { operation: "endChat", path: { id: "{{fork_id}}" }, check: ['expect(answer.status).to.equal("ended");'] },
    { operation: "deleteChat", path: { id: "{{fork_id}}" } },
  ],
  "AI Messages": [
    {
      operation: "sendMessage",
      path: { id: "{{chat_id}}" },
      body: { content: "What is my dog called?", client_id: "{{$guid}}" },
      keep: { user_message_id: "user_message.id", ai_message_id: "ai_message.id" },
    },
    {
      operation: "sendMessage",
      name: "Say something, and follow the answer as it is written",
      path: { id: "{{chat_id}}" },
      body: { content: "Tell me about the sea." },
      accept: "text/event-stream",
      check: ["expect(answer).to.include(\"event: done\");", 'set("turn_id", /"turn_id":"([^"]+)"/.exec(answer)[1]);'],
    },
    { operation: "followTurn", path: { id: "{{turn_id}}" }, query: { from: "0" }, check: ["expect(answer).to.include(\"event: done\");"] },
    { operation: "getTurnRecall", path: { id: "{{turn_id}}" } },
    { operation: "stopTurn", path: { id: "{{turn_id}}" } },
    { operation: "listMessages", path: { id: "{{chat_id}}" }, query: { order: "desc", limit: "10" }, check: ["expect(answer.results).to.have.lengthOf(6);"] },
    { operation: "getMessageRecall", path: { id: "{{chat_id}}", messageId: "{{ai_message_id}}" } },
    {
      operation: "reactToMessage",
      path: { id: "{{chat_id}}", messageId: "{{ai_message_id}}", emoji: "👍" },
      check: ['expect(answer.reactions[0].emoji).to.equal("👍");'],
    },
    { operation: "unreactToMessage", path: { id: "{{chat_id}}", messageId: "{{ai_message_id}}", emoji: "👍" } },
    {
      operation: "regenerateMessage",
      path: { id: "{{chat_id}}", messageId: "{{ai_message_id}}" },
      check: ['expect(answer.ai_message.siblings).to.include(get("ai_message_id"));'],
    },
    { operation: "selectMessage", path: { id: "{{chat_id}}", messageId: "{{ai_message_id}}" } },
    {
      operation: "editMessage",
      path: { id: "{{chat_id}}", messageId: "{{user_message_id}}" },
      body: { content: "What do I love?" },
      keep: { user_message_id: "user_message.id" },
    },
    { operation: "deleteMessage", path: { id: "{{chat_id}}", messageId: "{{user_message_id}}" } },
  ],
  "Best friend": [
    { operation: "sendToBestFriend", body: { message: "Hi! I have a job interview tomorrow." } },
    { operation: "getGreeting" },
    { operation: "getProfile" },
    {
      operation: "replaceProfile",
      body: { name: "Medhavi", preferences: { tone: "playful" }, important_facts: { city: "Porto" }, memory_enabled: true, timezone: "Europe/Lisbon", onboarded: true },
    },
    { operation: "updateProfile", body: { preferences: { tone: "calm" } }, check: ['expect(answer.preferences.tone).to.equal("calm");'] },
  ],
  "Import and export": [
    {
      operation: "importConversations",
      body: {
        conversations: [
          {
            external_id: "trip-1",
            title: "The trip to Porto",
            messages: [
              { role: "user", content: "We should book the ferry.", created_at: "2026-05-02T08:00:00Z" },
              { role: "assistant", content: "The one at nine?", created_at: "2026-05-02T08:00:09Z" },
            ],
          },
        ],
        facts: [{ external_id: "fact-1", text: "Gets seasick on ferries", kind: "health", created_at: "2026-05-02T08:00:00Z" }],
        moods: [{ external_id: "mood-1", label: "proud", valence: 0.8, at: "2026-11-20T18:00:00Z" }],
      },
      check: ["expect(answer.conversations[0].messages).to.equal(2);"],
    },
    {
      operation: "importConversations",
      name: "Bring in a Chatify database, and follow it",
      accept: "text/event-stream",
      body: {
        templates: { captain: { name: "Captain", personalityPrompt: "You have seen every sea.", model: null } },
        userSessions: {
          "session-1": {
            session_id: "session-1",
            template_id: "captain",
            created_at: "2026-05-02T08:00:00Z",
            conversation_history: [
              { role: "user", content: "Which wind is best?", timestamp: "2026-05-02T08:00:00Z" },
              { role: "assistant", content: "The one behind you.", timestamp: "2026-05-02T08:00:05Z" },
            ],
          },
        },
      },
      check: ["expect(answer).to.include(\"event: done\");"],
    },
    { operation: "exportEverything", check: ["expect(answer.conversations).to.not.be.empty;"] },
    { operation: "exportEverything", name: "Everything of yours, as a Chatify database", query: { format: "chatify" }, check: ["expect(answer.userSessions).to.be.an(\"object\");"] },
  ],
  Memory: [
    {
      operation: "createFact",
      body: { text: "Plays the cello on Sundays", kind: "skill", salience: 0.8 },
      keep: { fact_id: "id" },
    },
    { operation: "listFacts", query: { q: "cello", include_superseded: "true" }, check: ["expect(answer.results).to.have.lengthOf(1);"] },
    { operation: "getFact", path: { id: "{{fact_id}}" } },
    { operation: "updateFact", path: { id: "{{fact_id}}" }, body: { pinned: true }, check: ["expect(answer.pinned).to.be.true;"] },
    { operation: "searchMemory", body: { query: "cello", limit: 5, kinds: ["fact"] } },
    { operation: "listMoods", query: { from: "2026-11-01", until: "2026-12-01" }, keep: { mood_id: "results[0].id" } },
    { operation: "updateMood", path: { id: "{{mood_id}}" }, body: { label: "relieved", valence: 0.5 }, check: ['expect(answer.label).to.equal("relieved");'] },
    { operation: "deleteMood", path: { id: "{{mood_id}}" } },
    { operation: "deleteFact", path: { id: "{{fact_id}}" } },
    { operation: "forgetEverything" },
  ],
  Search: [{ operation: "searchMessages", query: { q: "sailing", limit: "5" } }],
  People: [
    {
      operation: "register",
      name: "A friend makes an account",
      before: ['set("friend_email", `asha.${Date.now()}@example.org`);'],
      body: { email: "{{friend_email}}", password: "{{password}}", display_name: "Asha" },
      as: "nobody",
      keep: { friend_token: "access_token", friend_id: "user.id" },
    },
    { operation: "requestConnection", body: { email: "{{friend_email}}" }, keep: { connection_id: "id" }, check: ['expect(answer.status).to.equal("pending");'] },
    { operation: "listConnections", query: { status: "pending" }, as: "friend_token", keep: { asked_id: "results[0].id" } },
    { operation: "acceptConnection", path: { id: "{{asked_id}}" }, as: "friend_token", keep: { people_chat_id: "chat_id" } },
    { operation: "getConnection", path: { id: "{{connection_id}}" }, check: ['expect(answer.user.id).to.equal(get("friend_id"));'] },
    { operation: "sendConnectionMessage", path: { id: "{{connection_id}}" }, body: { content: "Shall we go sailing on Sunday?", client_id: "{{$guid}}" }, keep: { people_message_id: "id" } },
    { operation: "listConnectionMessages", path: { id: "{{asked_id}}" }, as: "friend_token", check: ["expect(answer.results).to.have.lengthOf(1);"] },
    { operation: "listPeopleChats", as: "friend_token", check: ['expect(answer.results[0].unread_count).to.equal(1);'] },
    { operation: "getPeopleChat", path: { id: "{{people_chat_id}}" } },
    { operation: "listPeopleChatMembers", path: { id: "{{people_chat_id}}" }, check: ["expect(answer.results).to.have.lengthOf(2);"] },
    { operation: "sendPeopleMessage", path: { id: "{{people_chat_id}}" }, body: { content: "Yes!", reply_to: "{{people_message_id}}" }, as: "friend_token" },
    { operation: "listPeopleMessages", path: { id: "{{people_chat_id}}" }, query: { order: "desc" } },
    {
      operation: "readPeopleChat",
      path: { id: "{{people_chat_id}}" },
      body: { message_id: "{{people_message_id}}" },
      as: "friend_token",
    },
    {
      operation: "reactToPeopleMessage",
      path: { id: "{{people_chat_id}}", messageId: "{{people_message_id}}", emoji: "👍" },
      as: "friend_token",
      check: ["expect(answer.reactions[0].count).to.equal(1);"],
    },
    {
      operation: "unreactToPeopleMessage",
      path: { id: "{{people_chat_id}}", messageId: "{{people_message_id}}", emoji: "👍" },
      as: "friend_token",
    },
    { operation: "changePresence", body: { visible: true } },
    { operation: "listPresence", check: ['expect(answer.results.map((person) => person.user_id)).to.include(get("friend_id"));'] },
    { operation: "editPeopleMessage", path: { id: "{{people_chat_id}}", messageId: "{{people_message_id}}" }, body: { content: "Shall we go sailing on Saturday?" } },
    { operation: "deletePeopleMessage", path: { id: "{{people_chat_id}}", messageId: "{{people_message_id}}" } },
    { operation: "createGroup", body: { title: "Sailors", members: ["{{friend_id}}"] }, keep: { group_id: "id" } },
    { operation: "listGroups", as: "friend_token", check: ['expect(answer.results[0].id).to.equal(get("group_id"));'] },
    { operation: "getGroup", path: { id: "{{group_id}}" }, check: ["expect(answer.member_count).to.equal(2);"] },
    { operation: "updateGroup", path: { id: "{{group_id}}" }, body: { title: "Sailors and swimmers" } },
    { operation: "removeGroupMember", path: { id: "{{group_id}}", userId: "{{friend_id}}" } },
    { operation: "addGroupMember", path: { id: "{{group_id}}" }, body: { user_id: "{{friend_id}}" } },
    { operation: "listGroupMembers", path: { id: "{{group_id}}" }, check: ["expect(answer.results).to.have.lengthOf(2);"] },
    {
      operation: "sendPeopleMessage",
      name: "Say something in the group",
      path: { id: "{{group_id}}" },
      body: { content: "The regatta moves to Friday." },
      as: "friend_token",
    },
    {
      operation: "createChat",
      name: "Start a chat with an agent that may read the group",
      body: { title: "Regatta", related_chat: "{{group_id}}" },
      keep: { linked_chat_id: "id" },
      check: ['expect(answer.related_chat).to.equal(get("group_id"));'],
    },
    { operation: "getRelatedChatContext", path: { id: "{{linked_chat_id}}" }, check: ['expect(answer.messages[0].content).to.equal("The regatta moves to Friday.");'] },
    {
      operation: "sendMessage",
      name: "Ask about what was said in the group",
      path: { id: "{{linked_chat_id}}" },
      body: { content: "Summarize our previous discussion", include_related_chat_context: true, context_message_limit: 20 },
    },
    { operation: "listContextUses", path: { id: "{{group_id}}" }, as: "friend_token", check: ["expect(answer.results[0].messages).to.equal(1);"] },
    { operation: "setAiContext", path: { id: "{{group_id}}" }, body: { allowed: false }, as: "friend_token", check: ["expect(answer.ai_context_allowed).to.be.false;"] },
    {
      operation: "sendMessage",
      name: "The friend has forbidden it",
      path: { id: "{{linked_chat_id}}" },
      body: { content: "And now?", include_related_chat_context: true },
      status: 403,
      check: ['expect(answer.code).to.equal("ai_context_refused");'],
    },
    { operation: "leaveGroup", path: { id: "{{group_id}}" }, as: "friend_token" },
    { operation: "deleteGroup", path: { id: "{{group_id}}" } },
    { operation: "blockConnection", path: { id: "{{connection_id}}" }, check: ['expect(answer.status).to.equal("blocked");'] },
    { operation: "unblockConnection", path: { id: "{{connection_id}}" } },
    { operation: "removeConnection", path: { id: "{{connection_id}}" } },
    { operation: "requestConnection", name: "Ask once more", body: { user_id: "{{friend_id}}" }, keep: { connection_id: "id" } },
    { operation: "listConnections", name: "The friend sees it", query: { status: "pending" }, as: "friend_token", keep: { asked_id: "results[0].id" } },
    { operation: "declineConnection", path: { id: "{{asked_id}}" }, as: "friend_token" },
  ],
  Push: [
    { operation: "getPushKey" },
    { operation: "createPushSubscription", body: { ...browser, show_content: true }, keep: { device_id: "id" }, check: ["expect(answer.show_content).to.be.true;"] },
    { operation: "listPushSubscriptions", check: ['expect(answer.results.map((device) => device.id)).to.include(get("device_id"));'] },
    { operation: "deletePushSubscription", path: { id: "{{device_id}}" } },
    { operation: "createPushSubscription", name: "Tell this device again", body: browser },
    { operation: "deletePushSubscriptionOf", body: { endpoint: browser.endpoint } },
  ],
  Events: [
    { operation: "pollEvents", query: { cursor: "0", wait: "0" }, check: ["expect(answer.events).to.not.be.empty;"], keep: { cursor: "cursor" } },
    { operation: "pollEvents", name: "What happened since", query: { cursor: "{{cursor}}", wait: "0" } },
    { operation: "streamEvents", query: { cursor: "{{cursor}}" }, skip: '!get("follow_streams")' },
  ],
  "Chatbot sessions": [
    { operation: "listTemplates", as: "nobody" },
    { operation: "getTemplate", path: { id: "friendly-assistant" }, as: "nobody" },
    {
      operation: "createChatbotSession",
      body: { user_id: "visitor-7", template_id: "friendly-assistant" },
      as: "nobody",
      keep: { chatbot_session_id: "session_id" },
    },
    { operation: "sendChatbotMessage", path: { id: "{{chatbot_session_id}}" }, body: { message: "Hello there" }, as: "nobody", check: ["expect(answer.message_count).to.equal(1);"] },
    { operation: "getChatbotSession", path: { id: "{{chatbot_session_id}}" }, as: "nobody", check: ["expect(answer.conversation_history).to.have.lengthOf(2);"] },
    { operation: "endChatbotSession", path: { id: "{{chatbot_session_id}}" }, as: "nobody" },
    {
      operation: "sendChatbotMessage",
      name: "Nothing more can be said in it",
      path: { id: "{{chatbot_session_id}}" },
      body: { message: "Still there?" },
      as: "nobody",
      status: 409,
      check: ['expect(answer.error).to.equal("session_ended");'],
    },
  ],
  "OpenAI-compatible": [
    { operation: "listOpenAIModels", as: "api_key" },
    { operation: "getOpenAIModel", path: { id: "kith/aira" }, as: "api_key" },
    {
      operation: "createChatCompletion",
      body: { model: "kith/aira", messages: [{ role: "user", content: "Good morning!" }], temperature: 0.7 },
      as: "api_key",
    },
    {
      operation: "createChatCompletion",
      name: "Answer a dialogue as a stream",
      body: { model: "kith/aira", messages: [{ role: "user", content: "Good morning!" }], stream: true, stream_options: { include_usage: true } },
      accept: "text/event-stream",
      as: "api_key",
      check: ["expect(answer).to.include(\"[DONE]\");"],
    },
  ],
};
