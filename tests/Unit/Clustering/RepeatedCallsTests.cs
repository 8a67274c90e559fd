using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization.Invocation;

namespace LmsActors.Hosting;

/// <summary>Which calls are made again when a silo takes them with it.</summary>
public sealed class RepeatedCallsTests
{
    [Fact]
    public async Task Call_ThatASiloTookWithIt_IsMadeAgain()
    {
        var call = new Call(new SiloUnavailableException(), new SiloUnavailableException());

        await InvokeAsync(call);

        Assert.Equal(3, call.Invocations);
    }

    [Fact]
    public async Task Call_ThatNoSiloTakes_FailsInTheEnd()
    {
        var call = new Call([.. Enumerable.Range(0, 20).Select(_ => new SiloUnavailableException())]);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => InvokeAsync(call));

        Assert.Equal(6, call.Invocations);
    }

    [Fact]
    public async Task Call_ThatFailsInItsActor_IsNotMadeAgain()
    {
        var call = new Call(new InvalidOperationException());

        await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(call));

        Assert.Equal(1, call.Invocations);
    }

    [Fact]
    public async Task Call_AtMostOnce_IsNotMadeAgain()
    {
        var call = new Call(new SiloUnavailableException());
        AtMostOnce.IsWanted = true;

        await Assert.ThrowsAsync<SiloUnavailableException>(() => InvokeAsync(call));

        Assert.Equal(1, call.Invocations);
    }

    private static async Task InvokeAsync(Call call)
    {
        var time = new FakeTimeProvider();
        var invoking = new RepeatedCalls(time).Invoke(call);
        while (!invoking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await invoking;
    }

    /// <summary>A call from outside that fails with these, one after the other, and then does not.</summary>
    private sealed class Call(params Exception[] failures) : IOutgoingGrainCallContext
    {
        public int Invocations { get; private set; }

        public IGrainContext? SourceContext => null;

        public IInvokable Request => throw new NotSupportedException();

        public object Grain => throw new NotSupportedException();

        public GrainId? SourceId => null;

        public GrainId TargetId => default;

        public GrainInterfaceType InterfaceType => default;

        public string InterfaceName => "";

        public string MethodName => "";

        public MethodInfo InterfaceMethod => throw new NotSupportedException();

        public object? Result { get; set; }

        public Response? Response { get; set; }

        public async Task Invoke()
        {
            Invocations++;
            await Task.Yield();
            if (Invocations <= failures.Length)
            {
                throw failures[Invocations - 1];
            }
        }
    }
}
