using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Chats;

/// <summary>The OpenAI-compatible door, over HTTP. The official client is run against it in the test script.</summary>
public abstract class OpenAITests(ChatApp app)
{
    private static readonly object[] s_hello = [new { role = "user", content = "Hello there" }];

    [Fact]
    public async Task The_models_are_the_agents()
    {
        using var me = await app.SignUpAsync();
        var slug = await AgentAsync(me, "echo");

        var models = (await me.GetAsync("/v1/models")).Expect(200);

        Assert.Equal("list", models.Get("object"));
        var ids = models["data"]!.AsArray().Select(model => model!["id"]!.GetValue<string>()).ToList();
        Assert.Contains("kith/aira", ids);
        Assert.Contains($"kith/{slug}", ids);
        Assert.Equal("kith/aira", (await me.GetAsync("/v1/models/kith/aira")).Expect(200).Get("id"));
        Assert.Equal("kith/aira", (await me.GetAsync("/v1/models/kith%2Faira")).Expect(200).Get("id"));
        ExpectError(await me.GetAsync("/v1/models/kith/nobody"), 404, "not_found");
        ExpectError(await app.Anonymous.GetAsync("/v1/models"), 401, "unauthenticated");
    }

    [Fact]
    public async Task An_answer_comes_whole_with_its_usage_and_nothing_is_stored()
    {
        using var me = await app.SignUpAsync();

        var answer = (await CompleteAsync(me, new { model = "kith/aira", messages = s_hello })).Expect(200);

        Assert.Equal(("chat.completion", "kith/aira"), (answer.Get("object"), answer.Get("model")));
        Assert.StartsWith("chatcmpl-", answer.Get("id"), StringComparison.Ordinal);
        Assert.Equal(("assistant", "Hello there"), (answer.Get("choices.0.message.role"), answer.Get("choices.0.message.content")));
        Assert.Equal("stop", answer.Get("choices.0.finish_reason"));
        var (prompt, completion) = (Number(answer, "usage.prompt_tokens"), Number(answer, "usage.completion_tokens"));
        Assert.True(prompt > 0 && completion > 0);
        Assert.Equal(prompt + completion, Number(answer, "usage.total_tokens"));
        Assert.Empty((await me.GetAsync("/api/ai/chats/")).Expect(200)["results"]!.AsArray());
    }

