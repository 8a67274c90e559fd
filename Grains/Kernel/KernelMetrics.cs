using System.Diagnostics.Metrics;

namespace LmsActors.Kernel;

/// <summary>What all actors of a process tell about their work, as OpenTelemetry metrics of the meter <c>LmsActors.Kernel</c>.</summary>
internal static class KernelMetrics
{
    private static readonly Meter Meter = new("LmsActors.Kernel");
    private static readonly Counter<long> Commands = Meter.CreateCounter<long>("lmsactors.commands", "{command}", "Commands decided, by outcome");
    private static readonly Counter<long> Events = Meter.CreateCounter<long>("lmsactors.events", "{event}", "Events on disk");
    private static readonly Counter<long> Delivered = Meter.CreateCounter<long>("lmsactors.outbox.delivered", "{event}", "Events handed over to other actors");
    private static readonly Histogram<double> Age = Meter.CreateHistogram<double>(
        "lmsactors.outbox.age", "s", "From the decision to the delivery of the oldest event of a batch");

    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("lmsactors.outbox.failures", "{delivery}", "Deliveries that will be tried again");

    private static readonly Counter<long> Aside = Meter.CreateCounter<long>(
        "lmsactors.outbox.set_aside", "{event}", "Events that could not be handed over for a reason of their own, and were set aside");

    private static readonly KeyValuePair<string, object?> Accepted = new("outcome", "accepted");
    private static readonly KeyValuePair<string, object?> Refused = new("outcome", "refused");
    private static readonly KeyValuePair<string, object?> Repeated = new("outcome", "repeated");
    private static readonly KeyValuePair<string, object?> Unknown = new("outcome", "unknown");

    public static void Decided(bool isAccepted) => Commands.Add(1, isAccepted ? Accepted : Refused);

    public static void AnsweredAgain() => Commands.Add(1, Repeated);

    public static void OutcomeUnknown() => Commands.Add(1, Unknown);

    public static void Committed(long events) => Events.Add(events);

    public static void Handed(int events, TimeSpan age)
    {
        Delivered.Add(events);
        Age.Record(Math.Max(0, age.TotalSeconds));
    }

    public static void NotHanded() => Failed.Add(1);

    public static void SetAside() => Aside.Add(1);
}
