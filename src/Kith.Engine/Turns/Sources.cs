using System.Text.RegularExpressions;
using Kith.Engine.Conversations;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Turns;

/// <summary>What an answer refers to: the provider's citations, then links in the text.</summary>
internal static partial class Sources
{
    private const int Most = 20;
    private const int LongestUrl = 2_000;

    public static IReadOnlyList<Source> Of(string text, IEnumerable<CitationAnnotation> citations)
    {
        var cited = citations
            .Where(citation => citation.Url is not null)
            .Select(citation => (citation.Title, Url: citation.Url!.ToString(), citation.Snippet));
        var linked = Link()
            .Matches(text)
            .Select(match =>
                (
                    Title: match.Groups["title"] is { Success: true } title ? title.Value : null,
                    Url: match.Groups["url"].Value.TrimEnd('.', ',', ';', ':', '!', '?', '\'', '"', '*', '_'),
                    Snippet: (string?)null
                )
            );
        return
        [
            .. cited
                .Concat(linked)
                .Where(source => source.Url.Length <= LongestUrl && IsWeb(source.Url))
                .DistinctBy(source => source.Url, StringComparer.Ordinal)
                .Take(Most)
                .Select(source => new Source(
                    source.Title is { Length: > 0 } title ? title : new Uri(source.Url).Host,
                    source.Url,
                    source.Snippet
                )),
        ];
    }

    private static bool IsWeb(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    /// <summary>A Markdown link, or a bare address.</summary>
    [GeneratedRegex(
        """\[(?<title>[^\[\]\n]{1,200})\]\(<?(?<url>https?://[^\s<>()]+)>?\)|(?<url>https?://[^\s<>()\[\]"]+)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Link();
}
