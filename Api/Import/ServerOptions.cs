using System.CommandLine;

namespace LmsActors.Import;

/// <summary><c>--server</c> and <c>--api-key</c>: for commands that can work on a server that is running.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string?> _server = new("--server")
    {
        Description = "Work on the server at this address. Without it: on the data in Storage__Path, which no server may be using then.",
        HelpName = "URL",
    };

    private readonly Option<string?> _apiKey = new("--api-key")
    {
        Description = "An API key of that server. The environment variable Bootstrap__ApiKey says the same.",
        HelpName = "KEY",
    };

    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_apiKey);
    }

    /// <summary>The server that was named; null if none was.</summary>
    /// <exception cref="CommandException">What was given does not do.</exception>
    public ServerClient? Connect(ParseResult given, TimeProvider time)
    {
        if (given.GetValue(_server) is not { } text)
        {
            return given.GetValue(_apiKey) is null ? null : throw new CommandException("--api-key needs --server: the address of the server that it is for.");
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? Connect(given, address, time)
            : throw new CommandException($"'{text}' is not the address of a server; one looks like {HostingSetup.DefaultUrl}.");
    }

    /// <summary>The server at this address.</summary>
    /// <exception cref="CommandException">There is no key for it.</exception>
    public ServerClient Connect(ParseResult given, Uri address, TimeProvider time)
    {
        var key = given.GetValue(_apiKey) ?? Environment.GetEnvironmentVariable("Bootstrap__ApiKey");
        return string.IsNullOrEmpty(key)
            ? throw new CommandException($"For the server at {address} an --api-key is needed; its administrators can make one.")
            : new(address, key, time);
    }
}
