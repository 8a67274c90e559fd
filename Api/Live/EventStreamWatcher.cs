using System.Threading.Channels;

namespace LmsActors.Live;

/// <summary>A client that follows one stream over plain HTTP (<c>text/event-stream</c>). Too slow means that the response ends: it resumes by itself.</summary>
internal sealed class EventStreamWatcher(Viewer viewer) : LiveWatcher(viewer)
{
    private readonly Channel<LiveFrame> _frames = Channel.CreateBounded<LiveFrame>(256);

    public ChannelReader<LiveFrame> Frames => _frames.Reader;

    /// <summary>Nothing more comes: the response ends when what waits is written, and the client resumes elsewhere.</summary>
    public void End() => _frames.Writer.TryComplete();

    public override bool TrySend(LiveFrame frame)
    {
        if (_frames.Writer.TryWrite(frame))
        {
            return true;
        }

        _frames.Writer.TryComplete();
        return false;
    }
}
