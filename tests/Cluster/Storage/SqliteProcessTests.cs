using System.Diagnostics;

namespace LmsActors.Storage;

/// <summary>Two processes on one folder, and the death of one of them.</summary>
public sealed class SqliteProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmsactors-process-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Open_WhileAnotherProcessHasIt_IsRefusedWithOneSentence()
    {
        await using var fixture = new SqliteFixture(_folder);
        using var child = await StorageChild.StartAsync(_folder.FullName);
        var refusal = Record.Exception(() => fixture.Open());
        await KillAsync(child);

        Assert.Equal(_folder.FullName, Assert.IsType<StorageInUseException>(refusal).Folder);
        Assert.Equal(
            $"The storage in {_folder.FullName} is in use by another process: stop that one, or choose another folder with Storage__Path.",
            refusal.Message);
        await (await fixture.Open().OwnAsync("room/free")).AppendAsync("the dead hold no lock");
    }

    [Fact]
    public async Task Open_TwiceInOneProcess_IsRefused()
    {
        await using var first = new SqliteFixture(_folder);
        await using var second = new SqliteFixture(_folder);
        first.Open();

        Assert.Throws<StorageInUseException>(() => second.Open());
    }

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNothingThatWasAcknowledged()
    {
        var acknowledged = new int[StorageChild.Journals];
        for (var round = 1; round <= 5; round++)
        {
            using var child = await StorageChild.StartAsync(_folder.FullName);
            await ReadAcknowledgementsAsync(child, acknowledged, killAfter: 137 * round);
            await VerifyAsync(acknowledged);
        }
    }

    private static async Task KillAsync(Process child)
    {
        child.Kill();
        await child.WaitForExitAsync();
    }

    /// <summary>Kills the child in mid-flight, and reads on: what it said before its death counts.</summary>
    private static async Task ReadAcknowledgementsAsync(Process child, int[] acknowledged, int killAfter)
    {
        for (var count = 0; await child.StandardOutput.ReadLineAsync() is { } line; count++)
        {
            if (count == killAfter)
                child.Kill();
            if (line.Split(' ') is [['r', 'o', 'o', 'm', '/', .. var journal], var number] && int.TryParse(number, out var value))
                acknowledged[int.Parse(journal)] = value;
        }

        await child.WaitForExitAsync();
    }

    private async Task VerifyAsync(int[] acknowledged)
    {
        await using var fixture = new SqliteFixture(_folder);
        var provider = fixture.Open();
        for (var journal = 0; journal < acknowledged.Length; journal++)
        {
            var (after, numbers) = StorageChild.Parse(await provider.ReadTextAsync($"room/{journal}"));
            var last = after + numbers.Length;

            Assert.Equal(Enumerable.Range(after + 1, numbers.Length), numbers);
            Assert.Equal(last - (last % 50), after);
            Assert.InRange(last, acknowledged[journal], acknowledged[journal] + 1); // one may have been on its way
        }
    }
}
