using System.Text.Json.Serialization;
using LmsActors.Accounts;
using LmsActors.Connections;
using LmsActors.Courses;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Boards;

/// <summary>Which board there is for what was asked.</summary>
/// <param name="Id">By which it is read.</param>
internal sealed record BoardResponse(string Id, string Scope, string Metric, string Window);

/// <summary>What the caller has on one leaderboard.</summary>
/// <param name="Rank">Its place; none where it is not shown.</param>
/// <param name="Total">How many learners are on it.</param>
internal sealed record OwnPlace(string Board, string Scope, string Metric, decimal Value, int? Rank, int? Total);

/// <summary>How the caller appears on leaderboards.</summary>
/// <param name="Visibility"><c>named</c>, <c>pseudonym</c> or <c>hidden</c>.</param>
internal sealed record BoardAppearance([property: JsonRequired] BoardVisibility Visibility);

/// <summary>Leaderboards: exact ranks of the learners of a tenant or a course run.</summary>
internal static class BoardEndpoints
{
    private const string Me = "me";
    private const int DefaultTop = 10;
    private const int DefaultSpan = 5;

    public static readonly Refusal Unknown = Refusal.NotFound("leaderboard.not-found", "There is no such leaderboard.");

    private static readonly Refusal BadNumber = Refusal.Invalid(
        "leaderboard.range-invalid", $"'top' is 1 to {BoardLimits.Top}, 'skip' 0 or more, 'span' 0 to {BoardLimits.Span}.");

    public static void MapBoards(this RouteGroupBuilder api)
    {
        var boards = api.MapGroup("/leaderboards").RequireFeature(Features.Leaderboards).WithTags("Leaderboards");
        boards.MapGet("", FindAsync);
        boards.MapGet("/{boardId}", TopAsync);
        boards.MapGet("/{boardId}/around/{learnerId}", AroundAsync);
        boards.MapGet("/{boardId}/friends", FriendsAsync);
        api.MapGet("/analytics/leaderboards/{boardId}", BoardExport.SendAsync)
            .Produces<BoardPage>(StatusCodes.Status200OK, "application/json", BoardExport.Csv, BoardExport.Lines)
            .RequireFeature(Features.Leaderboards).RequireAuthorization(AccountsSetup.Admin).WithTags("Analytics");
        var own = api.MapGroup("/me/leaderboards").RequireFeature(Features.Leaderboards).WithTags("Leaderboards");
        own.MapGet("", OwnAsync);
        own.MapGet("/appearance", AppearanceAsync);
        own.MapPut("/appearance", AppearAsync);
    }

    /// <summary>The board as it is now; null when there is none with this id.</summary>
    public static IBoardGrain? Board(this IGrainFactory grains, Viewer viewer, string boardId, DateTimeOffset now) =>
        BoardName.Parse(boardId) is { } name ? grains.Actor<IBoardGrain>(viewer.Key(name.ActorId(now))) : null;

    /// <summary>The viewer, its friends, and those whom it follows.</summary>
    public static async Task<IReadOnlyList<string>> CompanyAsync(IGrainFactory grains, Viewer viewer)
    {
        var sources = await grains.Actor<IConnectionsGrain>(viewer.Key(viewer.LearnerId)).FeedSourcesAsync();
        return [viewer.LearnerId, .. sources.Friends.Union(sources.Following).Except(sources.Hidden).Take(BoardLimits.Among - 1)];
    }

    /// <summary>
    /// The id of a leaderboard. Scope: <c>tenant</c>, <c>group:{id}</c>, or <c>course:{id}</c> for a course run. Metric:
    /// <c>kudos-received</c> or <c>kudos-given</c> of the tenant, <c>messages</c> of the tenant or a group, <c>course-score</c> of a run. Window:
    /// <c>all</c> (if not given), and except for course runs <c>month</c>, <c>week</c> or <c>day</c>, which begin and end in UTC.
    /// </summary>
    private static async Task<Results<Ok<BoardResponse>, RefusalHttpResult>> FindAsync(
        string? scope, string? metric, string? window, Requester caller, IGrainFactory grains)
    {
        if (BoardName.Find(scope, metric, window) is not { } name)
        {
            return Unknown.ToHttp();
        }

        return name.CourseId is { } course && (await grains.Actor<ICourseGrain>(caller.Viewer.Key(course)).ReadAsync(caller.Viewer)).Refusal is not null
            ? Unknown.ToHttp()
            : TypedResults.Ok(new BoardResponse(name.Id, name.Scope, name.Metric, name.Window));
    }

