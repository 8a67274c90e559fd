using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using LmsActors.Hosting;

namespace LmsActors.Deploy;

/// <summary>The manifests against Kubernetes' own types, and against the images and programs that they start.</summary>
public sealed class KubernetesTests
{
    private const string Folder = "deploy/kubernetes";
    private static readonly JsonNode Kustomization = Yaml.Read($"{Folder}/kustomization.yaml").Single();

    private static IEnumerable<string> Listed => Kustomization["resources"]!.AsArray().Select(name => $"{name}");

    private static IReadOnlyList<object> Manifests { get; } = [.. Listed.SelectMany(name => KubernetesYaml.LoadAllFromString(Files.Text($"{Folder}/{name}"), strict: true))];

    public static TheoryData<string> Deployments => [.. Manifests.OfType<V1Deployment>().Select(deployment => deployment.Name())];

    /// <summary>What is of a type that there is not, or has a field that its type has not, cannot be loaded.</summary>
    [Fact]
    public void Manifests_AreOfKubernetesTypes()
    {
        var files = Directory.EnumerateFiles(Files.At(Folder), "*.yaml").Select(Path.GetFileName).Except(["kustomization.yaml"]);

        Assert.Equal(files.Order(), Listed.Order());
        Assert.Equal(2, Manifests.OfType<V1Deployment>().Count());
        Assert.All(Manifests.OfType<IKubernetesObject<V1ObjectMeta>>(), manifest => Assert.NotEmpty(manifest.Metadata.Name));
    }

