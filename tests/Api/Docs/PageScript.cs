namespace LmsActors.Docs;

/// <summary>What is done with a page, from top to bottom.</summary>
internal abstract record Step;

/// <summary>Runs the next block.</summary>
/// <param name="Begins">How it begins, so that it is the one that is meant.</param>
/// <param name="Values">What stands on the page for what only the reader can know, and what the test's reader knows.</param>
internal sealed record Runs(string Begins, params (string Placeholder, string Value)[] Values) : Step;

/// <summary>Passes over the next block.</summary>
/// <param name="Begins">How it begins.</param>
/// <param name="Why">What it would need.</param>
internal sealed record CannotRun(string Begins, string Why) : Step;

/// <summary>Does what the text between the blocks tells the reader to do.</summary>
internal sealed record Does(string Commands) : Step;

/// <summary>Ends the servers that run.</summary>
internal sealed record Stops : Step;

/// <summary>Follows a page, as a list of steps says.</summary>
internal static class PageScript
{
    /// <param name="page">From the repository's folder.</param>
    /// <param name="terminal">Where the commands are run.</param>
    /// <param name="steps">One for every block, in their order, and others between them.</param>
    public static async Task FollowAsync(string page, Terminal? terminal, params Step[] steps)
    {
        Assert.Empty(CommandBlock.Loose(page));
        var blocks = new Queue<CommandBlock>(CommandBlock.Of(page));
        foreach (var step in steps)
        {
            switch (step)
            {
                case Runs runs:
                    await terminal!.RunAsync(Filled(page, Next(page, blocks, runs.Begins), runs.Values));
                    break;
                case CannotRun cannot:
                    Next(page, blocks, cannot.Begins);
                    Assert.NotEmpty(cannot.Why);
                    break;
                case Does does:
                    await terminal!.RunAsync(does.Commands);
                    break;
                case Stops:
                    await terminal!.StopServersAsync();
                    break;
            }
        }

        Assert.True(blocks.Count == 0, $"{page}:{blocks.FirstOrDefault()?.Line}: these commands are neither run nor said to be impossible here:\n{blocks.FirstOrDefault()?.Text}");
    }

    private static CommandBlock Next(string page, Queue<CommandBlock> blocks, string begins)
    {
        Assert.True(blocks.TryDequeue(out var block), $"{page} has no block more that begins '{begins}'.");
        Assert.True(block.Text.StartsWith(begins, StringComparison.Ordinal), $"{page}:{block.Line}: expected '{begins}…', and it is\n{block.Text}");
        return block;
    }

    private static string Filled(string page, CommandBlock block, (string Placeholder, string Value)[] values)
    {
        var text = block.Text;
        foreach (var (placeholder, value) in values)
        {
            Assert.True(text.Contains(placeholder, StringComparison.Ordinal), $"{page}:{block.Line}: there is no '{placeholder}' in\n{text}");
            text = text.Replace(placeholder, value, StringComparison.Ordinal);
        }

        return text;
    }
}
