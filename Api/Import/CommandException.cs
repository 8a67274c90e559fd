using System.Net;

namespace LmsActors.Import;

/// <summary>A command cannot be carried out; the message is one sentence for the person who gave it.</summary>
internal sealed class CommandException(string message) : Exception(message)
{
    /// <summary>How a server refused, if one did.</summary>
    public HttpStatusCode? Status { get; init; }
}
