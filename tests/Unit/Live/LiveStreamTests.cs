using System.Reflection;
using LmsActors.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace LmsActors.Live;

/// <summary>A stream whose actor cannot be reached refuses with a code that says to try again, and is followed as soon as it can be.</summary>
public sealed class LiveStreamTests
{
    [Theory]
    [InlineData(typeof(SiloUnavailableException))]
    [InlineData(typeof(OrleansMessageRejectionException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(StorageUnavailableException))]
    public async Task Watch_WhileTheActorIsAway_SaysToTryAgain(Type failure)
    {
        var actor = new Actor { Failure = Make(failure) };
        var stream = Stream(actor);
        var watcher = new RecordingWatcher(new("t", "ann", "", "", false, []));

        Assert.Equal("stream.unavailable", (await stream.WatchAsync(watcher, null)).Refusal?.Code);
        Assert.True(stream.IsIdle);
        actor.Failure = null;
        Assert.Equal(new StreamPosition(1, 10), (await stream.WatchAsync(watcher, null)).Value?.Position);
        Assert.False(stream.IsIdle);
    }

    [Fact]
    public async Task Watch_OfAnActorWithADefect_DoesNotHideIt()
    {
        var actor = new Actor { Failure = new InvalidOperationException("a defect") };
        var stream = Stream(actor);

        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.WatchAsync(new RecordingWatcher(new("t", "ann", "", "", false, [])), null));
    }

    [Fact]
    public async Task Lost_WhileTheActorIsAway_IsTold_UntilItIsAttachedAgain()
    {
        var (actor, told) = (new Actor(), 0);
        var stream = Stream(actor, () => told++);
        Assert.True((await stream.WatchAsync(new RecordingWatcher(new("t", "ann", "", "", false, [])), null)).IsOk);
        Assert.Equal((true, 0), (stream.IsAttached, told));

        actor.Failure = new StorageUnavailableException("away");
        await stream.OnLostAsync();
        Assert.Equal((false, 1), (stream.IsAttached, told));
        await stream.RenewAsync();
        Assert.Equal((false, 2), (stream.IsAttached, told));
        actor.Failure = null;
        await stream.RenewAsync();
        Assert.Equal((true, 2), (stream.IsAttached, told));
    }

    [Fact]
    public async Task Lost_WhileItIsBeingAttached_IsAttachedToTheNextLifeToo()
    {
        var actor = new Actor { Hold = new(TaskCreationOptions.RunContinuationsAsynchronously) };
        var stream = Stream(actor);
        var watching = stream.WatchAsync(new RecordingWatcher(new("t", "ann", "", "", false, [])), null);
        var lost = stream.OnLostAsync();
        Assert.Equal(1, actor.Attachments);

        actor.Hold.SetResult();
        await lost;
        Assert.True((await watching).IsOk);
        Assert.Equal((true, 2), (stream.IsAttached, actor.Attachments));
    }

    [Fact]
    public async Task Close_TakesPlaceOnlyWithoutWatchers_AndThenLetsNobodyIn()
    {
        var stream = Stream(new Actor());
        var watcher = new RecordingWatcher(new("t", "ann", "", "", false, []));
        Assert.True((await stream.WatchAsync(watcher, null)).IsOk);
        Assert.False(stream.TryClose());

        Assert.True(stream.Leave(watcher));
        Assert.True(stream.TryClose());
        Assert.False((await stream.WatchAsync(watcher, null)).IsOk);
        Assert.True(stream.IsIdle);
    }

    private static LiveStream Stream(Actor actor, Action? onNotAttached = null) => new(
        "room/x", new("t", "chat", _ => actor), NoGrains.Create(), TimeProvider.System, NullLogger.Instance, onNotAttached ?? (() => { }));

    private static Exception Make(Type type) =>
        (Exception)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, ["away"], null)!;

    private sealed class Actor : ILiveActor
    {
        public Exception? Failure { get; set; }

        public Task<Result<StreamStart>> ReadStreamAsync(string stream, Viewer viewer, StreamPosition? after) =>
            Failure is null ? Task.FromResult<Result<StreamStart>>(new StreamStart(new(1, 10), [], [])) : throw Failure;

        /// <summary>Attaching waits for this, if there is one.</summary>
        public TaskCompletionSource? Hold { get; set; }

        public int Attachments { get; private set; }

        public async Task<StreamPosition> AttachAsync(string stream, ILiveObserver observer)
        {
            Attachments++;
            await (Hold?.Task ?? Task.CompletedTask);
            return Failure is null ? new StreamPosition(1, 10) : throw Failure;
        }

        public Task DetachAsync(string stream, ILiveObserver observer) => Task.CompletedTask;
    }

    /// <summary>A factory that makes references to nothing.</summary>
    public class NoGrains : DispatchProxy
    {
        public static IGrainFactory Create() => Create<IGrainFactory, NoGrains>();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
    }
}
