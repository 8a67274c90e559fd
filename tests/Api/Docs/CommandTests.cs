using LmsActors.Storage;

namespace LmsActors.Docs;

/// <summary>What the pages tell people to type is typed here, and works. A block that no test runs, or says why it cannot, fails.</summary>
public sealed class CommandTests
{
    /// <summary>Two rooms' messages of a minute, newest first, as an archive has them.</summary>
    private const string Gitter =
        "r1\torg/cats\t2016-12-05T18:01:15.600Z\tu2\tben\tm3\tNobody knows\n"
        + "r1\torg/cats\t2016-12-05T18:01:00.377Z\tu1\tada\tm2\tWhy do they purr?\n"
        + "r1\torg/cats\t2016-12-05T18:00:53.136Z\tu1\tada\tm1\tI have a question\n";

    /// <summary>The tables of a course run with one student, who has handed in one thing.</summary>
    private static readonly (string Table, string Rows)[] Oulad =
    [
        ("courses", "code_module,code_presentation,module_presentation_length\nAAA,2013J,268\n"),
        ("assessments", "code_module,code_presentation,id_assessment,assessment_type,date,weight\nAAA,2013J,1752,TMA,19,10\n"),
        ("vle", "id_site,code_module,code_presentation,activity_type,week_from,week_to\n546943,AAA,2013J,resource,?,?\n"),
        ("studentInfo", "code_module,code_presentation,id_student\nAAA,2013J,11391\n"),
        ("studentAssessment", "id_assessment,id_student,date_submitted,is_banked,score\n1752,11391,18,FALSE,78\n"),
    ];

    private const string ConnectionString = "Host=localhost;Username=lmsactors;Password=…;Database=lmsactors";

    private const string Serve = "dotnet run --project Api -c Release";

    private const string Answer = """
        answer() { # answer NAME: what an answer of JSON has under this name
          sed -E "s/.*\"$1\":\"([^\"]+)\".*/\1/"
        }
        """;

    /// <summary>Pages that tell nobody to type anything.</summary>
    [Fact]
    public async Task OtherPages_HaveNoCommands()
    {
        string[] followed = ["README.md", "docs/cluster.md", "docs/erasure.md"];
        foreach (var page in CommandBlock.Pages().Except(followed))
        {
            await PageScript.FollowAsync(page, terminal: null);
        }
    }

    [Fact]
    public async Task Readme_Commands_Work()
    {
        using var database = new PostgresServer();
        await database.InitializeAsync();
        await using var terminal = await Terminal.OpenAsync();
        var gitter = Path.GetDirectoryName(terminal.Put("gitter/cats.tsv", Gitter))!;
        var follows = terminal.Put("follows.txt", "1 2\n2 3\n3 1\n");
        var oulad = Path.GetDirectoryName(Oulad.Select(table => terminal.Put($"oulad/{table.Table}.csv", table.Rows)).ToList()[0])!;

        await PageScript.FollowAsync(
            "README.md",
            terminal,
            new Runs("dotnet run --project Api -c Release -- --sample"),
            new Stops(),
            new CannotRun("./test.sh", "It is what runs this."),
            new Runs(
                "dotnet run --project Api -c Release -- import gitter PATH",
                ("gitter PATH", $"gitter {gitter}"),
                ("follows PATH", $"follows {follows}"),
                ("oulad PATH", $"oulad {oulad}")),
            new Runs("dotnet run --project Api -c Release -- export PATH.jsonl.gz", ("PATH", terminal.At("all"))),
            new Does("dotnet run --project Api -c Release"),
            new Runs(
                "dotnet run --project Api -c Release -- export PATH.jsonl.gz --server",
                ("PATH", terminal.At("tenant")),
                ("URL", "http://localhost:5080"),
                ("KEY", ApiHost.ApiKey)),
            new Does(Answer),
            new Does($"ANN=$({Person("ann.of.page")})"),
            new Runs(
                "dotnet run --project Api -c Release -- erase LEARNER-ID",
                ("LEARNER-ID", "$ANN"),
                ("URL", "http://localhost:5080"),
                ("KEY", ApiHost.ApiKey)),
            new Stops(),
            new Runs("export Storage__Provider=Postgres", (ConnectionString, await database.NewDatabaseAsync(isEmpty: true))),
            new Runs("curl -s localhost:5080/api/v1/accounts/login", ("NAME", "admin"), ("PASSWORD", ApiHost.Password)),
            new Does("""
                TOKEN=$(curl -s localhost:5080/api/v1/accounts/login -H 'Content-Type: application/json' \
                  -d "{\"userName\":\"admin\",\"password\":\"$Bootstrap__AdminPassword\"}" | answer accessToken)
                ROOM=$(curl -s localhost:5080/api/v1/groups -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
                  -d '{"name":"Engines","kind":"open"}' | answer roomId)
                """),
            new Runs("curl -s localhost:5080/api/v1/rooms/ROOM/messages", ("ROOM", "$ROOM")));
    }

