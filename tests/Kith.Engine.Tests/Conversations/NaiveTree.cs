using Kith.Engine.Conversations;

namespace Kith.Engine.Tests.Conversations;

/// <summary>The tree of messages as one would write it without a database.</summary>
internal sealed class NaiveTree
{
    private readonly List<Node> _roots = [];
    private Node? _end;

    /// <summary>All messages, oldest first.</summary>
    public IReadOnlyList<Node> Nodes =>
        [.. _roots.SelectMany(Subtree).OrderBy(node => node.CreatedAt).ThenBy(node => node.Id, StringComparer.Ordinal)];

    public IReadOnlyList<Node> Path => [.. Ancestors(_end).Reverse()];

    public long Texts => Path.Count(node => node.HasText);

    public long UserTexts => Path.Count(node => node.HasText && node.IsUser);

    /// <summary>A message that was just said, or answered again: it is the end of the active branch.</summary>
    public void Add(Message message)
    {
        var known = Nodes.FirstOrDefault(node => node.Id == message.Id);
        if (known is null)
        {
            var parent = Nodes.FirstOrDefault(node => node.Id == message.ParentId);
            known = new Node(message.Id, parent, message.Role == Roles.User, message.Content.Length > 0, message.CreatedAt);
            (parent?.Children ?? _roots).Add(known);
        }

        _end = known;
    }

    public void Select(Node node) => _end = Newest(node);

    public void Delete(Node node)
    {
        var wasActive = Path.Contains(node);
        var siblings = node.Parent?.Children ?? _roots;
        siblings.Remove(node);
        if (wasActive)
            _end = siblings.Count > 0 ? Newest(InOrder(siblings).Last()) : node.Parent;
    }

    public IEnumerable<string> Siblings(Node node) => InOrder(node.Parent?.Children ?? _roots).Select(sibling => sibling.Id);

    public IEnumerable<Row> Rows()
    {
        var path = Path;
        return Nodes.Select(node => new Row(node.Id, node.Parent?.Id, node.Depth, path.Contains(node) ? 1 : 0));
    }

    private static Node Newest(Node node)
    {
        while (node.Children.Count > 0)
            node = InOrder(node.Children).Last();
        return node;
    }

    private static IEnumerable<Node> InOrder(IEnumerable<Node> nodes) =>
        nodes.OrderBy(node => node.CreatedAt).ThenBy(node => node.Id, StringComparer.Ordinal);

    private static IEnumerable<Node> Subtree(Node node) => node.Children.SelectMany(Subtree).Prepend(node);

    private static IEnumerable<Node> Ancestors(Node? node)
    {
        for (; node is not null; node = node.Parent)
            yield return node;
    }

    internal sealed class Node(string id, Node? parent, bool isUser, bool hasText, long createdAt)
    {
        public string Id => id;
        public Node? Parent => parent;
        public bool IsUser => isUser;
        public bool HasText => hasText;
        public long CreatedAt => createdAt;
        public long Depth => parent is null ? 0 : parent.Depth + 1;

        public List<Node> Children { get; } = [];
    }

    internal sealed record Row(string Id, string? ParentId, long Depth, long OnPath);
}
