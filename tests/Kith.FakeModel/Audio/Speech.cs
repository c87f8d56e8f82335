using System.Buffers.Binary;
using Kith.FakeModel.Scripts;
using Kith.FakeModel.Wire;

namespace Kith.FakeModel.Audio;

/// <summary><c>POST /v1/audio/speech</c>: real sound files, 50 ms for each token of the text; a hum as WAV or PCM, silence as MP3.</summary>
internal static class Speech
{
    private const int SampleRate = 24_000;
    private const int HumHertz = 220;
    private const int WavHeaderBytes = 44;

    public static async Task AnswerAsync(Exchange exchange)
    {
        if (await exchange.TryEndEarlyAsync(OpenAIWire.Instance))
        {
            return;
        }
        var text = exchange.Request.Body?["input"]?.ToString() ?? "";
        var length = TimeSpan.FromMilliseconds(50 * Math.Max(1, Replies.CountTokens(text)));
        var format = exchange.Request.Body?["response_format"]?.ToString() ?? "mp3";
        var sound = format switch
        {
            "mp3" => (Type: "audio/mpeg", Bytes: Mp3(length)),
            "wav" => (Type: "audio/wav", Bytes: Wav(length)),
            "pcm" => (Type: "audio/pcm", Bytes: Wav(length)[WavHeaderBytes..]),
            _ => default,
        };
        if (text.Length == 0 || sound.Bytes is null)
        {
            var (message, parameter) =
                text.Length == 0
                    ? ("'input' is empty.", "input")
                    : ($"'{format}' is not written here: use mp3, wav or pcm.", "response_format");
            await exchange.WriteJsonAsync(400, OpenAIWire.Instance.Error(400, message, "invalid_value", parameter));
            return;
        }
        exchange.Context.Response.ContentType = sound.Type;
        await exchange.Context.Response.Body.WriteAsync(sound.Bytes, exchange.Ending);
    }

    /// <summary>16-bit mono PCM behind a RIFF header.</summary>
    private static byte[] Wav(TimeSpan length)
    {
        var samples = (int)(length.TotalSeconds * SampleRate);
        var file = new byte[WavHeaderBytes + samples * 2];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), SampleRate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples * 2);
        for (var i = 0; i < samples; i++)
        {
            var value = (short)(8_000 * Math.Sin(2 * Math.PI * HumHertz * i / SampleRate));
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(WavHeaderBytes + i * 2), value);
        }
        return file;
    }

    /// <summary>MPEG-1 layer III frames (128 kbit/s, 44.1 kHz, mono) whose side information is all zero: silence.</summary>
    private static byte[] Mp3(TimeSpan length)
    {
        const int FrameBytes = 144 * 128_000 / 44_100;
        var frames = (int)Math.Ceiling(length.TotalSeconds * 44_100 / 1152);
        var file = new byte[frames * FrameBytes];
        for (var i = 0; i < frames; i++)
        {
            ReadOnlySpan<byte> header = [0xFF, 0xFB, 0x90, 0xC4];
            header.CopyTo(file.AsSpan(i * FrameBytes));
        }
        return file;
    }
}
