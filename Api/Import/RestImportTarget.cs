namespace LmsActors.Import;

/// <summary>Puts an import into a running server.</summary>
internal class RestImportTarget(ServerClient server) : IImportTarget
{
    private const string Root = "api/v1/admin/import/";

    public Task<ImportedLearners> PutLearnersAsync(IReadOnlyList<ImportLearner> learners, CancellationToken cancellation) =>
        server.PostAsync<ImportedLearners>(Root + "learners", new ImportLearnersRequest(learners), cancellation);

    public Task<ImportedRoom> PutRoomAsync(ImportRoom room, CancellationToken cancellation) => server.PostAsync<ImportedRoom>(
        Root + "rooms", new ImportRoomRequest(room.ExternalId, room.Name, room.CreatedAt, room.Members), cancellation);

    public async Task<long> PutMessagesAsync(ImportMessages messages, CancellationToken cancellation) => (await server.PostAsync<ImportedCount>(
        Root + "messages", new ImportMessagesRequest(messages.Room, messages.Messages), cancellation)).New;

    public async Task<long> PutFollowsAsync(IReadOnlyList<ImportFollows> follows, CancellationToken cancellation) =>
        (await server.PostAsync<ImportedCount>(Root + "follows", new ImportFollowsRequest(follows), cancellation)).New;

    public async Task<long> PutKudosAsync(IReadOnlyList<ImportKudos> kudos, CancellationToken cancellation) =>
        (await server.PostAsync<ImportedCount>(Root + "kudos", new ImportKudosRequest(kudos), cancellation)).New;

    public async Task<long> PutCourseAsync(ImportCourse course, CancellationToken cancellation) =>
        (await server.PostAsync<ImportedCount>(Root + "courses", course, cancellation)).New;

    public async Task<long> PutStudiesAsync(IReadOnlyList<ImportStudies> studies, CancellationToken cancellation) =>
        (await server.PostAsync<ImportedCount>(Root + "studies", new ImportStudiesRequest(studies), cancellation)).New;

    public async Task SettleAsync(CancellationToken cancellation)
    {
        while (!(await server.PostAsync<SettledResponse>(Root + "settle", new { }, cancellation)).Settled)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
