using System.Globalization;
using System.Text;

namespace LmsActors.Bench;

/// <summary>One figure beside its peer.</summary>
/// <param name="Peer">Who the peer is; empty where the target is absolute.</param>
/// <param name="Target">In words; empty where there is none.</param>
/// <param name="IsMet">Whether it was reached; null where there is no target.</param>
internal sealed record Row(string Figure, string Ours, string Peer, string Ratio, string Target, bool? IsMet);

/// <summary>Collects figures, prints them as they come, and writes them to <c>bench/RESULTS.md</c>.</summary>
internal sealed class Report
{
    public List<Row> Rows { get; } = [];

    /// <summary>A figure by itself.</summary>
    public void Add(string figure, double ours, string unit, string target = "", bool? isMet = null) =>
        Add(new(figure, $"{Number(ours)} {unit}", "", "", target, isMet));

    /// <summary>A figure beside the same of a peer; the ratio is ours to the peer's.</summary>
    public void Add(string figure, double ours, string unit, string peer, double peers, string target = "", Func<double, bool>? isMet = null) =>
        Add(new(figure, $"{Number(ours)} {unit}", $"{peer}: {Number(peers)} {unit}", $"{ours / peers:0.00} ×", target, isMet?.Invoke(ours / peers)));

    /// <summary>Writes the results of a complete run to their place in the repository; of any other to the output only.</summary>
    public void Write(string[] args, DateTimeOffset now, bool isComplete)
    {
        var text = ToMarkdown(args, now);
        Console.WriteLine(text);
        if (isComplete)
        {
            var file = Path.Combine(Repository.Root, "bench", "RESULTS.md");
            File.WriteAllText(file, text + Kept(file));
        }
    }

    /// <summary>What people wrote below the figures stays there: from the first heading of the second level on.</summary>
    private static string Kept(string file)
    {
        var old = File.Exists(file) ? File.ReadAllText(file) : "";
        var heading = old.IndexOf("\n## ", StringComparison.Ordinal);
        return heading < 0 ? "" : old[heading..];
    }

    private static string Number(double value) => value switch
    {
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private void Add(Row row)
    {
        Rows.Add(row);
        Console.WriteLine($"{row.Figure}: {row.Ours} {row.Peer} {row.Ratio} {(row.IsMet == false ? "MISSED " : "")}{row.Target}");
    }

    private string ToMarkdown(string[] args, DateTimeOffset now)
    {
        var text = new StringBuilder("# Benchmarks\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd}, {Machine.Describe()}.\n");
        text.Append(CultureInfo.InvariantCulture, $"`dotnet run --project bench -c Release{(args.Length > 0 ? " -- " + string.Join(' ', args) : "")}`\n\n");
        text.Append("| figure | LmsActors | peer in the same run | ratio | target | |\n|---|---:|---:|---:|---|---|\n");
        foreach (var row in Rows)
        {
            var met = row.IsMet switch { true => "met", false => "**missed**", _ => "" };
            text.Append(CultureInfo.InvariantCulture, $"| {row.Figure} | {row.Ours} | {row.Peer} | {row.Ratio} | {row.Target} | {met} |\n");
        }

        return text.Append("\nWhat each figure means and how it is taken stands in [README.md](README.md).\n").ToString();
    }
}
