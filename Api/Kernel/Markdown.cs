using System.Buffers;
using Ganss.Xss;
using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LmsActors.Kernel;

/// <summary>
/// People's text: CommonMark in, safe HTML out. Raw HTML is shown, not obeyed; images become links; links lead to http, https and
/// mailto only and pass on neither rank nor window. What Markdig makes is then sanitised once more, in case that it errs.
/// </summary>
internal static class Markdown
{
    private const int MostPlain = 4_000;

    private static readonly SearchValues<char> Meaningful = SearchValues.Create("\\`*_{}[]<>#+|~&\"^=$@/:\n\r\t\0");

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .UseAutoLinks(new AutoLinkOptions { UseHttpsForWWWLinks = true })
        .UsePipeTables()
        .UseSoftlineBreakAsHardlineBreak()
        .Build();

    private static readonly HtmlSanitizer Sanitizer = CreateSanitizer();

    /// <summary>HTML of <paramref name="text"/> that is safe to put into a page.</summary>
    public static string Render(string text)
    {
        if (IsPlain(text))
        {
            return $"<p>{text}</p>\n";
        }

        var html = ToHtml(text);
        return CleanHtml.Of(html) ?? Sanitize(html);
    }

    /// <summary>What Markdig makes, which is safe if Markdig does not err.</summary>
    internal static string ToHtml(string text)
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Tame(link);
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            link.GetAttributes().AddPropertyIfNotExist("rel", "nofollow noopener");
        }

        return document.ToHtml(Pipeline);
    }

    /// <summary>The last word on what Markdig made.</summary>
    internal static string Sanitize(string html) => Sanitizer.Sanitize(html);

    /// <summary>One line in which no character means anything to Markdown or HTML, so that it is its own rendering.</summary>
    internal static bool IsPlain(string text)
    {
        if (text.Length is 0 or > MostPlain || text.AsSpan().ContainsAny(Meaningful) || !char.IsLetter(text[0]) || char.IsWhiteSpace(text[^1]))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not (' ' or '.' or ',' or '!' or '?' or '\'' or '(' or ')' or ';' or '-' or '%'))
            {
                return false;
            }
        }

        return !text.Contains("www.", StringComparison.OrdinalIgnoreCase);
    }

    private static void Tame(LinkInline link)
    {
        link.IsImage = false;
        link.GetAttributes().AddPropertyIfNotExist("rel", "nofollow noopener");
        if (!LeadsSomewhereSafe(link.GetDynamicUrl?.Invoke() ?? link.Url))
        {
            link.GetDynamicUrl = null;
            link.Url = null;
            link.ReplaceBy(new ContainerInline(), copyChildren: true);
        }
    }

    private static bool LeadsSomewhereSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto";

    private static HtmlSanitizer CreateSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a",
                "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "rel", "title", "start" },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href" },
        });
        return sanitizer;
    }
}
