using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kith.GraphQL.Execution;

/// <summary>Writes a response (section 7.2): errors first, so that they are seen.</summary>
internal static class ResultWriter
{
    public static void Write(Utf8JsonWriter writer, GraphQLResult result, ResultObject? data)
    {
        writer.WriteStartObject();
        if (result.Errors.Count > 0)
        {
            writer.WriteStartArray("errors");
            foreach (var error in result.Errors)
                WriteError(writer, error);
            writer.WriteEndArray();
        }
        if (!result.IsRequestError)
        {
            writer.WritePropertyName("data");
            WriteValue(writer, data);
        }
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, GraphQLError error)
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
            WriteValue(writer, path);
        }
        writer.WriteStartObject("extensions");
        writer.WriteString("code", error.Code);
        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object?>(0))
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case ResultObject node:
                WriteObject(writer, node);
                break;
            case ResultList list:
                WriteList(writer, list.Values);
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
                WriteMembers(writer, members);
                break;
            // What follows comes from scalars and extensions of the schema's own.
            case IEnumerable items:
                WriteList(writer, items);
                break;
            default:
                JsonSerializer.Serialize(writer, value, value.GetType());
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, ResultObject node)
    {
        writer.WriteStartObject();
        for (var i = 0; i < node.Values.Length; i++)
        {
            writer.WritePropertyName(node.Fields[i].Name);
            WriteValue(writer, node.Values[i]);
        }
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?> members)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, IEnumerable items)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            WriteValue(writer, item);
        writer.WriteEndArray();
    }
}
