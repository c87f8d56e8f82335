using System.Text.Json.Nodes;
using Kith.FakeModel.Scripts;

namespace Kith.FakeModel.Wire;

/// <summary><c>GET /v1/models</c>: the scripts.</summary>
internal static class ModelList
{
    public static Task AnswerAsync(HttpContext context)
    {
        var models = ScriptTable.Steps.Select(step =>
            (JsonNode)
                new JsonObject
                {
                    ["id"] = step.Name,
                    ["object"] = "model",
                    ["created"] = 1_767_225_600,
                    ["owned_by"] = "kith-fake",
                }
        );
        context.Response.ContentType = "application/json";
        var list = new JsonObject { ["object"] = "list", ["data"] = new JsonArray([.. models]) };
        return context.Response.WriteAsync(WireJson.Text(list), context.RequestAborted);
    }
}
