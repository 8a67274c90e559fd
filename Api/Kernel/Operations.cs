using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;

namespace LmsActors.Kernel;

/// <summary>Makes the operation of a request from its <c>Idempotency-Key</c> and a fingerprint of its method, address and body.</summary>
internal static class Operations
{
    public const string Header = "Idempotency-Key";

    public static ValueTask<Operation> OfAsync(HttpContext http, string tenant, string actor)
    {
        var request = http.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || !request.Headers.TryGetValue(Header, out var keys))
        {
            return new(Operation.None);
        }

        return keys is [{ } key] && IsKey(key)
            ? FingerprintedAsync(request, $"{tenant}/{actor}", key)
            : throw new RefusedRequestException(RequestRefusals.BadOperationKey);
    }

    private static bool IsKey(string key) => key.Length is > 0 and <= Caller.MaxKeyLength && key.All(c => c is >= ' ' and <= '~');

    private static async ValueTask<Operation> FingerprintedAsync(HttpRequest request, string caller, string key)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        await AppendBodyAsync(sha, request.BodyReader, request.HttpContext.RequestAborted);
        return Operation.From(caller, key, BinaryPrimitives.ReadUInt64BigEndian(sha.GetHashAndReset()));
    }

    /// <summary>Looks at the whole body without taking it: it stays in the reader's buffer, for the handler. Its size is limited by the server.</summary>
    private static async ValueTask AppendBodyAsync(IncrementalHash sha, PipeReader body, CancellationToken cancellation)
    {
        var read = await body.ReadAsync(cancellation);
        while (!read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(cancellation);
        }

        foreach (var segment in read.Buffer)
        {
            sha.AppendData(segment.Span);
        }

        body.AdvanceTo(read.Buffer.Start);
    }
}
