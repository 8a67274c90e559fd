using System.Text;
using LmsActors.Tenants;

namespace LmsActors.Web;

/// <summary>What every page of one request knows: who looks, at whose place, and what is switched on.</summary>
internal sealed class PageScope(IViewers viewers, TenantDirectory tenants, TimeProvider time)
{
    private TenantSettings? _settings;

    /// <summary>Who is signed in; null for nobody.</summary>
    public Viewer? Viewer { get; private set; }

    public string TenantName => _settings is { Name.Length: > 0 } settings ? settings.Name : "LmsActors";

    public bool IsRegistrationOpen => _settings?.RegistrationOpen == true;

    public async Task LoadAsync(HttpContext http)
    {
        Viewer = await viewers.OfAsync(http.User);
        _settings = await tenants.FindAsync(Viewer?.Tenant ?? Tenancy.Default);
    }

    public bool IsOn(string feature) => _settings?.IsOn(feature, Viewer?.Community) == true;

    /// <summary>A key for a form, so that sending it twice does once what it says.</summary>
    public string NewKey() => Ids.New(time.GetUtcNow());

    /// <summary>What the form with this key and this content asks for.</summary>
    public Operation Operation(string key, string content) =>
        key.Length is > 0 and <= 64 && Viewer is { } viewer
            ? Kernel.Operation.From($"{viewer.Tenant}/{viewer.LearnerId}", key, Ids.Fingerprint(Encoding.UTF8.GetBytes(content)))
            : Kernel.Operation.None;

    /// <summary>The caller of the form, as endpoints know it.</summary>
    public Caller Caller(string key, string content) => new(Viewer!, Operation(key, content), time);
}
