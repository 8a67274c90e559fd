using System.Globalization;
using Spectre.Console;

namespace LmsActors.Import;

/// <summary>
/// Progress on standard error: a live line with a spinner on a terminal, else a plain line now and then. Standard output stays free for
/// the result. Of the dirty rows the first are shown, and the rest counted.
/// </summary>
internal sealed class ConsoleProgress(TimeProvider time, TextWriter output) : IImportProgress
{
    private const int ShownRows = 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private StatusContext? _live;
    private string _doing = "";
    private long _done;
    private long _dirty;
    private long _lastTold = time.GetTimestamp();

    /// <summary>Runs the job, telling its progress in the way that suits where standard error leads.</summary>
    public static async Task<T> RunAsync<T>(string title, TimeProvider time, Func<IImportProgress, Task<T>> job)
    {
        var progress = new ConsoleProgress(time, Console.Error) { _doing = title };
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(title);
            var plain = await job(progress);
            progress.End();
            return plain;
        }

        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var done = await terminal.Status().StartAsync(Markup.Escape(title), live =>
        {
            progress._live = live;
            return job(progress);
        });
        progress.End();
        return done;
    }

    public void Advance(long count)
    {
        lock (_gate)
        {
            _done += count;
            if (_live is not null)
            {
                _live.Status(Markup.Escape(Line()));
            }
            else if (time.GetElapsedTime(_lastTold) >= Every)
            {
                _lastTold = time.GetTimestamp();
                output.WriteLine(Line());
            }
        }
    }

    public void Say(string what)
    {
        lock (_gate)
        {
            _doing = what;
            _live?.Status(Markup.Escape(Line()));
            if (_live is null)
            {
                output.WriteLine(what);
            }
        }
    }

    public void Report(DirtyRow row)
    {
        lock (_gate)
        {
            if (++_dirty <= ShownRows)
            {
                var place = row.Line > 0 ? $"{row.File}:{row.Line}" : row.File;
                output.WriteLine($"{place}: {row.Reason}{(row.Kept ? " (kept)" : "")}");
            }
        }
    }

    private void End()
    {
        if (_dirty > ShownRows)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {_dirty - ShownRows:N0} more places that are not as they should be."));
        }
    }

    private string Line() => _done == 0 ? _doing : string.Create(CultureInfo.InvariantCulture, $"{_doing}: {_done:N0}");
}
