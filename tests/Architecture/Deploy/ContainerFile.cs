using System.Text.RegularExpressions;

namespace LmsActors.Deploy;

/// <summary>The stages of <c>deploy/Dockerfile</c>, with their instructions.</summary>
internal static partial class ContainerFile
{
    public const string Path = "deploy/Dockerfile";

    /// <summary>A stage, what it is built on, and its lines.</summary>
    internal sealed record Stage(string Name, string From, IReadOnlyList<(string Instruction, string Arguments)> Lines)
    {
        public IEnumerable<string> All(string instruction) => Lines.Where(line => line.Instruction == instruction).Select(line => line.Arguments);
    }

    public static IReadOnlyList<Stage> Stages()
    {
        var stages = new List<Stage>();
        foreach (var line in Files.Text(Path).Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (From().Match(line) is { Success: true } from)
            {
                stages.Add(new(from.Groups["name"].Value, from.Groups["from"].Value, new List<(string, string)>()));
                continue;
            }

            var parts = line.Split(' ', 2);
            ((List<(string, string)>)stages[^1].Lines).Add((parts[0], parts[1]));
        }

        return stages;
    }

    /// <summary>The stage of this name.</summary>
    public static Stage Of(string name) => Stages().Single(stage => stage.Name == name);

    /// <summary>The port of the pages or probes in the image.</summary>
    public static int HttpPort(string name) => int.Parse(HttpPorts().Match(Of(name).All("ENV").Single()).Groups[1].Value);

    [GeneratedRegex(@"^FROM (?<from>\S+) AS (?<name>\S+)$")]
    private static partial Regex From();

    [GeneratedRegex(@"^ASPNETCORE_URLS=http://\+:(\d+)$")]
    private static partial Regex HttpPorts();
}
