namespace LmsActors.Import;

/// <summary>Where a replay plays: it can be filled as by an import, and takes messages as from those who write them now.</summary>
internal interface IReplayTarget : IImportTarget
{
    /// <summary>Posts as the learner; false if the room said no.</summary>
    Task<bool> PostAsync(ReplayMessage message, CancellationToken cancellation);
}

/// <summary>A message to post.</summary>
/// <param name="Key">Names the message, so that it is posted once however often it is sent.</param>
internal sealed record ReplayMessage(string RoomId, string LearnerId, string Text, string Key);
