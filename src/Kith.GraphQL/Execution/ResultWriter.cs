using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kith.GraphQL.Execution;

/// <summary>Writes a response (section 7.2): errors first, so that they are seen.</summary>
internal sealed class ResultWriter(Utf8JsonWriter writer, Func<string, string>? codeOf)
{
    public void Write(GraphQLResult result, ResultObject? data)
    {
        writer.WriteStartObject();
        if (result.Errors.Count > 0)
        {
            writer.WritePropertyName("errors");
            WriteErrors(result.Errors);
        }
        if (!result.IsRequestError)
        {
            writer.WritePropertyName("data");
            WriteValue(data);
        }
        writer.WriteEndObject();
    }

    public void WriteErrors(IEnumerable<GraphQLError> errors)
    {
        writer.WriteStartArray();
        foreach (var error in errors)
            WriteError(error);
        writer.WriteEndArray();
    }

    private void WriteError(GraphQLError error)
    {
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        if (error.Locations.Count > 0)
        {
            writer.WriteStartArray("locations");
            foreach (var (line, column) in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", line);
                writer.WriteNumber("column", column);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        if (error.Path is { } path)
        {
            writer.WritePropertyName("path");
            WriteValue(path);
        }
        writer.WriteStartObject("extensions");
        writer.WriteString("code", codeOf?.Invoke(error.Code) ?? error.Code);
        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object?>(0))
        {
            writer.WritePropertyName(name);
            WriteValue(value);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteValue(object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case ResultObject node:
                WriteObject(node);
                break;
            case ResultList list:
                WriteList(list.Values);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case IReadOnlyDictionary<string, object?> members:
                WriteMembers(members);
                break;
            // What follows comes from scalars and extensions of the schema's own.
            case IEnumerable items:
                WriteList(items);
                break;
            default:
                JsonSerializer.Serialize(writer, value, value.GetType());
                break;
        }
    }

    private void WriteObject(ResultObject node)
    {
        writer.WriteStartObject();
        for (var i = 0; i < node.Values.Length; i++)
        {
            writer.WritePropertyName(node.Fields[i].Name);
            WriteValue(node.Values[i]);
        }
        writer.WriteEndObject();
    }

    private void WriteMembers(IReadOnlyDictionary<string, object?> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            WriteValue(value);
        }
        writer.WriteEndObject();
    }

    private void WriteList(IEnumerable items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            WriteValue(item);
        writer.WriteEndArray();
    }
}
