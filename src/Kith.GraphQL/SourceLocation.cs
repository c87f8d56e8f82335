using System.Runtime.InteropServices;

namespace Kith.GraphQL;

/// <summary>A place in a document (section 7.1.6): line and column, both from 1.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SourceLocation(int Line, int Column)
{
    internal static SourceLocation At(string source, int position)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < position; i++)
        {
            // A carriage return and a line feed together end one line.
            if (source[i] == '\n' || (source[i] == '\r' && (i + 1 >= source.Length || source[i + 1] != '\n')))
            {
                line++;
                start = i + 1;
            }
        }
        return new SourceLocation(line, position - start + 1);
    }
}
