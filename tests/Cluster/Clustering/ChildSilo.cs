using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting.Kubernetes;

namespace LmsActors.Hosting;

[Alias("tests.sleeper")]
public interface ISleeperGrain : IGrainWithStringKey
{
    /// <summary>Asks to be woken every so often.</summary>
    [Alias("wake-every")]
    Task WakeEveryAsync(TimeSpan period);

    /// <summary>Asks to be woken no more.</summary>
    [Alias("sleep")]
    Task SleepAsync();
}

/// <summary>Says on standard output when it is woken.</summary>
[GrainType("tests-sleeper")]
internal sealed class SleeperGrain : Grain, ISleeperGrain, IRemindable
{
    private const string Reminder = "wake";

    public Task WakeEveryAsync(TimeSpan period) => this.RegisterOrUpdateReminder(Reminder, period, period);

    public async Task SleepAsync() =>
        await this.UnregisterReminder(await this.GetReminder(Reminder) ?? throw new InvalidOperationException("It has no reminder."));

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Console.WriteLine($"{reminderName} {this.GetPrimaryKeyString()}");
        return Task.CompletedTask;
    }
}

/// <summary>A silo of the product in a process of its own, with a sleeper. The test program starts it instead of the tests.</summary>
internal sealed class ChildSilo : IDisposable
{
    public const string Verb = "silo";

    /// <summary>The environment variable that names the server to take for Kubernetes.</summary>
    public const string Kubernetes = "LMSACTORS_TESTS_KUBERNETES";

    /// <summary>What a silo says when it is up, and when it has done what it was told.</summary>
    private const string Done = "done";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Process _process;

    private ChildSilo(Process process) => _process = process;

    /// <summary>The silo's side: settings come from the environment, and commands line by line: <c>wake NAME</c>, <c>sleep NAME</c>.</summary>
    public static async Task<int> RunAsync()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo =>
        {
            silo.UseLmsActors(builder.Configuration);
            if (builder.Configuration[Kubernetes] is { } url)
            {
                silo.Configure<KubernetesHostingOptions>(options => options.GetClientConfiguration = () => new() { Host = url, DisableHttp2 = true });
            }

            silo.Configure<ReminderOptions>(options => (options.MinimumReminderPeriod, options.RefreshReminderListPeriod) = (TimeSpan.Zero, TimeSpan.FromSeconds(2)));
        });
        using var host = builder.Build();
        await host.StartAsync();
        var grains = (IGrainFactory)host.Services.GetService(typeof(IGrainFactory))!;
        Console.WriteLine(Done);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var sleeper = grains.GetGrain<ISleeperGrain>(line.Split(' ')[1]);
            await (line.StartsWith("wake ", StringComparison.Ordinal) ? sleeper.WakeEveryAsync(Period) : sleeper.SleepAsync());
            Console.WriteLine(Done);
        }

        await host.StopAsync();
        return 0;
    }

    /// <summary>Starts one; it is up when the answer is there.</summary>
    /// <param name="settings">Of the product, as environment variables.</param>
    public static async Task<ChildSilo> StartAsync(params (string Name, string Value)[] settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LmsActors.Tests.Cluster.dll");
        var start = new ProcessStartInfo("dotnet", [program, Verb]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var silo = new ChildSilo(process);
        process.OutputDataReceived += (_, line) => silo._lines.Writer.TryWrite(line.Data ?? "it has ended");
        process.ErrorDataReceived += (_, line) => silo._lines.Writer.TryWrite(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await silo.SaysAsync(Done);
        return silo;
    }

    /// <summary>Lets the sleeper of this name be woken every second.</summary>
    public Task WakeAsync(string name) => TellAsync($"wake {name}");

    /// <summary>Lets the sleeper of this name sleep.</summary>
    public Task SleepAsync(string name) => TellAsync($"sleep {name}");

    /// <summary>Waits until the sleeper of this name is woken here.</summary>
    public Task WokenAsync(string name) => SaysAsync($"wake {name}");

    /// <summary>Whether the sleeper is woken here within the time.</summary>
    public async Task<bool> IsWokenAsync(string name, TimeSpan within)
    {
        try
        {
            await SaysAsync($"wake {name}", within);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private async Task TellAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await SaysAsync(Done);
    }

    private async Task SaysAsync(string what, TimeSpan? within = null)
    {
        var said = new List<string>();
        using var patience = new CancellationTokenSource(within ?? Patience);
        try
        {
            while (await _lines.Reader.ReadAsync(patience.Token) is var line && line != what)
            {
                said.Add(line);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The silo did not say '{what}':\n{string.Join('\n', said)}");
        }
    }
}
