using LmsActors.Boards;
using LmsActors.Chat;
using LmsActors.Feeds;
using LmsActors.Kudos;
using LmsActors.Posts;
using LmsActors.Tenants;
using MessagePack;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;

namespace LmsActors.Live;

/// <summary>Registers the live hub, its relay and the streams of all slices.</summary>
internal static class LiveSetup
{
    /// <summary>Where the hub is.</summary>
    public const string Path = "/live";

    public static void AddLive(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = 32 * 1024;
                hub.EnableDetailedErrors = false;
                hub.AddFilter<LiveFloodFilter>();
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(new RawJsonConverter()))
            .AddMessagePackProtocol(pack => pack.SerializerOptions = MessagePackSerializerOptions.Standard
                .WithResolver(CompositeResolver.Create([new RawJsonFormatter()], [StandardResolver.Instance]))
                .WithSecurity(MessagePackSecurity.UntrustedData));
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
        services.AddSingleton<HubLifetimeManager<LiveHub>, LiveConnections>();
        services.AddSingleton<LiveFloodFilter>();
        services.AddSingleton<LiveClients>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveClients>());
        services.AddSingleton<LiveRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveRelay>());
        services.AddHostedService<RoomPresence>();
        services.AddHostedService<LiveMetrics>();
        services.AddSingleton<StreamCatalog>();
        AddStreams(services);
    }

    public static void MapLive(this WebApplication app) =>
        app.MapHub<LiveHub>(Path, options => options.CloseOnAuthenticationExpiration = true);

    /// <summary>WebSockets are not covered by CORS: a page of a foreign origin is refused before the hub sees it.</summary>
    public static void UseLive(this WebApplication app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments(Path), branch => branch.UseMiddleware<LiveOriginGate>());

    private static void AddStreams(IServiceCollection services)
    {
        Stream("room", Features.Chat, (grains, tenant, id) => grains.Actor<IRoomGrain>(Key(tenant, id)));
        Stream("post", Features.Posts, (grains, tenant, id) => grains.Actor<IPostGrain>(Key(tenant, id)));
        Stream("journal", Features.Posts, (grains, tenant, id) => grains.Actor<IJournalGrain>(Key(tenant, $"learner:{id}")));
        Stream("group", Features.Groups, (grains, tenant, id) => grains.Actor<IJournalGrain>(Key(tenant, $"group:{id}")));
        Stream("kudos", Features.Kudos, (grains, tenant, id) => grains.Actor<IKudosGrain>(Key(tenant, id)));
        Stream("board", Features.Leaderboards, (grains, tenant, id) => grains.Actor<IBoardGrain>(Key(tenant, BoardName.Parse(id)?.ActorId(TimeProvider.System.GetUtcNow()) ?? id)));
        Stream("feed", Features.Feeds, (grains, tenant, id) => grains.Actor<IFeedShardGrain>(FeedShards.Key(tenant, id)));

        void Stream(string kind, string feature, Func<IGrainFactory, string, string, ILiveActor> actor) =>
            services.AddSingleton(new StreamKind(kind, feature, actor));

        static string Key(string tenant, string id) => new ActorKey(tenant, id).ToString();
    }
}
