using Microsoft.AspNetCore.Components;

namespace LmsActors.Web;

/// <summary>
/// A part of a page. Forms are posted to the page that they stand in, and end in <see cref="GoOn"/>: with another page, or with the
/// same page and <see cref="Refusal"/>.
/// </summary>
public abstract class LmsComponent : ComponentBase
{
    private const string AntiforgeryField = "__RequestVerificationToken";

    [CascadingParameter]
    protected HttpContext Http { get; set; } = default!;

    [Inject]
    protected IGrainFactory Grains { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private protected PageScope Scope { get; set; } = default!;

    /// <summary>Who is signed in; for parts of pages that ask for that.</summary>
    private protected Viewer Viewer => Scope.Viewer!;

    /// <summary>Why the form that was sent was not accepted.</summary>
    protected Refusal? Refusal { get; set; }

    /// <summary>What was typed into a field of the form that was sent; empty when none was.</summary>
    protected string Field(string name) => Http.Request.HasFormContentType ? Http.Request.Form[name].ToString().Trim() : "";

    /// <summary>A part of the address after the question mark; null when it is not there.</summary>
    protected string? Query(string name) => Http.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>The page of a list that the address asks for.</summary>
    private protected Paging PageOf(int size) => new(size, Query("cursor") is { Length: <= Cursors.MaxLength } cursor ? cursor : null);

    /// <summary>Ends a form: goes on to a page of this server, or shows why not.</summary>
    protected void GoOn(Refusal? refusal, string address)
    {
        Refusal = refusal;
        if (refusal is null)
        {
            Navigation.NavigateTo(address);
        }
    }

    /// <summary>The caller behind the form that was sent, with the key that it carries.</summary>
    private protected Caller FormCaller()
    {
        var fields = Http.Request.Form.Where(field => field.Key != AntiforgeryField).Select(field => $"{field.Key}={field.Value}");
        return Scope.Caller(Field("key"), string.Join('\n', fields));
    }
}