    [Fact]
    public void Manifest_WithAMisspeltField_IsRefused()
    {
        var text = Files.Text($"{Folder}/silos.yaml").Replace("readinessProbe:", "readynessProbe:", StringComparison.Ordinal);

        Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(text, strict: true));
    }

    [Fact]
    public void Kustomization_NamesTheImagesThatAreUsed()
    {
        var used = Pods().SelectMany(pod => pod.Spec.Containers).Select(container => container.Image).Distinct();

        Assert.Equal(used.Order(), Kustomization["images"]!.AsArray().Select(image => $"{image!["name"]}").Order());
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Deployment_OpensThePortsOfItsImage(string name)
    {
        var container = Deployment(name).Spec.Template.Spec.Containers.Single();
        var ports = container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);

        Assert.Equal(ContainerFile.HttpPort(container.Image["lmsactors-".Length..]), ports["http"]);
        Assert.Equal(ClusterSettings.DefaultPort, ports["silo"]);
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Deployment_ProbesWhatTheProgramAnswers(string name)
    {
        var container = Deployment(name).Spec.Template.Spec.Containers.Single();
        var probes = Files.Text("Silo/Telemetry/Probes.cs");

        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        Assert.All([container.StartupProbe, container.ReadinessProbe, container.LivenessProbe], probe =>
        {
            Assert.Contains($"\"{probe.HttpGet.Path}\"", probes, StringComparison.Ordinal);
            Assert.Contains(container.Ports, port => port.Name == probe.HttpGet.Port.Value);
        });
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Deployment_IsGuardedWhileNodesAreEmptied(string name)
    {
        var deployment = Deployment(name);
        var labels = deployment.Spec.Template.Metadata.Labels;
        var budget = Assert.Single(Manifests.OfType<V1PodDisruptionBudget>(), budget => Selects(budget.Spec.Selector.MatchLabels, labels));

        Assert.True(Selects(deployment.Spec.Selector.MatchLabels, labels));
        Assert.True(budget.Spec.MaxUnavailable is not null ^ budget.Spec.MinAvailable is not null);
        Assert.True(deployment.Spec.Replicas > 1, "One alone cannot be replaced without a pause.");
        Assert.True(deployment.Spec.Template.Spec.TerminationGracePeriodSeconds > 30, "Handing over takes its time.");
    }

    /// <summary>What Orleans.Hosting.Kubernetes asks of a pod: who it is, labels by which the others find it, and the right to look.</summary>
    [Theory]
    [MemberData(nameof(Deployments))]
    public void Deployment_LetsSilosSeeTheirPods(string name)
    {
        var pod = Deployment(name).Spec.Template;
        var environment = pod.Spec.Containers.Single().Env.ToDictionary(variable => variable.Name, variable => variable.Value ?? variable.ValueFrom.FieldRef.FieldPath);
        var account = Assert.Single(Manifests.OfType<V1ServiceAccount>(), account => account.Name() == pod.Spec.ServiceAccountName);
        var binding = Assert.Single(Manifests.OfType<V1RoleBinding>(), binding => binding.Subjects.Any(subject => subject.Name == account.Name() && subject.Kind == "ServiceAccount"));
        var rule = Assert.Single(Manifests.OfType<V1Role>(), role => role.Name() == binding.RoleRef.Name).Rules.Single();

        Assert.Equal(("Kubernetes", "metadata.namespace", "metadata.name", "status.podIP"),
            (environment["Clustering__Host"], environment["POD_NAMESPACE"], environment["POD_NAME"], environment["POD_IP"]));
        Assert.Equal((ClusterSettings.DefaultClusterId, ClusterSettings.DefaultClusterId),
            (pod.Metadata.Labels["orleans/clusterId"], pod.Metadata.Labels["orleans/serviceId"]));
        Assert.Equal(["pods"], rule.Resources);
        Assert.Equal([""], rule.ApiGroups);
        Assert.Equal(["get", "list", "patch", "watch"], rule.Verbs.Order());
    }

    [Fact]
    public void Pods_AreToldOnlyWhatTheProgramsKnow()
    {
        var told = Pods().SelectMany(pod => pod.Spec.Containers).SelectMany(container => container.Env ?? []).Select(variable => variable.Name)
            .Concat(Manifests.OfType<V1ConfigMap>().SelectMany(map => map.Data.Keys)).ToList();

        Assert.NotEmpty(told);
        Assert.All(told, name => Assert.True(Settings.IsKnown(name), name));
        Assert.DoesNotContain("Clustering__ClusterId", told); // the labels say the one that is the default
    }

    [Fact]
    public void Pods_ReferToWhatIsThere()
    {
        var sources = Pods().SelectMany(pod => pod.Spec.Containers).SelectMany(container => container.EnvFrom ?? []).ToList();
        var maps = Manifests.OfType<V1ConfigMap>().Select(map => map.Name());

        Assert.Empty(sources.Select(source => source.ConfigMapRef?.Name).OfType<string>().Except(maps));
        // The secret is made by hand, by the command on the page.
        Assert.All(sources.Select(source => source.SecretRef?.Name).OfType<string>(), secret =>
            Assert.Contains($"create secret generic {secret} ", Files.Text("docs/cluster.md"), StringComparison.Ordinal));
    }

    [Fact]
    public void Service_LeadsToThePagesOfTheApi()
    {
        var service = Assert.Single(Manifests.OfType<V1Service>());
        var pod = Assert.Single(Manifests.OfType<V1Deployment>(), deployment => Selects(service.Spec.Selector, deployment.Spec.Template.Metadata.Labels)).Spec.Template;

        Assert.Equal("lmsactors-api", pod.Spec.Containers.Single().Image);
        Assert.All(service.Spec.Ports, port => Assert.Contains(pod.Spec.Containers.Single().Ports, open => open.Name == port.TargetPort.Value));
    }

    [Fact]
    public void Containers_HaveNoRightsThatTheyDoNotNeed() =>
        Assert.All(Pods().SelectMany(pod => pod.Spec.Containers), container =>
        {
            Assert.True(container.SecurityContext.RunAsNonRoot);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        });

    private static V1Deployment Deployment(string name) => Manifests.OfType<V1Deployment>().Single(deployment => deployment.Name() == name);

    private static IEnumerable<V1PodTemplateSpec> Pods() =>
        Manifests.OfType<V1Deployment>().Select(deployment => deployment.Spec.Template).Concat(Manifests.OfType<V1Job>().Select(job => job.Spec.Template));

    private static bool Selects(IDictionary<string, string> selector, IDictionary<string, string> labels) =>
        selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);
}
