namespace LmsActors.Web;

/// <summary>A page: loads what it shows in <see cref="LoadAsync"/>, from the same actors as REST, as the same viewer.</summary>
public abstract class LmsPage : LmsComponent
{
    protected sealed override Task OnInitializedAsync() => LoadAsync();

    /// <summary>Reads what the page shows.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <summary>The value; or null, and the answer is "not found", when the viewer may not have it.</summary>
    protected T? Found<T>(Result<T> result)
        where T : class
    {
        if (result.Refusal is { } refusal)
        {
            Http.Response.StatusCode = refusal.Kind == RefusalKind.Unavailable
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status404NotFound;
        }

        return result.Value;
    }
}
