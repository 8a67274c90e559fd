using System.Buffers;
using System.Net;
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
    public static string Render(string text) => IsPlain(text) ? $"<p>{text}</p>\n" : RenderFully(text);

    internal static string RenderFully(string text)
    {
        try
        {
            var html = ToHtml(text);
            return CleanHtml.Of(html) ?? Sanitize(html);
        }
        catch (ArgumentException)
        {
            // Nested too deeply to mean anything; the parser gives up, and the text is shown as it is.
            return $"<p>{WebUtility.HtmlEncode(text).ReplaceLineEndings("<br>\n")}</p>\n";
        }
    }

    /// <summary>What Markdig makes, which is safe if Markdig does not err.</summary>
    internal static string ToHtml(string text)
    {
        var document = Markdig.Markdown.Parse(text, Pipeline);
        Tame(document);
        return document.ToHtml(Pipeline);
    }

    /// <summary>The last word on what Markdig made.</summary>
    internal static string Sanitize(string html) => Sanitizer.Sanitize(html);

    /// <summary>One line in which no character means anything to Markdown or HTML, so that it is its own rendering.</summary>
    internal static bool IsPlain(string text)
    {
        if (text.Length is 0 or > MostPlain || text.AsSpan().ContainsAny(Meaningful) || !BeginsPlainly(text) || char.IsWhiteSpace(text[^1]))
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

    /// <summary>With a letter, or with a number that does not begin a list.</summary>
    private static bool BeginsPlainly(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits < 0 || (digits == 0 ? char.IsLetter(text[0]) : char.IsLetter(text[digits]) || text[digits] is ' ');
    }

    private static void Tame(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            Tame(link);
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            link.GetAttributes().AddPropertyIfNotExist("rel", "nofollow noopener");
            if (!link.IsEmail && !LeadsSomewhereSafe(link.Url))
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
        }
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
