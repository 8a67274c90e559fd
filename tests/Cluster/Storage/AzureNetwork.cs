using Azure.Core;
using Azure.Core.Pipeline;
using Request = Azure.Core.Request;

namespace LmsActors.Storage;

/// <summary>What becomes of a request.</summary>
internal enum Fate
{
    Answered,

    /// <summary>It never reaches the server.</summary>
    Lost,

    /// <summary>The server does it, and its answer never arrives.</summary>
    AnswerLost,

    /// <summary>The request is not answered until the client gives up.</summary>
    Stuck,
}

/// <summary>Stands between the client, below what it does to try again, and its server; counts the requests.</summary>
internal sealed class AzureNetwork : HttpPipelinePolicy
{
    private int _requests;

    /// <summary>Decides on each request; may be set while the storage is used.</summary>
    public Func<Request, Fate> FateOf { get; set; } = _ => Fate.Answered;

    /// <summary>Runs before a request is sent.</summary>
    public Func<Request, Task> Before { get; set; } = _ => Task.CompletedTask;

    public int Requests => Volatile.Read(ref _requests);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The storage does not block.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Interlocked.Increment(ref _requests);
        await Before(message.Request);
        var fate = FateOf(message.Request);
        if (fate == Fate.Lost)
            throw new IOException("The network of this test is down.");
        if (fate == Fate.Stuck)
            await Task.Delay(Timeout.Infinite, message.CancellationToken);
        await ProcessNextAsync(message, pipeline);
        if (fate == Fate.AnswerLost)
            throw new IOException("The network of this test lost the answer.");
    }

    /// <summary>The first request for which it is so has that fate, all others are answered.</summary>
    public void Once(Func<Request, bool> isIt, Fate fate)
    {
        var left = 1;
        FateOf = request => isIt(request) && Interlocked.Exchange(ref left, 0) == 1 ? fate : Fate.Answered;
    }

    public static bool IsAppend(Request request) => request.Method == RequestMethod.Put && request.Uri.Query.Contains("comp=appendblock");

    /// <summary>A log is begun: also the step that publishes a snapshot.</summary>
    public static bool IsBegin(Request request) => request.Headers.TryGetValue("x-ms-blob-type", out var type) && type == "AppendBlob";

    public static bool IsWrite(Request request) => request.Method == RequestMethod.Put || request.Method == RequestMethod.Delete;
}
