namespace Kith.Server.Hosting;

/// <summary>Something the operator has to put right before Kith can start. <see cref="Startup"/> prints the lines and ends with exit code 1.</summary>
internal sealed class SetupException(params IReadOnlyList<string> lines) : Exception(string.Join(Environment.NewLine, lines));
