using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LmsActors.Deploy;

/// <summary>What can be known of the images without building them.</summary>
public sealed partial class ContainerFileTests
{
    [Fact]
    public void Stages_StandOnImagesOfOurRuntime_OrOnEachOther()
    {
        var stages = ContainerFile.Stages();
        var framework = XDocument.Load(Files.At("Directory.Build.props")).Descendants("TargetFramework").Single().Value[3..];

        Assert.All(stages, stage => Assert.True(
            stages.Any(other => other.Name == stage.From) || Regex.IsMatch(stage.From, $@"^mcr\.microsoft\.com/dotnet/(sdk|aspnet):{Regex.Escape(framework)}$"),
            $"{stage.Name} stands on {stage.From}."));
    }

    [Fact]
    public void Copies_TakeWhatIsThere()
    {
        foreach (var stage in ContainerFile.Stages())
        {
            foreach (var copy in stage.All("COPY").Select(arguments => arguments.Split(' ')))
            {
                if (copy[0].StartsWith("--from=", StringComparison.Ordinal))
                {
                    Assert.Contains($" -o {copy[1]}", string.Join(' ', ContainerFile.Of(copy[0]["--from=".Length..]).All("RUN")));
                }
                else
                {
                    Assert.True(Path.Exists(Files.At(copy[0])), $"{copy[0]} is not there.");
                }
            }
        }
    }

    [Theory]
    [InlineData("api", "Api")]
    [InlineData("silo", "Silo")]
    public void Image_RunsTheProgramThatItPublished(string name, string project)
    {
        var published = Published().Matches(string.Join(' ', ContainerFile.Of("build").All("RUN")))
            .ToDictionary(match => match.Groups[2].Value, match => match.Groups[1].Value);
        var assembly = XDocument.Load(Files.At($"{project}/{project}.csproj")).Descendants("AssemblyName").Single().Value;
        var stage = ContainerFile.Of(name);

        Assert.Equal(project, published[$"/out/{name}"]);
        Assert.Equal($"--from=build /out/{name} .", stage.All("COPY").Single());
        Assert.Equal($"[\"dotnet\", \"{assembly}.dll\"]", stage.All("ENTRYPOINT").Single());
        Assert.Equal($"{ContainerFile.HttpPort(name)} {Hosting.ClusterSettings.DefaultPort}", stage.All("EXPOSE").Single());
    }

    /// <summary>Kubernetes' <c>runAsNonRoot</c> needs to see that the user is not root.</summary>
    [Fact]
    public void Images_RunAsTheUserOfTheRuntimeImage() => Assert.Equal("$APP_UID", ContainerFile.Of("base").All("USER").Single());

    [GeneratedRegex(@"dotnet publish (\w+) -c Release -o (\S+)")]
    private static partial Regex Published();
}
