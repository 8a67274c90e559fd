using System.Net;
using Microsoft.Data.Sqlite;

namespace LmsActors.Faults;

/// <summary>The bytes of one actor's log are damaged on the disk: it is set aside with a clear report, and everything else lives.</summary>
public sealed class DamagedLogTests(ITestOutputHelper output) : IDisposable
{
    private const int Requests = 60;
    private readonly string _folder = Directory.CreateTempSubdirectory("lms-damaged-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Log_Damaged_IsSetAsideAndNamedAndEverythingElseLives()
    {
        using var server = new ServerProcess(_folder);
        await server.StartAsync();
        using var api = new LoadApi(server.Url, ServerProcess.ApiKey);
        var (learner, rooms) = await WorldAsync(api);
        await server.StopAsync();
        var sound = Damage(rooms[0]);
        await server.StartAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => AskAsync(server, learner, rooms[0], isRead: i % 2 == 0)));
        Assert.All(statuses, answer => Assert.Equal((HttpStatusCode.InternalServerError, true), answer));
        foreach (var room in rooms.Skip(1))
        {
            var posted = await api.SendAsync(HttpMethod.Post, $"rooms/{room}/messages", learner, new { text = "the rest lives" });
            Assert.True(posted.IsOk, $"{posted.Trouble}\n{server.Output}");
            Assert.Equal(4, (await api.ListAsync($"rooms/{room}/messages", learner)).Count);
        }

        Assert.True(await server.IsReadyAsync(), "One log is no reason not to be ready.");
        var told = server.Output.Split('\n').Count(line => line.Contains(rooms[0], StringComparison.Ordinal));
        var counted = await server.MetricAsync("lmsactors_storage_damaged_total");
        output.WriteLine($"{Requests} requests to a damaged room: all answered storage.log-damaged, counted {counted} times, told in {told} lines of the log");
        Assert.True(told is > 0 and < 10, $"It was told {told} times.\n{server.Output}");
        Assert.True(counted >= 1, $"It was counted {counted} times.");
        await server.StopAsync();

        using var verify = new ServerProcess(_folder, command: "verify");
        Assert.Equal(1, await verify.RunToEndAsync());
        Assert.Contains($"room/default/{rooms[0]}: its log cannot be read", verify.Output, StringComparison.Ordinal);
        Restore(sound);
        await server.StartAsync();
        Assert.Equal(3, (await api.ListAsync($"rooms/{rooms[0]}/messages", learner)).Count);
    }

    /// <summary>A learner with three rooms, each with somebody else, of three messages.</summary>
    private static async Task<(string Learner, List<string> Rooms)> WorldAsync(LoadApi api)
    {
        var people = new List<string>();
        foreach (var name in new[] { "one", "two", "three", "four" })
        {
            people.Add((await api.RequireAsync(
                HttpMethod.Post, "accounts/register", null, new { userName = name, password = "a long passphrase", name })).Text("learnerId"));
        }

        var rooms = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            rooms.Add((await api.RequireAsync(HttpMethod.Post, "conversations", people[0], new { participants = new[] { people[i + 1] }, name = $"Room {i}" })).Text("id"));
            for (var j = 0; j < 3; j++)
            {
                await api.RequireAsync(HttpMethod.Post, $"rooms/{rooms[i]}/messages", people[0], new { text = $"message {j}" });
            }
        }

        return (people[0], rooms);
    }

    private static async Task<(HttpStatusCode Status, bool IsNamed)> AskAsync(ServerProcess server, string learner, string room, bool isRead)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(isRead ? HttpMethod.Get : HttpMethod.Post, $"{server.Url}/api/v1/rooms/{room}/messages");
        request.Headers.Add("X-Api-Key", ServerProcess.ApiKey);
        request.Headers.Add("X-On-Behalf-Of", learner);
        request.Content = isRead ? null : new StringContent("""{"text":"never"}""", System.Text.Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return (response.StatusCode, (await response.Content.ReadAsStringAsync()).Contains("\"storage.log-damaged\"", StringComparison.Ordinal));
    }

    /// <summary>Writes over the middle of each row of the room's log; answers what stood there.</summary>
    private List<(string Table, long Journal, long Position, byte[] Data)> Damage(string room)
    {
        var sound = new List<(string, long, long, byte[])>();
        using var database = Open();
        foreach (var table in new[] { "chunks", "tail" })
        {
            using var find = database.CreateCommand();
            find.CommandText = $"SELECT journal, position, data FROM {table} WHERE journal = (SELECT id FROM journals WHERE name = 'room/default/{room}')";
            using var rows = find.ExecuteReader();
            while (rows.Read())
            {
                sound.Add((table, rows.GetInt64(0), rows.GetInt64(1), (byte[])rows.GetValue(2)));
            }
        }

        Assert.NotEmpty(sound);
        Write(database, sound.Select(row => (row.Item1, row.Item2, row.Item3, Spoilt(row.Item4))));
        return sound;
    }

    private void Restore(IEnumerable<(string Table, long Journal, long Position, byte[] Data)> rows)
    {
        using var database = Open();
        Write(database, rows);
    }

    private static byte[] Spoilt(byte[] sound)
    {
        var bytes = sound.ToArray();
        bytes.AsSpan(bytes.Length / 4, bytes.Length / 2).Fill(0xFF);
        return bytes;
    }

    private static void Write(SqliteConnection database, IEnumerable<(string Table, long Journal, long Position, byte[] Data)> rows)
    {
        foreach (var (table, journal, position, data) in rows)
        {
            using var write = database.CreateCommand();
            write.CommandText = $"UPDATE {table} SET data = $data WHERE journal = $journal AND position = $position";
            write.Parameters.AddWithValue("$data", data);
            write.Parameters.AddWithValue("$journal", journal);
            write.Parameters.AddWithValue("$position", position);
            Assert.Equal(1, write.ExecuteNonQuery());
        }
    }

    private SqliteConnection Open()
    {
        var database = new SqliteConnection($"Data Source={Path.Combine(_folder, "lmsactors.db")};Pooling=false");
        database.Open();
        return database;
    }
}
