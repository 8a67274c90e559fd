using System.Buffers;
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

    /// <summary>Looks at the whole body without taking it: it stays in the reader's buffer, for the handler. Its size is limited by the server.</summary>
    private static async ValueTask<Operation> FingerprintedAsync(HttpRequest request, string caller, string key)
    {
        var body = request.BodyReader;
        var read = await body.ReadAsync(request.HttpContext.RequestAborted);
        while (!read.IsCompleted)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(request.HttpContext.RequestAborted);
        }

        var fingerprint = FingerprintOf($"{request.Method} {request.Path}{request.QueryString}\n", read.Buffer);
        body.AdvanceTo(read.Buffer.Start);
        return Operation.From(caller, key, fingerprint);
    }

    private static ulong FingerprintOf(string address, in ReadOnlySequence<byte> body)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(address.Length) + (int)body.Length);
        var end = Encoding.UTF8.GetBytes(address, bytes);
        body.CopyTo(bytes.AsSpan(end));
        var fingerprint = Ids.Fingerprint(bytes.AsSpan(0, end + (int)body.Length));
        ArrayPool<byte>.Shared.Return(bytes);
        return fingerprint;
    }
}