    [Fact]
    public async Task Cluster_Commands_Work()
    {
        using var database = new PostgresServer();
        await database.InitializeAsync();
        await using var terminal = await Terminal.OpenAsync();

        await PageScript.FollowAsync(
            "docs/cluster.md",
            terminal,
            new Runs("export Storage__Provider=Postgres", (ConnectionString, await database.NewDatabaseAsync(isEmpty: true))),
            new Runs("ASPNETCORE_URLS=http://localhost:5091 Silo__Port=11111 dotnet run --project Silo"),
            new CannotRun("POSTGRES_PASSWORD=", "It takes Docker. The file is checked against the schema of Compose, and against what the programs know."),
            new CannotRun("kubectl", "It takes a Kubernetes cluster. The manifests are checked against Kubernetes' types, and against what the programs know."));
    }

    [Fact]
    public async Task Erasure_Commands_Work()
    {
        await using var terminal = await Terminal.OpenAsync();

        await PageScript.FollowAsync(
            "docs/erasure.md",
            terminal,
            new Does($"{Answer}\nKEY={ApiHost.ApiKey}\n{Serve}"),
            new Does($"ANN=$({Person("ann.of.page")})\nBEN=$({Person("ben.of.page")})\nCAT=$({Person("cat.of.page")})"),
            new Stops(),
            new Does($"{Serve} -- export backup.jsonl.gz"),
            new Does(Serve),
            new Runs("curl -X POST", ("'{\"learnerId\":\"…\"}'", "\"{\\\"learnerId\\\":\\\"$ANN\\\"}\"")),
            new Runs($"{Serve} -- erase", ("LEARNER-ID", "$BEN"), ("URL", "http://localhost:5080"), ("KEY", ApiHost.ApiKey)),
            new Stops(),
            new Runs($"{Serve} -- erase", ("LEARNER-ID", "$CAT")),
            new Does(Serve),
            new Runs($"{Serve} -- erasures export", ("URL", "http://localhost:5080"), ("KEY", ApiHost.ApiKey)),
            new Stops(),
            new Does("rm -r data"),
            new Runs($"{Serve} -- import archive backup.jsonl.gz"),
            new Does(Serve));

        // The backup has them all; who signs in would have come back with it.
        var answers = await terminal.RunAsync("""
            for name in ann ben cat; do
              command curl -s -o /dev/null -w '%{http_code} ' localhost:5080/api/v1/accounts/login -H 'Content-Type: application/json' \
                -d "{\"userName\":\"$name.of.page\",\"password\":\"$Bootstrap__AdminPassword\"}"
            done
            """);
        Assert.Equal("401 401 401", answers.Trim());
    }

    /// <summary>Makes an account; answers the learner's id.</summary>
    private static string Person(string name) => $$"""
        curl -s localhost:5080/api/v1/accounts/register -H 'Content-Type: application/json' -d "{\"userName\":\"{{name}}\",\"password\":\"$Bootstrap__AdminPassword\",\"name\":\"{{name}}\"}" | answer learnerId
        """;
}
