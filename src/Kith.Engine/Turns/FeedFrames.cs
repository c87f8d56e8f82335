using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Recall;
using Kith.Engine.People;
using Kith.Engine.People.Presence;

namespace Kith.Engine.Turns;

/// <summary>Something a person sees. A cursor stands on what the log keeps; the rest is live, and may be lost.</summary>
/// <param name="Cursor">Null on what may be lost.</param>
public abstract record FeedFrame(long? Cursor = null);

/// <summary>The log can't be followed from the cursor asked for: fetch anew. It goes on from this cursor.</summary>
public sealed record ResyncFrame(long Seq) : FeedFrame(Seq);

public sealed record MessageFrame(long Seq, MessageView Message) : FeedFrame(Seq);

/// <summary>A message is other than it was (then as it is now), or gone from the active branch (without).</summary>
public sealed record MessageChangeFrame(long Seq, string Kind, string ConversationId, string MessageId, MessageView? Message)
    : FeedFrame(Seq);

/// <summary>
/// A message between people came, is other than it was or was answered with a picture (then as it is now), or is gone (without).
/// </summary>
public sealed record PeopleMessageFrame(long Seq, string Kind, string ConversationId, string MessageId, PeopleMessageView? Message)
    : FeedFrame(Seq);

/// <summary>An agent is answering in a chat between people, or was meanwhile: as it is now.</summary>
public sealed record PeopleTurnStartedFrame(long Seq, string TurnId, string ConversationId, PeopleMessageView Answer) : FeedFrame(Seq);

/// <summary>Its answer is over. <paramref name="Failure"/> is set when there is none.</summary>
public sealed record PeopleTurnDoneFrame(long Seq, string TurnId, PeopleMessageView Answer, Failure? Failure) : FeedFrame(Seq);

/// <summary>A chat between people came or changed: as it is now. When it goes, that is a <see cref="ConversationFrame"/>.</summary>
/// <param name="Members">Who is in it, where that changed; null where it didn't.</param>
/// <param name="LoadsMessages">Messages came with it that no frame tells: they are to be loaded.</param>
public sealed record PeopleChatFrame(long Seq, string Kind, PeopleChatView Chat, IReadOnlyList<Member>? Members, bool LoadsMessages = false)
    : FeedFrame(Seq);

/// <summary>A connection came or changed (then as it is now) or went (without).</summary>
public sealed record ConnectionFrame(long Seq, string ConnectionId, Connection? Connection) : FeedFrame(Seq);

/// <summary>An AI chat of a member's read a chat between people.</summary>
public sealed record ContextUsedFrame(long Seq, string ConversationId, ContextUseView Use) : FeedFrame(Seq);

/// <summary>How far somebody has read a chat between people, and what has reached them.</summary>
public sealed record ReadChangedFrame(long Seq, string ConversationId, Member Member) : FeedFrame(Seq);

/// <summary>Somebody writes to people, or has stopped.</summary>
public sealed record PersonTypingFrame(string ConversationId, string PersonId, bool IsTyping) : FeedFrame;

/// <summary>Somebody came, went away or left.</summary>
public sealed record PresenceFrame(PersonPresence Presence) : FeedFrame;

/// <summary>An answer is being written, or was meanwhile: as it is now.</summary>
public sealed record TurnStartedFrame(long Seq, string TurnId, string ConversationId, MessageView Answer) : FeedFrame(Seq);

/// <summary>The agent writes, from acceptance to its first delta. It names the turn, which can be stopped from here on.</summary>
public sealed record TypingFrame(string TurnId, string ConversationId, string? AgentId, bool IsTyping) : FeedFrame;

public sealed record RecallFrame(string TurnId, IReadOnlyList<RecalledItem> Items) : FeedFrame;

public sealed record DeltaFrame(string TurnId, string ConversationId, int Index, string Text) : FeedFrame;

/// <summary>A turn is over. <paramref name="Failure"/> is set when there is no answer.</summary>
public sealed record TurnDoneFrame(long Seq, string TurnId, MessageView Answer, Failure? Failure) : FeedFrame(Seq);

/// <summary>A conversation came, changed (then with its state now) or went (without).</summary>
/// <param name="LoadsMessages">Messages came with it that no frame tells: they are to be loaded.</param>
public sealed record ConversationFrame(long Seq, string Kind, string ConversationId, Conversation? Conversation, bool LoadsMessages = false)
    : FeedFrame(Seq);

/// <summary>A fact or a mood came or changed (then as it is now) or went (then neither is there). Without an id everything was forgotten.</summary>
public sealed record MemoryFrame(long Seq, string Id, KnownFact? Fact, Mood? Mood) : FeedFrame(Seq);

/// <summary>What a log keeps after a cursor.</summary>
/// <param name="Cursor">Where to read on.</param>
public sealed record FeedPage(IReadOnlyList<FeedFrame> Frames, long Cursor);
