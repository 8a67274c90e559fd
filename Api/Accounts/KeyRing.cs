using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace LmsActors.Accounts;

/// <summary>Keeps the keys of ASP.NET Core's data protection in an actor, so that all API silos share them.</summary>
internal sealed class KeyRing(IGrainFactory grains) : IXmlRepository
{
    private IKeyRingGrain Grain => grains.Actor<IKeyRingGrain>(KeyRings.Shared);

    // The framework asks without await, at start and then about once a day.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Task.Run(Grain.ElementsAsync).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName)
    {
        var text = element.ToString(SaveOptions.DisableFormatting);
        Task.Run(() => Grain.StoreAsync(friendlyName, text)).GetAwaiter().GetResult();
    }
}