    [Fact]
    public async Task A_stream_is_the_same_answer_in_pieces()
    {
        using var me = await app.SignUpAsync();
        var answer = await CompleteAsync(
            me,
            new
            {
                model = "kith/aira",
                messages = s_hello,
                stream = true,
                stream_options = new { include_usage = true },
            }
        );

        var chunks = Chunks(answer.Expect(200));

        Assert.StartsWith("text/event-stream", answer.ContentType, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", answer.Text, StringComparison.Ordinal);
        Assert.Single(chunks.Select(chunk => chunk["id"]!.GetValue<string>()).Distinct());
        Assert.Equal("assistant", chunks[0]["choices"]![0]!["delta"]!["role"]!.GetValue<string>());
        Assert.Equal("Hello there", Text(chunks));
        Assert.Equal("stop", chunks[^2]["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.True(chunks[^1]["usage"]!["total_tokens"]!.GetValue<long>() > 0);
        Assert.All(chunks.SkipLast(1), chunk => Assert.Null(chunk["usage"]));
    }

    [Fact]
    public async Task The_dialogue_is_the_context_with_persona_memory_and_settings()
    {
        using var me = await app.SignUpAsync();
        (await me.PostAsync("/api/memory/facts/", new { text = "Collects stamps from Bhutan.", kind = "like" })).Expect(201);
        var slug = await AgentAsync(me, "echo");

        (
            await CompleteAsync(
                me,
                new
                {
                    model = $"kith/{slug}",
                    temperature = 0.25,
                    max_tokens = 77,
                    stop = new[] { "END" },
                    seed = 5,
                    user = "somebody",
                    store = true,
                    logit_bias = new { },
                    messages = new object[]
                    {
                        new { role = "system", content = "Answer like a pirate of the sea." },
                        new { role = "user", content = "I live in Goa." },
                        new { role = "assistant", content = "Noted." },
                        new { role = "user", content = new[] { new { type = "text", text = "Which stamps from Bhutan do I collect?" } } },
                    },
                }
            )
        ).Expect(200);

        var sent = JsonNode.Parse((await app.NextRequestAsync("pirate of the sea")).BodyText)!;
        var messages = sent["messages"]!.AsArray();
        Assert.Equal(4, messages.Count);
        var system = messages[0]!["content"]!.GetValue<string>();
        Assert.StartsWith("You do as the script says.\n\nAnswer like a pirate of the sea.", system, StringComparison.Ordinal);
        Assert.Contains("stamps from Bhutan", system, StringComparison.Ordinal);
        Assert.Equal("I live in Goa.", messages[1]!["content"]!.GetValue<string>());
        Assert.Equal("Which stamps from Bhutan do I collect?", messages[3]!["content"]!.GetValue<string>());
        Assert.Equal(0.25, sent["temperature"]!.GetValue<double>(), 3);
        Assert.Equal(5, sent["seed"]!.GetValue<int>());
        Assert.Equal("END", sent["stop"]![0]!.GetValue<string>());
        Assert.Contains("77", sent.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_person_has_to_say_something()
    {
        using var me = await app.SignUpAsync();
        var slug = await AgentAsync(me, "echo");
        var said = new object[]
        {
            new { role = "system", content = "" },
            new { role = "assistant", content = (string?)null },
            new { role = "assistant" },
            new { role = "user", content = "Where do dugongs graze?" },
        };

        (await CompleteAsync(me, new { model = $"kith/{slug}", messages = said })).Expect(200);

        var messages = JsonNode.Parse((await app.NextRequestAsync("dugongs")).BodyText)!["messages"]!.AsArray();
        Assert.Equal(2, messages.Count);
        Assert.DoesNotContain("\n\n\n", messages[0]!["content"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_says_for_whom_it_asks_tells_that_end_users_memory_and_never_its_owners()
    {
        using var me = await app.SignUpAsync("medhavi");
        (await me.PostAsync("/api/memory/facts/", new { text = "Collects maps of Sikkim.", kind = "like" })).Expect(201);
        var made = (await me.PostAsync("/api/api-keys/", new { name = "My app" })).Expect(201);
        using var key = app.Anonymous;
        key.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {made.Get("key")}");
        var session = (await key.PostAsync("/api/v1/chatbot/session", new { user_id = "anna", template_id = "aira" })).Expect(200);
        var said = new { message = "I keep maps of Assam in a drawer." };
        (await key.PostAsync($"/api/v1/chatbot/session/{session.Get("session_id")}/message", said)).Expect(200);
        await app.IndexAsync();

        var owners = await AskAsync(null, "Which maps do I have, dear?");
        var annas = await AskAsync("anna", "Which maps do I have, pray?");
        var strangers = await AskAsync("bela", "Which maps do I have, friend?");

        Assert.Contains("maps of Sikkim", owners, StringComparison.Ordinal);
        Assert.Contains("maps of Assam", annas, StringComparison.Ordinal);
        Assert.DoesNotContain("Sikkim", annas, StringComparison.Ordinal);
        Assert.DoesNotContain("medhavi", annas, StringComparison.Ordinal);
        Assert.DoesNotContain("maps of", strangers, StringComparison.Ordinal);

        async Task<string> AskAsync(string? user, string content)
        {
            var body = new
            {
                model = "kith/aira",
                user,
                messages = new[] { new { role = "user", content } },
            };
            (await CompleteAsync(key, body)).Expect(200);
            return (await app.NextRequestAsync(content)).BodyText;
        }
    }

    [Fact]
    public async Task Nothing_is_learned_and_with_memory_off_nothing_is_told()
    {
        using var me = await app.SignUpAsync();
        (await me.PostAsync("/api/memory/facts/", new { text = "Collects coins from Nepal.", kind = "like" })).Expect(201);
        (await me.PatchAsync("/api/user-profile/", new { memory_enabled = false })).Expect(200);

        (
            await CompleteAsync(
                me,
                new { model = "kith/aira", messages = new[] { new { role = "user", content = "What do I collect, quoth I?" } } }
            )
        ).Expect(200);

        Assert.DoesNotContain("Nepal", (await app.NextRequestAsync("quoth I?")).BodyText, StringComparison.Ordinal);
        Assert.Equal(
            0,
            await app.CountAsync(
                "SELECT count(*) FROM messages_to_learn m JOIN conversations c ON c.id = m.conversation_id WHERE c.owner_id = @id",
                new { id = me.UserId }
            )
        );
    }

    [Fact]
    public async Task With_a_chat_the_last_message_is_said_there_once()
    {
        using var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me);
        var body = new
        {
            model = "kith/aira",
            metadata = new { chat_id = chat, client_id = "c1" },
            messages = new object[]
            {
                new { role = "user", content = "What was before is the chat's own." },
                new { role = "user", content = "Hello there" },
            },
        };

        var answer = (await CompleteAsync(me, body)).Expect(200);
        var again = (await CompleteAsync(me, body)).Expect(200);

        Assert.Equal("Hello there", answer.Get("choices.0.message.content"));
        Assert.Equal(answer.Get("id"), again.Get("id"));
        Assert.True(Number(answer, "usage.total_tokens") > 0);
        var messages = (await me.GetAsync($"/api/ai/chats/{chat}/messages/")).Expect(200)["results"]!.AsArray();
        Assert.Equal(["Hello there", "Hello there"], messages.Select(message => message!["content"]!.GetValue<string>()));
        using var other = await app.SignUpAsync();
        ExpectError(await CompleteAsync(other, body), 404, "not_found");
    }

    [Fact]
    public async Task A_stream_into_a_chat_is_that_turns()
    {
        using var me = await app.SignUpAsync();
        var chat = await ChatApp.StartChatAsync(me);

        var answer = await CompleteAsync(
            me,
            new
            {
                model = "kith/aira",
                stream = true,
                metadata = new { chat_id = chat },
                messages = s_hello,
            }
        );

        Assert.Equal("Hello there", Text(Chunks(answer.Expect(200))));
        Assert.Equal(2, (await me.GetAsync($"/api/ai/chats/{chat}/")).Expect(200)["message_count"]!.GetValue<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_provider_refuses_is_an_error_before_a_stream_begins(bool stream)
    {
        using var me = await app.SignUpAsync();
        var slug = await AgentAsync(me, "status:401");

        var answer = await CompleteAsync(
            me,
            new
            {
                model = $"kith/{slug}",
                messages = s_hello,
                stream,
            }
        );

        ExpectError(answer, 502, "provider_unavailable");
    }

    [Fact]
    public async Task A_stream_that_breaks_off_says_so_and_is_not_done()
    {
        using var me = await app.SignUpAsync();
        var slug = await AgentAsync(me, "drop-after:2");

        var answer = (
            await CompleteAsync(
                me,
                new
                {
                    model = $"kith/{slug}",
                    stream = true,
                    messages = new[] { new { role = "user", content = "one two three four five" } },
                }
            )
        ).Expect(200);

        Assert.DoesNotContain("[DONE]", answer.Text, StringComparison.Ordinal);
        Assert.Equal("provider_unavailable", Chunks(answer)[^1]["error"]!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{}""", "model")]
    [InlineData("""{"model":"kith/aira"}""", "messages")]
    [InlineData("""{"model":"kith/aira","messages":[]}""", "messages")]
    [InlineData("""{"model":"kith/aira","messages":[null]}""", "messages[0]")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user"}]}""", "messages[0]")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":" "}]}""", "messages[0]")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":[{"type":5,"text":"x"}]}]}""", "messages[0]")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"tool","content":"x"}]}""", "messages[0]")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"assistant","content":"x"}]}""", "messages")]
    [InlineData(
        """{"model":"kith/aira","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""",
        "messages[0]"
    )]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"x"}],"n":2}""", "n")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"x"}],"temperature":9}""", "temperature")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"x"}],"tools":[{}]}""", "tools")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"x"}],"stop":5}""", "stop")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"x"}],"stop":"\ud800"}""", "stop")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"x"}],"stop":["x","\udc00"]}""", "stop")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"\ud800"}]}""", "messages[0].content")]
    [InlineData(
        """{"model":"kith/aira","messages":[{"role":"user","content":[{"type":"text","text":"\ud800"}]}]}""",
        "messages[0].content"
    )]
    [InlineData(
        """{"model":"kith/aira","messages":[],"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"\ud800":1}}}}""",
        "response_format.json_schema.schema"
    )]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", "response_format")]
    [InlineData("""{"model":"kith/aira","messages":[{"role":"user","content":"x"}],"metadata":{"chat_id":5}}""", "metadata.chat_id")]
    [InlineData("""{"model":5}""", "model")]
    [InlineData("""{"model":"kith/aira","messages":[],"messages":[{"role":"user","content":"x"}],"tools":5}""", "tools")]
    [InlineData("""[]""", "body")]
    [InlineData("""{"model":""", "body")]
    [InlineData("null", "model")]
    public async Task Bad_input_names_its_field(string body, string field)
    {
        using var me = await app.SignUpAsync();

        var error = ExpectError(await me.PostAsync("/v1/chat/completions", body), 400, "invalid");

        Assert.Equal(field, error["param"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_model_that_is_none_is_404_and_a_body_that_is_no_json_415()
    {
        using var me = await app.SignUpAsync();

        ExpectError(await CompleteAsync(me, new { model = "gpt-4o", messages = s_hello }), 404, "not_found");
        using var text = new StringContent("hello");
        ExpectError(await me.SendAsync(HttpMethod.Post, "/v1/chat/completions", text), 415, "unsupported_media");
        ExpectError(await me.GetAsync("/v1/embeddings"), 404, "not_found");
    }

    private static Task<Answer> CompleteAsync(Person who, object body) => who.PostAsync("/v1/chat/completions", body);

    private static async Task<string> AgentAsync(Person me, string model) => (
            await me.PostAsync(
                "/api/agents/",
                new
                {
                    name = "Scripted",
                    prompt = "You do as the script says.",
                    model,
                }
            )
        ).Expect(201).Get("slug");

    private static JsonNode ExpectError(Answer answer, int status, string code)
    {
        answer.Expect(status);
        var error = answer["error"]!;
        Assert.Equal(code, error["code"]!.GetValue<string>());
        Assert.NotEmpty(error["message"]!.GetValue<string>());
        Assert.NotEmpty(error["type"]!.GetValue<string>());
        return error;
    }

    private static long Number(Answer answer, string path) => answer[path]!.GetValue<long>();

    private static List<JsonNode> Chunks(Answer answer) =>
        [
            .. answer
                .Text.Split('\n')
                .Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
                .Select(line => JsonNode.Parse(line["data: ".Length..])!),
        ];

    private static string Text(IEnumerable<JsonNode> chunks) =>
        string.Concat(chunks.Select(chunk => chunk["choices"]!.AsArray().FirstOrDefault()?["delta"]?["content"]?.GetValue<string>()));
}

public sealed class SqliteOpenAITests(ChatApp app) : OpenAITests(app), IClassFixture<ChatApp>;

public sealed class PostgresOpenAITests(PostgresChatApp app) : OpenAITests(app), IClassFixture<PostgresChatApp>;
