using LmsActors.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace LmsActors.Storage;

/// <summary>Tables that are made, missing, or of another version.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresSchemaTests(PostgresTests.Server server)
{
    [Fact]
    public async Task Migrate_ByManyAtOnceAndAgain_MakesTheTablesOnce()
    {
        var connectionString = await server.Postgres.NewDatabaseAsync(isEmpty: true);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresSchema.MigrateAsync(connectionString, CancellationToken.None)));

        await using var fixture = new PostgresFixture(connectionString);
        await (await fixture.Open().OwnAsync("room/1")).AppendAsync("kept");
        await PostgresSchema.MigrateAsync(connectionString, CancellationToken.None);
        Assert.Equal("kept", await fixture.Open().ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Open_WithoutTables_SaysWhatToRunAndMakesNone()
    {
        await using var fixture = new PostgresFixture(await server.Postgres.NewDatabaseAsync(isEmpty: true));

        var refusal = Assert.Throws<ConfigurationException>(() => fixture.Open());

        Assert.Contains("run the command 'migrate'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(false, await server.Postgres.ExecuteAsync(fixture.Database, "SELECT to_regnamespace('lmsactors') IS NOT NULL"));
    }

    [Theory]
    [InlineData(0, "older version")]
    [InlineData(99, "newer program")]
    public async Task Open_WithTablesOfAnotherVersion_IsRefused(int version, string sentence)
    {
        await using var fixture = new PostgresFixture(await server.Postgres.NewDatabaseAsync());
        await server.Postgres.ExecuteAsync(fixture.Database, $"UPDATE lmsactors.version SET version = {version}");

        var refusal = Assert.Throws<ConfigurationException>(() => fixture.Open());

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("migrate", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfAServerThatIsNotThere_TellsNoPassword()
    {
        await using var fixture = new PostgresFixture("Host=127.0.0.1;Port=1;Username=lms;Password=s3cret;Database=lms");

        var failure = Assert.Throws<StorageUnavailableException>(() => fixture.Open());

        Assert.Contains("127.0.0.1:1/lms", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Postgres", "Storage__ConnectionString is missing")]
    [InlineData("Paper", "Allowed: Sqlite, Postgres")]
    public void Setup_ThatIsWrong_SaysWhy(string provider, string sentence)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Provider", provider)]).Build();

        var refusal = Assert.Throws<ConfigurationException>(() => Host.CreateApplicationBuilder().UseOrleans(silo => silo.AddStorage(configuration)));

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
    }
}
