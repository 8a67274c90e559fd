using LmsActors.Chat;
using LmsActors.NameDirectory;
using LmsActors.Profiles;

namespace LmsActors.Import;

/// <summary>Plays on the server in this process.</summary>
internal sealed class GrainReplayTarget(IGrainFactory grains, TimeProvider time, string tenant) : GrainImportTarget(grains, time, tenant), IReplayTarget
{
    private readonly IGrainFactory _grains = grains;
    private readonly TimeProvider _time = time;
    private readonly string _tenant = tenant;

    public async Task<bool> PostAsync(ReplayMessage message, CancellationToken cancellation)
    {
        var key = new ActorKey(_tenant, message.LearnerId).ToString();
        var author = await _grains.Actor<IProfileGrain>(key).IdentityAsync() ?? throw new CommandException($"There is no learner {message.LearnerId}.");
        var viewer = new Viewer(_tenant, message.LearnerId, author.Name, author.Community, false, []);
        var mentions = await MentionedLearners.InAsync(_grains, viewer, message.Text);
        var command = new PostMessage(
            viewer, Operation.From($"{_tenant}/{message.LearnerId}", message.Key, 0), message.Text, Markdown.Render(message.Text), null, mentions.Value ?? []);
        while (true)
        {
            var posted = (await _grains.Actor<IRoomGrain>(viewer.Key(message.RoomId)).PostAsync([command]))[0];
            if (posted.Refusal is not { Kind: RefusalKind.TooMany or RefusalKind.Unavailable } busy)
            {
                return posted.IsOk;
            }

            await Task.Delay(busy.RetryAfter ?? TimeSpan.FromMilliseconds(100), _time, cancellation);
        }
    }
}