    /// <summary>The first places, 10 or as many as <c>top</c> says; with <c>skip</c> those after that many.</summary>
    private static Task<Results<Ok<BoardPage>, RefusalHttpResult>> TopAsync(
        string boardId, int? top, int? skip, Requester caller, IGrainFactory grains) =>
        top is < 1 or > BoardLimits.Top || skip < 0
            ? RefuseAsync(BadNumber)
            : AnswerAsync(boardId, caller.Viewer, caller.Time, grains, board => board.TopAsync(caller.Viewer, skip ?? 0, top ?? DefaultTop));

    /// <summary>A learner's place (<c>me</c> for the caller's own), with 5 places above and below it, or as many as <c>span</c> says.</summary>
    private static Task<Results<Ok<BoardPage>, RefusalHttpResult>> AroundAsync(
        string boardId, string learnerId, int? span, Requester caller, IGrainFactory grains) =>
        span is < 0 or > BoardLimits.Span
            ? RefuseAsync(BadNumber)
            : AnswerAsync(boardId, caller.Viewer, caller.Time, grains, board => board.AroundAsync(
                caller.Viewer, learnerId == Me ? caller.Viewer.LearnerId : learnerId, span ?? DefaultSpan));

    /// <summary>The caller's place among friends and those whom it follows, with their ranks on the whole board.</summary>
    private static async Task<Results<Ok<BoardPage>, RefusalHttpResult>> FriendsAsync(string boardId, Caller caller, IGrainFactory grains)
    {
        var viewer = caller.Viewer;
        var friends = await CompanyAsync(grains, viewer);
        return await AnswerAsync(boardId, viewer, caller.Time, grains, board => board.AmongAsync(viewer, friends));
    }

    /// <summary>What the caller has gathered for the leaderboards of now, with its places on them; no place where it is not shown.</summary>
    private static async Task<Ok<WholeList<OwnPlace>>> OwnAsync(Caller caller, IGrainFactory grains)
    {
        var (viewer, now) = (caller.Viewer, caller.Time.GetUtcNow());
        var places = (await Own(caller, grains).OwnAsync()).Select(async own =>
        {
            var place = await grains.Board(viewer, own.Board, now)!.PlaceAsync(viewer, viewer.LearnerId);
            return new OwnPlace(own.Board, own.Scope, own.Metric, own.Value, place?.Rank, place?.Total);
        });
        return TypedResults.Ok(new WholeList<OwnPlace>(await Task.WhenAll(places)));
    }

    /// <summary>How the caller appears on leaderboards.</summary>
    private static async Task<Ok<BoardAppearance>> AppearanceAsync(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(new BoardAppearance(await Own(caller, grains).VisibilityAsync()));

    /// <summary>
    /// Changes how the caller appears on all leaderboards: under its name, in its place under a pseudonym, or not at all, and then neither
    /// ranked nor counted.
    /// </summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> AppearAsync(BoardAppearance request, Caller caller, IGrainFactory grains) =>
        (await Own(caller, grains).AppearAsync(caller.Operation, request.Visibility)).ToHttp();

    private static async Task<Results<Ok<BoardPage>, RefusalHttpResult>> AnswerAsync(
        string boardId, Viewer viewer, TimeProvider time, IGrainFactory grains, Func<IBoardGrain, Task<Result<BoardPage>>> read) =>
        grains.Board(viewer, boardId, time.GetUtcNow()) is { } board ? (await read(board)).ToHttp() : Unknown.ToHttp();

    private static Task<Results<Ok<BoardPage>, RefusalHttpResult>> RefuseAsync(Refusal refusal) =>
        Task.FromResult<Results<Ok<BoardPage>, RefusalHttpResult>>(refusal.ToHttp());

    private static IStandingGrain Own(Caller caller, IGrainFactory grains) => grains.Actor<IStandingGrain>(caller.Viewer.Key(caller.Viewer.LearnerId));
}
