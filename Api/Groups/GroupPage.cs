using LmsActors.Web;
using Microsoft.AspNetCore.Components;

namespace LmsActors.Groups;

/// <summary>What the pages of one group share.</summary>
public abstract class GroupPage : LmsPage
{
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>The group; null when it does not exist for the viewer.</summary>
    protected Group? Group { get; private set; }

    private protected IGroupGrain Grain => Grains.Actor<IGroupGrain>(Viewer.Key(Ids.IsWellFormed(Id) ? Id : "-"));

    /// <summary>Whether the viewer may know what is said in the group.</summary>
    protected bool MayRead => Group is { RoomId: not null };

    protected override async Task LoadAsync() => Group = Found(await Grain.ReadAsync(Viewer));
}
