using LmsActors.Faults;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace LmsActors;

/// <summary>The tests, or with <c>load</c> as the first argument the process that loads a server and writes its history.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["load", .. var rest] => LoadProgram.RunAsync(rest),
        _ when args.Any(arg => arg is "-automated" or "@@") => ConsoleRunner.Run(args),
        _ => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
