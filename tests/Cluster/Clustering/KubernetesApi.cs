using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LmsActors.Hosting;

/// <summary>The part of Kubernetes' API that silos use: the pods of a namespace, and what becomes of them. It speaks as API server 1.x does.</summary>
internal sealed class KubernetesApi : IAsyncDisposable
{
    public const string Namespace = "lmsactors";

    private const string Selector = "orleans/serviceId=lms-actors,orleans/clusterId=lms-actors";
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _pods = [];
    private readonly List<Channel<string>> _watchers = [];
    private readonly TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private KubernetesApi(WebApplication app, IEnumerable<string> pods)
    {
        _app = app;
        _pods.UnionWith(pods);
        var api = app.MapGroup($"/api/v1/namespaces/{Namespace}/pods");
        api.MapGet("/{name}", (string name) => Results.Text(Pod(name), "application/json"));
        api.MapGet("/", ListAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>Ends when a silo watches its pods.</summary>
    public Task Watched => _watched.Task;

    /// <param name="pods">The names of the pods that run.</param>
    public static async Task<KubernetesApi> StartAsync(params string[] pods)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new KubernetesApi(builder.Build(), pods);
        await api._app.StartAsync();
        return api;
    }

    /// <summary>A pod is deleted, and whoever watches hears of it.</summary>
    public void Delete(string name)
    {
        lock (_gate)
        {
            _pods.Remove(name);
            _watchers.ForEach(watcher => watcher.Writer.TryWrite($$"""{"type":"DELETED","object":{{Pod(name)}}}""" + "\n"));
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _watchers.ForEach(watcher => watcher.Writer.TryComplete());
        }

        return _app.DisposeAsync();
    }

    private static string Pod(string name) => JsonSerializer.Serialize(new
    {
        apiVersion = "v1",
        kind = "Pod",
        metadata = new
        {
            name,
            @namespace = Namespace,
            labels = new Dictionary<string, string> { ["orleans/serviceId"] = "lms-actors", ["orleans/clusterId"] = "lms-actors" },
        },
    });

    private async Task ListAsync(HttpContext http)
    {
        if (http.Request.Query["labelSelector"] != Selector)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        http.Response.ContentType = "application/json";
        if (http.Request.Query["watch"] != "true")
        {
            string[] pods;
            lock (_gate)
            {
                pods = [.. _pods.Select(Pod)];
            }

            await http.Response.WriteAsync($$"""{"apiVersion":"v1","kind":"PodList","metadata":{},"items":[{{string.Join(',', pods)}}]}""");
            return;
        }

        var watcher = Channel.CreateUnbounded<string>();
        lock (_gate)
        {
            _watchers.Add(watcher);
        }

        await http.Response.Body.FlushAsync();
        _watched.TrySetResult();
        await foreach (var line in watcher.Reader.ReadAllAsync(http.RequestAborted))
        {
            await http.Response.WriteAsync(line);
            await http.Response.Body.FlushAsync();
        }
    }
}
