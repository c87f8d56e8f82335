using System.Text;

namespace Kith.GraphQL.Tests;

public sealed class RequestTests
{
    [Fact]
    public void A_request_is_one_object()
    {
        var request = Parse("""{"query":"{ a }","operationName":"Q","variables":{"a":[1]},"extensions":{"x":1}}""");
        Assert.Equal(("{ a }", "Q"), (request.Query, request.OperationName));
        Assert.Equal("""{"a":[1]}""", request.Variables!.Value.GetRawText());
        Assert.Null(Parse("""{"query":"","operationName":null,"variables":null,"extensions":null}""").Variables);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[{\"query\":\"{ a }\"}]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"query\":null}")]
    [InlineData("{\"query\":1}")]
    [InlineData("{\"query\":\"{ a }\",\"query\":\"{ b }\"}")]
    [InlineData("{\"query\":\"{ a }\",\"variables\":{\"a\":1,\"a\":2}}")]
    [InlineData("{\"query\":\"{ a }\",\"variables\":[]}")]
    [InlineData("{\"query\":\"{ a }\",\"variables\":\"{}\"}")]
    [InlineData("{\"query\":\"{ a }\",\"operationName\":1}")]
    [InlineData("{\"query\":\"{ a }\",\"id\":1}")]
    [InlineData("{\"query\":\"{ a }\",\"extensions\":1}")]
    [InlineData("{\"query\":\"\\ud800\"}")]
    [InlineData("{\"query\":\"{ a }\",\"variables\":{\"a\":\"\\udc00\"}}")]
    [InlineData("{\"query\":\"{ a }\",\"variables\":{\"\\ud800\":1}}")]
    [InlineData("{\"query\":\"{ a }\"} {}")]
    public void Anything_else_is_refused(string json) =>
        Assert.Equal(GraphQLErrorCodes.BadRequest, Assert.Throws<GraphQLException>(() => Parse(json)).Code);

    [Fact]
    public void So_is_what_is_too_large_or_nests_too_deep()
    {
        var large = $$"""{"query":"{{new string('a', 64 * 1024)}}"}""";
        Assert.Equal(GraphQLErrorCodes.TooComplex, Assert.Throws<GraphQLException>(() => Parse(large)).Code);
        var deep = "{\"query\":\"{ a }\",\"variables\":{\"a\":" + new string('[', 20_000) + new string(']', 20_000) + "}}";
        Assert.Equal(GraphQLErrorCodes.BadRequest, Assert.Throws<GraphQLException>(() => Parse(deep)).Code);
    }

    [Fact]
    public void A_refusal_is_written_as_a_response()
    {
        var refusal = Assert.Throws<GraphQLException>(() => Parse("[]"));
        Assert.Equal(
            """{"errors":[{"message":"The request must be one JSON object.","extensions":{"code":"BAD_REQUEST"}}]}""",
            Json.TextOf(GraphQLResult.OfRequestError(refusal))
        );
    }

    private static GraphQLRequest Parse(string json) => GraphQLRequest.Parse(Encoding.UTF8.GetBytes(json));
}
